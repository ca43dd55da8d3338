"""The forms in which a difference is told. Adding one is one file and one line here."""

from typing import Protocol

from coupling_lsp.reports.diff import diff_json, diff_markdown, diff_text
from coupling_lsp.reports.diff.difference import Difference
from coupling_lsp.reports.terminal.screen import Screen


class DiffReport(Protocol):
    """What each of them offers."""

    NAME: str

    def render(self, difference: Difference, screen: Screen) -> str:
        """The whole difference as text."""


DIFF_REPORTS: tuple[DiffReport, ...] = (diff_text, diff_json, diff_markdown)
"""The values of `diff --format`, the one for people first."""
