"""The forms in which edges are listed. Adding one is one file and one line here."""

from collections.abc import Sequence
from typing import Protocol

from coupling_lsp.reports.contents.edge_rows import EdgeFilter
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.edges import edges_csv, edges_json, edges_markdown, edges_table
from coupling_lsp.reports.terminal.screen import Screen


class EdgeReport(Protocol):
    """What each of them offers."""

    NAME: str

    def render(self, projects: Sequence[ProjectView], wanted: EdgeFilter, screen: Screen) -> str:
        """The wanted edges of some projects as text."""


EDGE_REPORTS: tuple[EdgeReport, ...] = (edges_table, edges_json, edges_csv, edges_markdown)
"""The values of `edges --format`, the one for people first."""
