"""A source line with carets under a span, as a terminal shows it: tabs widened, wide characters counted twice."""

from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.text import Span, Text

_LEAD_CELLS = 16
"""Cells kept before the span when a long line is cut."""

_FRAME_CELLS = 8
"""Cells around a line: an indent of at most four, and the bar."""


def excerpt(text: Text, span: Span, style: Style, screen: Screen) -> list[str]:
    """The first line of the span with its number, and the carets; nothing when there is no such line."""
    if span.line > len(text.starts):
        return []
    line = text.line(span.line)
    end = span.end_column if span.end_line == span.line else len(line) + 1
    shown, edges = _expand(line)
    first = edges[min(span.column - 1, len(line))]
    last = max(edges[min(end - 1, len(line))], first + 1)
    number = str(span.line)
    room = max(screen.width - len(number) - _FRAME_CELLS, 2 * _LEAD_CELLS)
    shown, first, last = _crop(shown, first, last, room)
    bar = screen.paint("faint", "│")
    carets = " " * first + screen.paint(style, "^" * (last - first))
    return [f"{screen.paint('faint', number)} {bar} {shown}".rstrip(), f"{' ' * len(number)} {bar} {carets}"]


def _expand(line: str) -> tuple[str, list[int]]:
    """The line as shown, and the cell at which each of its characters begins, the end included."""
    shown, edges, cell = [], [], 0
    for char in line:
        edges.append(cell)
        if char == "\t":
            n_cells = cells.TAB_CELLS - cell % cells.TAB_CELLS
            shown.append(" " * n_cells)
        else:
            char = cells.clean(char)
            n_cells = cells.cell_width(char)
            shown.append(char)
        cell += n_cells
    edges.append(cell)
    return "".join(shown), edges


def _crop(shown: str, first: int, last: int, room: int) -> tuple[str, int, int]:
    """The part of a long line around the cells from first to last."""
    if cells.width(shown) <= room:
        return shown, first, last
    if last <= room - 1:
        return cells.fit(shown, room), first, last
    start = max(first - _LEAD_CELLS, 0)
    skipped, index = 0, 0
    while skipped < start:
        skipped += cells.cell_width(shown[index])
        index += 1
    lead = "…" if index else ""
    moved = first - skipped + len(lead)
    return cells.fit(lead + shown[index:], room), moved, min(last - skipped + len(lead), max(room, moved + 1))
