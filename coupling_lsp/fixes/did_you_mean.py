"""Write what was probably meant in place of a word of `rules.yaml` that cannot be read or names nothing."""

from collections.abc import Callable, Iterator

from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit

ID = "did-you-mean"

Read = Callable[[str], Text | None]


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read: Read) -> Iterator[QuickFix]:
    """The change of that word; quotes around it stay."""
    remedy, source = diagnostic.remedy, read(path)
    if remedy is None or remedy.sort != "replace" or source is None:
        return
    span = remedy.span or diagnostic.span
    before = source.slice(span)
    if before[:1] in "\"'" and before[-1:] == before[:1] and len(before) > 1:
        span = Span(span.line, span.column + 1, span.end_line, span.end_column - 1)
        before = before[1:-1]
    if not before or before[0] in "&*!" or span.line != span.end_line:
        return  # An anchor or a tag belongs to the value, or it is not written here.
    edit = FileEdit(path, (TextEdit(span, remedy.text),))
    yield QuickFix(ID, f"Change `{before}` to `{remedy.text}`", (edit,), diagnostic, preferred=True)
