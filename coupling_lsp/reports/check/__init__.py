"""Output formats of `check`. To add one, write a module and list it in `CHECK_REPORTS`."""

from typing import Protocol

from coupling_lsp.reports.check import findings_json, findings_text, github_annotations, sarif
from coupling_lsp.reports.contents.check_findings import CheckResult
from coupling_lsp.reports.terminal.screen import Screen


class CheckReport(Protocol):
    """A module that writes the findings in one format."""

    NAME: str

    def render(self, check_result: CheckResult, screen: Screen) -> str:
        """Return all findings as text."""


CHECK_REPORTS: tuple[CheckReport, ...] = (findings_text, findings_json, sarif, github_annotations)
"""Values of `check --format`; the first is the default, for people."""
