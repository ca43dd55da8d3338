"""Take out an ignore comment that silences nothing, or only its codes that do not; begin a reason that is missing."""

from collections.abc import Iterator

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, FileEdit, Place, QuickFix
from coupling_lsp.model.rules import BLANK
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield the change of the comment that a diagnostic about it stands at."""
    text = read_text(path) if diagnostic.code in ("unused-ignore", "ignore-without-reason") else None
    if text is None:
        return
    if diagnostic.code == "ignore-without-reason":
        yield _reason(path, text, diagnostic)
        return
    idle_codes = diagnostic.remedy.text.split(", ") if diagnostic.remedy is not None else []
    edit = _without_codes(text, diagnostic.span, idle_codes) if idle_codes else _without_comment(text, diagnostic.span)
    subject = " and ".join(f"`{it}`" for it in idle_codes)
    title = f"Remove {subject} from the ignore comment" if subject else "Remove the ignore comment"
    yield QuickFix("remove-ignore", title, (FileEdit(path, (edit,)),), diagnostic, preferred=True)


def _reason(path: str, text: Text, diagnostic: Diagnostic) -> QuickFix:
    line, column = diagnostic.span[2:]
    is_empty_bracket = text.slice(diagnostic.span).endswith("[]")
    start = column - 2 if is_empty_bracket else column
    edit = TextEdit(Span(line, start, line, column), f" {BLANK}")
    cursor = Place(path, Span(line, start + 1, line, start + 1 + len(BLANK)))
    title = "Say why the line is silenced"
    return QuickFix("add-reason", title, (FileEdit(path, (edit,)),), diagnostic, preferred=True, cursor=cursor)


def _without_codes(text: Text, span: Span, idle_codes: list[str]) -> TextEdit:
    comment = text.slice(span)
    opening, closing = comment.index("["), comment.index("]")
    codes = [it.strip() for it in comment[opening + 1 : closing].split(",")]
    codes_left = ", ".join(it for it in codes if it and it not in idle_codes)
    start, end = span.column + opening + 1, span.column + closing
    return TextEdit(Span(span.line, start, span.line, end), codes_left)


def _without_comment(text: Text, span: Span) -> TextEdit:
    """Return the edit that takes a comment out: with its line where it stands alone, and with the blanks before it."""
    line = text.line(span.line)
    text_before, text_behind = line[: span.column - 1], line[span.end_column - 1 :]
    if text_behind.strip():  # Another comment follows.
        column = span.end_column + len(text_behind) - len(text_behind.lstrip())
        return TextEdit(Span(span.line, span.column, span.line, column), "")
    if text_before.strip():
        return TextEdit(Span(span.line, len(text_before.rstrip()) + 1, span.line, len(line) + 1), "")
    if span.line < len(text.starts):
        return TextEdit(Span(span.line, 1, span.line + 1, 1), "")
    return TextEdit(Span(span.line, 1, span.line, len(line) + 1), "")
