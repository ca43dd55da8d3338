"""A source line with carets under a span, with tabs expanded and wide characters counted twice."""

from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.text import Span, Text

_LEAD_CELLS = 16
"""Cells kept before the span when a long line is cropped."""

_FRAME_CELLS = 8
"""Cells around a line: an indent of at most four, and the bar."""


def excerpt(text: Text, span: Span, style: Style, screen: Screen) -> list[str]:
    """Return the first line of the span with its number, and the carets; nothing when there is no such line."""
    if span.line > len(text.starts):
        return []
    line = text.line(span.line)
    end = span.end_column if span.end_line == span.line else len(line) + 1
    visible_line, edges = _expand(line)
    first = edges[min(span.column - 1, len(line))]
    last = max(edges[min(end - 1, len(line))], first + 1)
    number = str(span.line)
    room = max(screen.width - len(number) - _FRAME_CELLS, 2 * _LEAD_CELLS)
    visible_line, first, last = _crop(visible_line, first, last, room)
    bar = screen.paint("faint", "│")
    carets = " " * first + screen.paint(style, "^" * (last - first))
    return [f"{screen.paint('faint', number)} {bar} {visible_line}".rstrip(), f"{' ' * len(number)} {bar} {carets}"]


def _expand(line: str) -> tuple[str, list[int]]:
    """Return the line as shown, and the cell at which each of its characters begins, the line's end included."""
    visible_parts, edges, cell = [], [], 0
    for char in line:
        edges.append(cell)
        if char == "\t":
            n_cells = cells.TAB_CELLS - cell % cells.TAB_CELLS
            visible_parts.append(" " * n_cells)
        else:
            char = cells.clean(char)
            n_cells = cells.cell_width(char)
            visible_parts.append(char)
        cell += n_cells
    edges.append(cell)
    return "".join(visible_parts), edges


def _crop(visible_line: str, first: int, last: int, room: int) -> tuple[str, int, int]:
    """Return the part of a long line around the cells from first to last, and where those are in it."""
    if cells.width(visible_line) <= room:
        return visible_line, first, last
    if last <= room - 1:
        return cells.fit(visible_line, room), first, last
    start = max(first - _LEAD_CELLS, 0)
    skipped_cells, index = 0, 0
    while skipped_cells < start:
        skipped_cells += cells.cell_width(visible_line[index])
        index += 1
    lead = "…" if index else ""
    new_first = first - skipped_cells + len(lead)
    return (
        cells.fit(lead + visible_line[index:], room),
        new_first,
        min(last - skipped_cells + len(lead), max(room, new_first + 1)),
    )
