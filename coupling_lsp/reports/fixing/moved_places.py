"""Where a place of a text is after edits to the text."""

from collections.abc import Iterable

from coupling_lsp.text import Span, Text, TextEdit


def moved(span: Span, before: Text, after: Text, edits: Iterable[TextEdit]) -> Span | None:
    """Return the place of a span after edits, which were meant for the text before; None where an edit took it."""
    start, end = before.byte(*span[:2]), before.byte(*span[2:])
    shift = 0
    for edit in edits:
        edit_start, edit_end = before.byte(*edit.span[:2]), before.byte(*edit.span[2:])
        if edit_end <= start:
            shift += len(edit.text.encode()) - (edit_end - edit_start)
        elif edit_start < end:
            return None
    return after.span(start + shift, end + shift)
