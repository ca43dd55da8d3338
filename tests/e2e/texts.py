"""Text as an editor counts it: lines end at LF, CRLF or CR and nowhere else, columns count units of an encoding."""

import re
from collections.abc import Iterable

from lsprotocol import types as t

_END = re.compile(r"\r\n|\n|\r")
_UNIT = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def width(text: str, encoding: str) -> int:
    """How many units a text takes."""
    codec, size = _UNIT[encoding]
    return len(text.encode(codec)) // size


def position_of(text: str, offset: int, encoding: str) -> t.Position:
    """The position of an offset in code points."""
    ends = [match.end() for match in _END.finditer(text) if match.end() <= offset]
    return t.Position(len(ends), width(text[ends[-1] if ends else 0 : offset], encoding))


def offset_of(text: str, position: t.Position, encoding: str) -> int:
    """The offset, in code points, of a position inside the text."""
    starts = [0, *(match.end() for match in _END.finditer(text))]
    offset, units = starts[position.line], 0
    while units < position.character:
        units += width(text[offset], encoding)
        offset += 1
    assert units == position.character, f"{position} is in the middle of a character"
    assert len(_END.findall(text[:offset])) == position.line, f"{position} is behind the end of its line"
    return offset


def range_of(text: str, part: str, encoding: str, occurrence: int = 1) -> t.Range:
    """The range of a part of a text."""
    start = -1
    for _ in range(occurrence):
        start = text.index(part, start + 1)
    return t.Range(position_of(text, start, encoding), position_of(text, start + len(part), encoding))


def slice_of(text: str, at: t.Range, encoding: str) -> str:
    """What a range covers."""
    return text[offset_of(text, at.start, encoding) : offset_of(text, at.end, encoding)]


def edited(text: str, edits: Iterable[t.TextEdit], encoding: str) -> str:
    """The text after edits that are all meant for it as it is now."""
    placed = [
        (offset_of(text, it.range.start, encoding), offset_of(text, it.range.end, encoding), number, it.new_text)
        for number, it in enumerate(edits)
    ]
    for start, end, _, new in sorted(placed, reverse=True):
        text = text[:start] + new + text[end:]
    return text
