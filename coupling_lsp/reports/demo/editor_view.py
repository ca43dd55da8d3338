"""Findings and changes as an editor shows them, in lines for a terminal."""

import difflib
from collections.abc import Iterator

from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.check.findings_text import SEVERITY_STYLES, source_lines
from coupling_lsp.reports.contents.check_findings import Finding
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.text import Text


def finding_lines(findings: list[Finding], screen: Screen) -> Iterator[str]:
    """Yield findings at one place as an editor shows them: a squiggle, and the messages on it."""
    for number, finding in enumerate(findings):
        if not number:
            yield screen.paint("faint", finding.place)
            yield from source_lines(finding, screen)
        yield from _message_lines(finding.diagnostic, screen)


def _message_lines(diagnostic: Diagnostic, screen: Screen) -> Iterator[str]:
    first, *details = (cells.clean(line) for line in diagnostic.message.split("\n"))
    yield f"{screen.paint(SEVERITY_STYLES[diagnostic.severity], diagnostic.severity)} {screen.paint('strong', first)}"
    yield from (f"  {line}" for line in details)
    yield screen.paint("faint", f"  coupling({diagnostic.code})")


def diff_lines(project: ProjectView, path: str, original: Text, changed_text: Text, screen: Screen) -> Iterator[str]:
    """Yield the changes to a file as a unified diff."""
    name = project.show(path)
    for line in difflib.unified_diff(
        _lines(original), _lines(changed_text), f"a/{name}", f"b/{name}", lineterm="", n=2
    ):
        style: Style = "good" if line.startswith("+") else "error" if line.startswith("-") else "faint"
        yield screen.paint(style, cells.clean(line))


def _lines(text: Text) -> list[str]:
    lines = [text.line(number + 1) for number in range(len(text.starts))]
    return lines if lines[-1] else lines[:-1]
