"""Silence a diagnostic on its line by a comment that says why."""

from collections.abc import Callable, Iterator

from coupling_lsp.fixes.approve import REASON
from coupling_lsp.model.findings import Diagnostic, FileEdit, Place, QuickFix
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit

ID = "ignore-line"

Read = Callable[[str], Text | None]


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read: Read) -> Iterator[QuickFix]:
    """A comment behind the code; none where the line goes on behind a backslash."""
    if diagnostic.edge is None:
        return
    source = read(path)
    number = diagnostic.span.line
    line = source.line(number) if source is not None else ""
    if source is None or line.rstrip().endswith("\\"):
        return
    end = len(line) + 1
    opening = f"  # coupling: ignore[{diagnostic.code}] "
    edit = TextEdit(Span(number, end, number, end), opening + REASON)
    start = end + len(opening)
    cursor = Place(path, Span(number, start, number, start + len(REASON)))
    title = f"Ignore `{diagnostic.code}` on this line, with a reason"
    yield QuickFix(ID, title, (FileEdit(path, (edit,)),), diagnostic, cursor=cursor)
