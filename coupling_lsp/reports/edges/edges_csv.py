"""`edges --format csv`: a table for spreadsheets."""

import csv
from collections.abc import Sequence

from coupling_lsp.reports.contents.edge_rows import EdgeFilter
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.edges.statement_rows import COLUMNS, statement_rows
from coupling_lsp.reports.terminal.screen import Screen

NAME = "csv"


def render(projects: Sequence[ProjectView], edge_filter: EdgeFilter, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """Return the table, its column names first."""
    lines = _LineList()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(statement_rows(projects, edge_filter))
    return "".join(lines)


class _LineList(list[str]):
    """The lines that `csv.writer` writes, as it would write them into a file."""

    write = list.append
