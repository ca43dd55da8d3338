"""The forms in which edges are listed. Adding one is one file and one line here."""

from collections.abc import Sequence
from typing import Protocol

from coupling_lsp.reports.edges import csv, json, markdown, table
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Wanted
from coupling_lsp.reports.screen import Screen


class EdgeReport(Protocol):
    """What each of them offers."""

    NAME: str

    def render(self, projects: Sequence[Project], wanted: Wanted, screen: Screen) -> str:
        """The wanted edges of some projects as text."""


EDGE_REPORTS: tuple[EdgeReport, ...] = (table, json, csv, markdown)
"""The values of `edges --format`, the one for people first."""
