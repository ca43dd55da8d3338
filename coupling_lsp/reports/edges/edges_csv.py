"""`edges --format csv`: the edges as a table for spreadsheets."""

import csv
from collections.abc import Sequence

from coupling_lsp.reports.contents.edge_rows import Wanted
from coupling_lsp.reports.contents.project_view import Project
from coupling_lsp.reports.edges.statement_rows import COLUMNS, tally
from coupling_lsp.reports.terminal.screen import Screen

NAME = "csv"


def render(projects: Sequence[Project], wanted: Wanted, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """The table, its column names first."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(tally(projects, wanted))
    return "".join(lines)


class _Lines(list[str]):
    """The lines `csv` writes, without a file."""

    write = list.append
