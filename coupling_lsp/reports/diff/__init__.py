"""Output formats of `diff`. To add one, write a module and list it in `DIFF_REPORTS`."""

from typing import Protocol

from coupling_lsp.reports.diff import diff_json, diff_markdown, diff_text
from coupling_lsp.reports.diff.difference import Difference
from coupling_lsp.reports.terminal.screen import Screen


class DiffReport(Protocol):
    """A module that writes a difference in one format."""

    NAME: str

    def render(self, difference: Difference, screen: Screen) -> str:
        """Return the whole difference as text."""


DIFF_REPORTS: tuple[DiffReport, ...] = (diff_text, diff_json, diff_markdown)
"""Values of `diff --format`; the first is the default, for people."""
