"""Comments that silence diagnostics, `# coupling: ignore[code] reason`, and diagnostics about the comments."""

from collections.abc import Iterable, Iterator

from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.ignore import Ignore
from coupling_lsp.model.rules import CODES

COMMENT_CODES = ("unused-ignore", "ignore-without-reason")


def without_silenced(findings: Iterable[Diagnostic], ignores: tuple[Ignore, ...]) -> Iterator[Diagnostic]:
    """Yield the diagnostics that no comment silences, and those about the comments themselves."""
    used_comments: set[Ignore] = set()
    for diagnostic in findings:
        silencing_comment = _silencing_comment(diagnostic, ignores)
        if silencing_comment is None:
            yield diagnostic
        elif diagnostic.edge is None or not diagnostic.edge.probable:
            used_comments.add(silencing_comment)
    for ignore in ignores:
        if ignore not in used_comments:
            unknown_code = next((code for code in ignore.codes if code not in CODES), "")
            problem = "This comment silences nothing on its line"
            problem = f"There is no code `{unknown_code}`" if unknown_code else problem
            yield Diagnostic(ignore.span, "warning", "unused-ignore", f"{problem}\nRemove the comment")
        elif not ignore.reason:
            message = "This comment does not say why the line is silenced\nWrite the reason behind the bracket"
            yield Diagnostic(ignore.span, "warning", "ignore-without-reason", message)


def _silencing_comment(diagnostic: Diagnostic, ignores: tuple[Ignore, ...]) -> Ignore | None:
    """Return the first comment on the line of a diagnostic that names its code, or no code at all."""
    on_line = (it for it in ignores if it.line == diagnostic.span.line)
    return next((it for it in on_line if not it.codes or diagnostic.code in it.codes), None)
