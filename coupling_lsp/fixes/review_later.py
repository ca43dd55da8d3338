"""Move the date of a rule that was to be reviewed."""

from collections.abc import Callable, Iterator

from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.rules import suggestions
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text, TextEdit

ID = "review-later"

Read = Callable[[str], Text | None]


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read: Read) -> Iterator[QuickFix]:
    """The ends of two months to choose from."""
    source, today = read(path), snapshot.layout.today
    if diagnostic.code != "expired-rule" or source is None or not today:
        return
    before = source.slice(diagnostic.span)
    quote = before[:1] if before[:1] in ("'", '"') else ""
    if not before[len(quote) :][:1].isdigit():
        return
    for months in (6, 12):
        day = suggestions.month_end(today, months)
        edit = FileEdit(path, (TextEdit(diagnostic.span, f"{quote}{day}{quote}"),))
        yield QuickFix(ID, f"Decided anew: review again by {day}", (edit,), diagnostic)
