"""`check --format github`: findings as annotations of a pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
"""

from coupling_lsp.features import owners
from coupling_lsp.reports.findings import Checked, Finding
from coupling_lsp.reports.screen import Screen

NAME = "github"

_COMMANDS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def render(checked: Checked, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """A workflow command for each finding."""
    return "".join(f"{_command(it)}\n" for it in checked.findings)


def _command(finding: Finding) -> str:
    it = finding.diagnostic
    span = it.span
    values = {"file": finding.project.show(finding.path), "line": str(span.line)}
    # GitHub refuses columns on an annotation of several lines.
    if span.line == span.end_line:
        values |= {"col": str(span.column), "endColumn": str(max(span.end_column - 1, span.column))}
    else:
        values["endLine"] = str(span.end_line)
    values["title"] = it.code
    properties = ",".join(f"{key}={_property(value)}" for key, value in values.items())
    owner = owners.owner_phrase(finding.project.snapshot, it.edge, it.rule) if it.edge is not None else ""
    message = "\n".join(filter(None, (it.message, owner)))
    return f"::{_COMMANDS[it.severity]} {properties}::{_message(message)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
