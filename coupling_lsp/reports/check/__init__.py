"""The forms in which findings are told. Adding one is one file and one line here."""

from typing import Protocol

from coupling_lsp.reports.check import findings_json, findings_text, github_annotations, sarif
from coupling_lsp.reports.contents.check_findings import CheckResult
from coupling_lsp.reports.terminal.screen import Screen


class CheckReport(Protocol):
    """What each of them offers."""

    NAME: str

    def render(self, checked: CheckResult, screen: Screen) -> str:
        """Everything that was found as text."""


CHECK_REPORTS: tuple[CheckReport, ...] = (findings_text, findings_json, sarif, github_annotations)
"""The values of `check --format`, the one for people first."""
