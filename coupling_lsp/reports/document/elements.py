"""What `report` writes, before it is Markdown or HTML: sections of prose and tables, made of words and code."""

from collections.abc import Iterable
from typing import NamedTuple

from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.terminal import cells


class TextRun(NamedTuple):
    """A run of text, set as code or not."""

    text: str
    is_code: bool = False


Cell = tuple[TextRun, ...]


class TableRow(NamedTuple):
    """A row of a table. `apps`, `kinds` and `intent` are what a reader may filter it by; empty where that is moot."""

    cells: tuple[Cell, ...]
    apps: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    intent: str = ""


class DocumentTable(NamedTuple):
    """Lines under the names of their columns."""

    columns: tuple[str, ...]
    lines: tuple[TableRow, ...]


class CodeBlock(NamedTuple):
    """Text to copy, in some language."""

    language: str
    text: str


Part = Cell | DocumentTable | CodeBlock | Graph
"""A piece of a section; a cell is a paragraph."""


class DocumentSection(NamedTuple):
    """A heading and what stands below it."""

    id: str
    title: str
    parts: tuple[Part, ...]


class EdgeDocument(NamedTuple):
    """The sections on one project; `root` is its folder, empty for the one that was read."""

    root: str
    sections: tuple[DocumentSection, ...]


def code(text: str) -> Cell:
    """A name."""
    return (TextRun(_one_line(text), True),)


def prose(text: str) -> Cell:
    """Text as people write it in rules: what stands between backticks is code."""
    pieces = _one_line(text).split("`")
    if len(pieces) % 2 == 0:  # The last backtick has no partner.
        pieces[-2:] = ["`".join(pieces[-2:])]
    return tuple(TextRun(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)


def join_cells(items: Iterable[Cell], separator: str = ", ") -> Cell:
    """Cells in one, each once, in the order given."""
    words: list[TextRun] = []
    for item in dict.fromkeys(items):
        if words:
            words.append(TextRun(separator))
        words.extend(item)
    return tuple(words)


def _one_line(text: str) -> str:
    return cells.clean(" ".join(text.split()))
