"""The triple-quoted strings of a text, so that their lines are not taken for code."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from heapq import merge

_QUOTES = (b'"""', b"'''")
_SKIP = re.compile(rb'#[^\n]*|"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?', re.S)


class Strings:
    """The ranges of a text inside triple-quoted strings, in order. An unfinished one reaches to the end."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, data: bytes) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        position = 0
        for offset in _openings(data):
            if offset < position:
                continue
            line = max(_line_start(data, offset), position)
            blocked = _end_of_skipped_text(data, line, offset)
            if blocked:
                position = blocked
                continue
            end = _closing_offset(data, data[offset : offset + 3], offset + 3)
            self._starts.append(offset)
            self._ends.append(end)
            position = end

    def __contains__(self, offset: int) -> bool:
        number = bisect_right(self._starts, offset) - 1
        return number >= 0 and offset < self._ends[number]


def _openings(data: bytes) -> Iterable[int]:
    """Return where three quotes stand, in order."""
    return merge(*(_occurrences(data, quotes) for quotes in _QUOTES))


def _occurrences(data: bytes, quotes: bytes) -> Iterator[int]:
    offset = data.find(quotes)
    while offset >= 0:
        yield offset
        offset = data.find(quotes, offset + 1)


def _line_start(data: bytes, offset: int) -> int:
    """Return where the line of an offset starts; one that follows a backslash belongs to the line before."""
    start = data.rfind(b"\n", 0, offset) + 1
    while start > 1 and data.endswith((b"\\\n", b"\\\r\n"), max(start - 3, 0), start):
        start = data.rfind(b"\n", 0, start - 1) + 1
    return start


def _end_of_skipped_text(data: bytes, line: int, offset: int) -> int:
    """Return where the comment or string ends that three quotes at an offset are in; 0 when they open one."""
    prefix = data[line:offset]
    if b"#" not in prefix and b'"' not in prefix and b"'" not in prefix:
        return 0
    position = line
    while ranges := _SKIP.search(data, position):
        if ranges.start() >= offset:
            return 0
        if ranges.end() > offset:
            return ranges.end()
        position = ranges.end()
    return 0


def _closing_offset(data: bytes, quotes: bytes, start: int) -> int:
    while (offset := data.find(quotes, start)) >= 0:
        backslashes = offset
        while backslashes > start and data[backslashes - 1] == 0x5C:
            backslashes -= 1
        if (offset - backslashes) % 2 == 0:
            return offset + 3
        start = offset + 1
    return len(data)
