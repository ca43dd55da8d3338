"""`edges --format md`: a Markdown table, to keep in a project's docs."""

from collections.abc import Sequence

from coupling_lsp.reports.contents.edge_rows import EdgeFilter
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.edges.statement_rows import COLUMNS, statement_rows
from coupling_lsp.reports.terminal.screen import Screen

NAME = "md"

_CODE_COLUMNS = ("source_app", "source_file", "target_app", "symbols")
"""Columns whose cells are set as code."""


def render(projects: Sequence[ProjectView], edge_filter: EdgeFilter, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """Return the table."""
    lines = [COLUMNS, tuple("---" for _ in COLUMNS)]
    for row in statement_rows(projects, edge_filter):
        lines.append(tuple(_cell(name, value) for name, value in zip(COLUMNS, row, strict=True)))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(name: str, value: str) -> str:
    if name == "symbols":
        return ", ".join(f"`{symbol}`" for symbol in value.split(", "))
    escaped = value.replace("|", "\\|")
    return f"`{escaped}`" if name in _CODE_COLUMNS else escaped
