"""Move the date of a rule that was to be reviewed."""

from collections.abc import Iterator

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.rules.suggestions import month_end
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import TextEdit

ID = "review-later"


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield two dates to choose from, each the end of a month."""
    source, today = read_text(path), snapshot.layout.today
    if diagnostic.code != "expired-rule" or source is None or not today:
        return
    original = source.slice(diagnostic.span)
    quote = original[:1] if original[:1] in ("'", '"') else ""
    if not original[len(quote) :][:1].isdigit():
        return
    for months in (6, 12):
        day = month_end(today, months)
        edit = FileEdit(path, (TextEdit(diagnostic.span, f"{quote}{day}{quote}"),))
        yield QuickFix(ID, f"Decided anew: review again by {day}", (edit,), diagnostic)
