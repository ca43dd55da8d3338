"""Elements of a document, before it is Markdown or HTML: sections of prose and tables, made of text and code."""

from collections.abc import Iterable
from typing import NamedTuple

from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.terminal import cells


class TextRun(NamedTuple):
    """A run of text, set as code or not."""

    text: str
    is_code: bool = False


Cell = tuple[TextRun, ...]
"""Text of a table cell or a paragraph."""


class TableRow(NamedTuple):
    """A row of a table. Readers filter by `apps`, `kinds` and `intent`, which are empty where that makes no sense."""

    cells: tuple[Cell, ...]
    apps: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    intent: str = ""


class DocumentTable(NamedTuple):
    """Rows under the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


class CodeBlock(NamedTuple):
    """Text to copy, in some language."""

    language: str
    text: str


Part = Cell | DocumentTable | CodeBlock | Graph
"""A piece of a section; a cell stands for a paragraph."""


class DocumentSection(NamedTuple):
    """A heading and the parts below it; `id` is its anchor."""

    id: str
    title: str
    parts: tuple[Part, ...]


class EdgeDocument(NamedTuple):
    """The sections on one project; `root` is its folder, empty for the one that was read."""

    root: str
    sections: tuple[DocumentSection, ...]


def code(text: str) -> Cell:
    """Return a name as code."""
    return (TextRun(cells.one_line(text), True),)


def prose(text: str) -> Cell:
    """Return text as people write it in rules: what stands between backticks is code."""
    pieces = cells.one_line(text).split("`")
    if len(pieces) % 2 == 0:  # The last backtick has no partner.
        pieces[-2:] = ["`".join(pieces[-2:])]
    return tuple(TextRun(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)


def join_cells(cells: Iterable[Cell], separator: str = ", ") -> Cell:
    """Return cells joined to one, each once, in their order."""
    runs: list[TextRun] = []
    for cell in dict.fromkeys(cells):
        if runs:
            runs.append(TextRun(separator))
        runs.extend(cell)
    return tuple(runs)
