"""The names that a tag gives as text; what a variable holds, or a filter makes of a text, is none."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.detect.templates.tags import Tag
from coupling_lsp.model.expression import literal
from coupling_lsp.model.facts import Channel

_TEXT = rb"(?P<quote>[\"'])(?P<name>[^\"'\\]+)(?P=quote)"
_ARGUMENT = re.compile(rb"\s*" + _TEXT + rb"(?=\s|\Z)")
_TEMPLATE = re.compile(
    rb"\s*" + _TEXT + rb"(?=\s*\Z|\s+(?:with|only|import|as|without\s+context|ignore\s+missing|with\s+context)\b)"
)
_CALL = re.compile(rb"(?<![\w.])(?P<function>url|static)\(\s*" + _TEXT + rb"\s*[,)]")
_WORD = re.compile(rb"[^\s\"']+")

_TEMPLATE_TAGS = {"include": "include", "extends": "extends"}
_JINJA_TAGS = {**_TEMPLATE_TAGS, "import": "include", "from": "include"}
_ARGUMENT_TAGS = ("url", "static")


class Name(NamedTuple):
    """A name and its range in the text, quotes included; `mechanism` is that of its edge, `detail` a tag it brings."""

    mechanism: str
    name: str
    start: int
    end: int
    detail: str = ""

    def channel(self) -> Channel:
        """Return the fact."""
        return Channel("template", self.mechanism, "", literal(self.name), self.detail)


def names(tag: Tag) -> Iterator[Name]:
    """Yield the names that a tag gives."""
    template_tags = _JINJA_TAGS if tag.is_jinja else _TEMPLATE_TAGS
    if tag.name in template_tags:
        yield from _first(_TEMPLATE, tag, template_tags[tag.name])
    elif tag.name == "load" and not tag.is_jinja:
        yield from _libraries(tag)
    elif tag.name in _ARGUMENT_TAGS:
        yield from _first(_ARGUMENT, tag, tag.name)
    if tag.is_jinja:
        yield from (_name(match, tag, match["function"].decode()) for match in _CALL.finditer(tag.content))


def _first(pattern: re.Pattern[bytes], tag: Tag, mechanism: str) -> Iterator[Name]:
    match = pattern.match(tag.content)
    if match is not None:
        yield _name(match, tag, mechanism)


def _name(match: re.Match[bytes], tag: Tag, mechanism: str) -> Name:
    start, end = match.span("name")
    return Name(mechanism, match["name"].decode("utf-8", "replace"), tag.start + start - 1, tag.start + end + 1)


def _libraries(tag: Tag) -> Iterator[Name]:
    """Yield the libraries of `{% load a b %}`; of `{% load x y from a %}` the library for each of its tags."""
    words = [(match[0].decode("utf-8", "replace"), match.span()) for match in _WORD.finditer(tag.content)]
    library = words[-1][0] if len(words) > 2 and words[-2][0] == "from" else ""
    for word, (start, end) in words[:-2] if library else words:
        yield Name("load", library or word, tag.start + start, tag.start + end, word if library else "")
