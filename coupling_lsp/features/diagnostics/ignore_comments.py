"""Comments that silence diagnostics, `# coupling: ignore[code] reason`, and diagnostics about the comments."""

from collections.abc import Iterable, Iterator

from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.ignore import Ignore
from coupling_lsp.model.rules import BLANK, CODES, Remedy, is_blank

COMMENT_CODES = ("unused-ignore", "ignore-without-reason", "reason-missing")


def without_silenced(findings: Iterable[Diagnostic], ignores: tuple[Ignore, ...]) -> Iterator[Diagnostic]:
    """Yield the diagnostics that no comment silences, and those about the comments themselves."""
    silenced_codes: dict[Ignore, set[str]] = {}
    for diagnostic in findings:
        silencing_comment = _silencing_comment(diagnostic, ignores)
        if silencing_comment is None:
            yield diagnostic
        elif diagnostic.edge is None or not diagnostic.edge.probable:
            silenced_codes.setdefault(silencing_comment, set()).add(diagnostic.code)
    for ignore in ignores:
        codes = silenced_codes.get(ignore, set())
        idle_codes = [code for code in ignore.codes if code not in codes]
        if not codes or idle_codes:
            yield _unused(ignore, idle_codes if codes else [])
        if codes and not ignore.reason:
            message = "This comment does not say why the line is silenced\nWrite the reason behind the bracket"
            yield Diagnostic(ignore.span, "warning", "ignore-without-reason", message)
        elif codes and is_blank(ignore.reason):
            message = f"This comment does not say why the line is silenced\nReplace `{BLANK}` by the reason"
            yield Diagnostic(ignore.reason_span, "warning", "reason-missing", message)


def _unused(ignore: Ignore, idle_codes: list[str]) -> Diagnostic:
    """Return the diagnostic of a comment that silences nothing; with codes, only these of it do not."""
    unknown_code = next((code for code in ignore.codes if code not in CODES), "")
    names = " and ".join(f"`{it}`" for it in idle_codes)
    verb = "silence" if len(idle_codes) > 1 else "silences"
    problem = f"{names or 'This comment'} {verb} nothing on its line"
    problem = f"There is no code `{unknown_code}`" if unknown_code else problem
    advice = f"Remove {'these codes' if len(idle_codes) > 1 else 'the code'}" if idle_codes else "Remove the comment"
    remedy = Remedy("remove", ", ".join(idle_codes)) if idle_codes else None
    return Diagnostic(ignore.span, "warning", "unused-ignore", f"{problem}\n{advice}", remedy=remedy)


def _silencing_comment(diagnostic: Diagnostic, ignores: tuple[Ignore, ...]) -> Ignore | None:
    """Return the first comment on the line of a diagnostic that names its code, or no code at all."""
    on_line = (it for it in ignores if it.line == diagnostic.span.line)
    return next((it for it in on_line if not it.codes or diagnostic.code in it.codes), None)
