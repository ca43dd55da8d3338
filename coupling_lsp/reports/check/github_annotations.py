"""`check --format github`: findings as annotations of a pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
"""

from coupling_lsp.features import owners
from coupling_lsp.reports.contents.check_findings import CheckResult, Finding
from coupling_lsp.reports.terminal.screen import Screen

NAME = "github"

_COMMANDS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def render(check_result: CheckResult, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """Return a workflow command for each finding."""
    return "".join(f"{_command(it)}\n" for it in check_result.findings)


def _command(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    span = diagnostic.span
    values = {"file": finding.project.show(finding.path), "line": str(span.line)}
    # GitHub refuses columns on an annotation of several lines.
    if span.line == span.end_line:
        values |= {"col": str(span.column), "endColumn": str(max(span.end_column - 1, span.column))}
    else:
        values["endLine"] = str(span.end_line)
    values["title"] = diagnostic.code
    properties = ",".join(f"{key}={_property(value)}" for key, value in values.items())
    owner = (
        owners.told(finding.project.snapshot, diagnostic.edge, diagnostic.rule) if diagnostic.edge is not None else ""
    )
    message = "\n".join(filter(None, (diagnostic.message, owner)))
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{_message(message)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
