"""The tables of a Markdown text, also where a converter has put cells on lines of their own. Rows keep their lines."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from coupling_lsp.text import Text


class MarkdownRow(NamedTuple):
    """The cells of a row as written; `line` is where it begins."""

    line: int
    cells: tuple[str, ...]


class MarkdownTable(NamedTuple):
    """A table; a row that could not be put together has another number of cells than there are columns."""

    line: int
    columns: tuple[str, ...]
    rows: tuple[MarkdownRow, ...]


_SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BAR = re.compile(r"(?<!\\)\|")


def tables(text: Text) -> Iterator[MarkdownTable]:
    """The tables in order; what stands in a code block is none."""
    lines = list(_outside_code(text.line(number) for number in range(1, len(text.starts) + 1)))
    starts = [number for number in range(1, len(lines)) if _is_start(lines[number - 1], lines[number])]
    for start, following in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        body = [(number, lines[number - 1]) for number in range(start + 2, following)]
        body = list(takewhile(lambda it: _BAR.search(it[1]), body))
        columns = _cells(lines[start - 1])
        yield MarkdownTable(start, columns, tuple(_rows(body, len(columns))))


def _is_start(heading: str, line: str) -> bool:
    """Whether two lines are the head of a table; a table may follow another without a blank line."""
    is_separator = "|" in line and _SEPARATOR.fullmatch(line) is not None
    return is_separator and len(_cells(line)) == len(_cells(heading)) and not _SEPARATOR.fullmatch(heading)


def _outside_code(lines: Iterable[str]) -> Iterator[str]:
    """The lines; those of code blocks are empty."""
    inside = False
    for line in lines:
        is_fence = _FENCE.match(line) is not None
        yield "" if inside or is_fence else line
        inside ^= is_fence


def _rows(body: list[tuple[int, str]], width: int) -> Iterator[MarkdownRow]:
    begun: MarkdownRow | None = None
    for at, (number, line) in enumerate(body):
        cells = _cells(line)
        is_begin = line.lstrip().startswith("|")
        goes_on = at + 1 < len(body) and not body[at + 1][1].lstrip().startswith("|")
        if begun is not None and (is_begin or len(cells) >= width):
            yield begun
            begun = None
        if begun is None and (len(cells) >= width or (is_begin and not goes_on)):
            yield MarkdownRow(number, cells + ("",) * (width - len(cells)))
            continue
        begun = MarkdownRow(begun.line, begun.cells + cells) if begun is not None else MarkdownRow(number, cells)
        if len(begun.cells) >= width:
            yield begun
            begun = None
    if begun is not None:
        yield begun


def _cells(line: str) -> tuple[str, ...]:
    bare = line.strip().removeprefix("|")
    parts = _BAR.split(bare)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return tuple(it.strip().replace("\\|", "|") for it in parts)
