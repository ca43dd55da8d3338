"""The tags of a template, as the lexers of Django and Jinja cut them out, without those that are shown as they stand.

https://docs.djangoproject.com/en/stable/ref/templates/language/
https://jinja.palletsprojects.com/en/stable/templates/
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_DJANGO = re.compile(rb"\{%(?P<tag>.*?)%\}|\{\{.*?\}\}|\{#.*?#\}")
"""Of Django neither a tag nor a comment goes over several lines."""

_JINJA = re.compile(rb"\{%[-+]?(?P<tag>.*?)[-+]?%\}|\{\{[-+]?(?P<output>.*?)[-+]?\}\}|\{#.*?#\}", re.S)
_LITERAL_BLOCKS = {False: (b"verbatim", b"comment"), True: (b"raw",)}
"""The tags whose content is no template, by whether they are of Jinja: it ends at the same words with `end` before."""


class Tag(NamedTuple):
    """A tag: its name, the bytes behind it, and where these begin in the text; without a name an output of Jinja."""

    name: str
    content: bytes
    start: int
    is_jinja: bool


def tags(data: bytes, *, is_jinja: bool) -> Iterator[Tag]:
    """Yield the tags of a template, in order; of Jinja also what it puts out."""
    closing = b""
    for match in (_JINJA if is_jinja else _DJANGO).finditer(data):
        group = "tag" if match["tag"] is not None else "output"
        if group == "output" and (not is_jinja or match["output"] is None):
            continue
        content = match[group]
        words = content.strip()
        if closing:
            closing = b"" if group == "tag" and words == closing else closing
            continue
        name = _NAME.match(content) if group == "tag" else None
        if name is not None and name[1] in _LITERAL_BLOCKS[is_jinja]:
            closing = b"end" + (words if name[1] == b"verbatim" else name[1])
            continue
        start = name.end() if name is not None else 0
        text = name[1].decode() if name is not None else ""
        if name is not None or group == "output":
            yield Tag(text, content[start:], match.start(group) + start, is_jinja)


_NAME = re.compile(rb"\s*([a-z_]+)(?![\w.])")
