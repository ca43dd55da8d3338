"""The forms in which findings are told. Adding one is one file and one line here."""

from typing import Protocol

from coupling_lsp.reports.check import github, json, sarif, text
from coupling_lsp.reports.findings import Checked
from coupling_lsp.reports.screen import Screen


class CheckReport(Protocol):
    """What each of them offers."""

    NAME: str

    def render(self, checked: Checked, screen: Screen) -> str:
        """Everything that was found as text."""


CHECK_REPORTS: tuple[CheckReport, ...] = (text, json, sarif, github)
"""The values of `check --format`, the one for people first."""
