"""Tables of a Markdown text, also where a converter has put cells on lines of their own."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from coupling_lsp.text import Text


class MarkdownRow(NamedTuple):
    """The cells of a row as written; `line` is where it begins, from 1."""

    line: int
    cells: tuple[str, ...]


class MarkdownTable(NamedTuple):
    """A table. A row that could not be put together has more or fewer cells than there are columns."""

    line: int
    columns: tuple[str, ...]
    rows: tuple[MarkdownRow, ...]


_SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BAR = re.compile(r"(?<!\\)\|")


def tables(text: Text) -> Iterator[MarkdownTable]:
    """Yield the tables in order, but for those in code blocks."""
    lines = list(_outside_code(text.line(number) for number in range(1, len(text.starts) + 1)))
    starts = [number for number in range(1, len(lines)) if _is_start(lines[number - 1], lines[number])]
    for start, next_start in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        body = [(number, lines[number - 1]) for number in range(start + 2, next_start)]
        body = list(takewhile(lambda it: _BAR.search(it[1]), body))
        columns = _cells(lines[start - 1])
        yield MarkdownTable(start, columns, tuple(_rows(body, len(columns))))


def _is_start(heading: str, line: str) -> bool:
    """Return whether two lines are the head of a table; a table may follow another without a blank line."""
    is_separator = "|" in line and _SEPARATOR.fullmatch(line) is not None
    return is_separator and len(_cells(line)) == len(_cells(heading)) and not _SEPARATOR.fullmatch(heading)


def _outside_code(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, those of code blocks as empty ones."""
    is_in_code = False
    for line in lines:
        is_fence = _FENCE.match(line) is not None
        yield "" if is_in_code or is_fence else line
        is_in_code ^= is_fence


def _rows(body: list[tuple[int, str]], width: int) -> Iterator[MarkdownRow]:
    """Yield the rows; one that ends before it has all its cells goes on with lines that begin without a bar."""
    unfinished_row: MarkdownRow | None = None
    for position, (number, line) in enumerate(body):
        cells = _cells(line)
        is_begin = line.lstrip().startswith("|")
        goes_on = position + 1 < len(body) and not body[position + 1][1].lstrip().startswith("|")
        if unfinished_row is not None and (is_begin or len(cells) >= width):
            yield unfinished_row
            unfinished_row = None
        if unfinished_row is None and (len(cells) >= width or (is_begin and not goes_on)):
            yield MarkdownRow(number, cells + ("",) * (width - len(cells)))
            continue
        begin = unfinished_row or MarkdownRow(number, ())
        unfinished_row = MarkdownRow(begin.line, begin.cells + cells)
        if len(unfinished_row.cells) >= width:
            yield unfinished_row
            unfinished_row = None
    if unfinished_row is not None:
        yield unfinished_row


def _cells(line: str) -> tuple[str, ...]:
    bare = line.strip().removeprefix("|")
    parts = _BAR.split(bare)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return tuple(it.strip().replace("\\|", "|") for it in parts)
