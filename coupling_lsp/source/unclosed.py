"""Brackets and strings that are still open where the next statement begins, as while a line is typed.

Left alone, a parser takes all that follows for what stands in the brackets, and the lines below lose their meaning.
"""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<comment>#[^\n]*)|(?P<triple>\"\"\"|''')"
    rb"|(?P<quote>[\"'])(?:(?!(?P=quote))[^\\\n]|\\.)*(?P<closed>(?P=quote)?)"
    rb"|(?P<bracket>[()\[\]{}])|\n(?P<indent>[ \t\f]*)(?=[^\s#])",
    re.S,
)
_STATEMENT = re.compile(
    rb"(?:class|def|return|import|raise|assert|del|pass|break|continue|global|nonlocal)\b|async[ \t]+def\b|@\w"
    rb"|from[ \t]+[\w.]+[ \t]+import\b|(?:for|if|elif|else|while|with|try|except|finally)\b[^\n#]*:[ \t]*(?:#|$)"
    rb"|[\w.\x80-\xff]+(?:[ \t]*:[^=\n()]+)?[ \t]+=[ \t]",
    re.M,
)
_CLASS = re.compile(rb"class\b")
_CLOSING = {b"(": b")", b"[": b"]", b"{": b"}"}
_BACKSLASH = ord("\\")


class Insertion(NamedTuple):
    """Bytes that are missing at the end of the code of a line, and the offset to put them at."""

    at: int
    missing: bytes


def find_insertions(data: bytes) -> list[Insertion]:
    """Find where to close strings that end with their line, and brackets that a statement below shows to be open.

    Meant for code that does not parse: in good code a line in brackets may look like a statement.
    """
    insertions: list[Insertion] = []
    open_brackets: list[bytes] = []
    comments: list[int] = []
    indent = opened_at = line = position = 0
    in_header = False
    quote = b""
    while token := _TOKEN.search(data, position):
        position = token.end()
        kind = token.lastgroup if token["closed"] is None else "quote"
        if kind == "comment":
            comments.append(token.start())
        elif kind == "triple":
            end = data.find(token[0], position)
            if end < 0:
                break
            position = end + 3
        elif kind == "quote":
            quote = quote or (b"" if token["closed"] else token["quote"])
        elif kind == "bracket":
            if token[0] in _CLOSING:
                if not open_brackets:
                    opened_at, in_header = indent, _CLASS.match(data, line) is not None
                open_brackets.append(_CLOSING[token[0]])
            elif open_brackets and open_brackets[-1] == token[0]:
                open_brackets.pop()
        else:
            indent, line = len(token["indent"]), position
            closing = quote
            if open_brackets and (in_header or indent <= opened_at) and _STATEMENT.match(data, line):
                closing += b"".join(reversed(open_brackets)) + (b":" if in_header and indent > opened_at else b"")
                open_brackets.clear()
            end = _code_end(data, token.start(), comments)
            if closing and data[end - 1] != _BACKSLASH:
                insertions.append(Insertion(end, closing))
            quote = b""
            comments.clear()
    return insertions


def apply_insertions(data: bytes, insertions: list[Insertion]) -> bytes:
    """Return the code with all insertions made."""
    parts: list[bytes] = []
    start = 0
    for offset, closing in insertions:
        parts += [data[start:offset], closing]
        start = offset
    return b"".join([*parts, data[start:]])


def _code_end(data: bytes, end: int, comments: list[int]) -> int:
    """Return where the last code before an offset ends; `comments` are offsets where comments begin."""
    end = len(data[:end].rstrip())
    for start in reversed(comments):
        if end > start:
            end = len(data[:start].rstrip())
    return end
