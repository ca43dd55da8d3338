"""Output formats of `edges`. To add one, write a module and list it in `EDGE_REPORTS`."""

from collections.abc import Sequence
from typing import Protocol

from coupling_lsp.reports.contents.edge_rows import EdgeFilter
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.edges import edges_csv, edges_json, edges_markdown, edges_table
from coupling_lsp.reports.terminal.screen import Screen


class EdgeReport(Protocol):
    """A module that lists edges in one format."""

    NAME: str

    def render(self, projects: Sequence[ProjectView], edge_filter: EdgeFilter, screen: Screen) -> str:
        """Return the chosen edges of some projects as text."""


EDGE_REPORTS: tuple[EdgeReport, ...] = (edges_table, edges_json, edges_csv, edges_markdown)
"""Values of `edges --format`; the first is the default, for people."""
