"""Replace a word of `rules.yaml` that cannot be read, or names nothing, by what was probably meant."""

from collections.abc import Iterator

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, TextEdit

ID = "did-you-mean"


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield the change of that word; quotes around it stay."""
    remedy, source = diagnostic.remedy, read_text(path)
    if remedy is None or remedy.sort != "replace" or source is None:
        return
    span = remedy.span or diagnostic.span
    original = source.slice(span)
    if original[:1] in "\"'" and original[-1:] == original[:1] and len(original) > 1:
        span = Span(span.line, span.column + 1, span.end_line, span.end_column - 1)
        original = original[1:-1]
    if not original or original[0] in "&*!" or span.line != span.end_line:
        return  # An anchor or a tag belongs to the value, or it is not written here.
    edit = FileEdit(path, (TextEdit(span, remedy.text),))
    yield QuickFix(ID, f"Change `{original}` to `{remedy.text}`", (edit,), diagnostic, preferred=True)
