"""What the command line prints, as text made from snapshots alone. Adding a report is one file and one line here."""

from collections.abc import Sequence
from typing import Protocol

from coupling_lsp.reports import (
    check_github,
    check_json,
    check_sarif,
    check_text,
    edges_csv,
    edges_json,
    edges_md,
    edges_table,
)
from coupling_lsp.reports.findings import Checked
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Wanted
from coupling_lsp.reports.screen import Screen


class EdgeReport(Protocol):
    """What each report on edges offers."""

    NAME: str

    def render(self, projects: Sequence[Project], wanted: Wanted, screen: Screen) -> str:
        """The wanted edges of some projects as text."""


class CheckReport(Protocol):
    """What each report on findings offers."""

    NAME: str

    def render(self, checked: Checked, screen: Screen) -> str:
        """Everything that was found as text."""


EDGE_REPORTS: tuple[EdgeReport, ...] = (edges_table, edges_json, edges_csv, edges_md)
"""The values of `edges --format`, the one for people first."""

CHECK_REPORTS: tuple[CheckReport, ...] = (check_text, check_json, check_sarif, check_github)
"""The values of `check --format`, the one for people first."""
