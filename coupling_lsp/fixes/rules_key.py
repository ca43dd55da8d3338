"""Add the key that an entry of `rules.yaml` lacks, or take out one that is not known or stands twice."""

from collections.abc import Iterator

from coupling_lsp.fixes import rules_text
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, FileEdit, Place, QuickFix
from coupling_lsp.rules.yaml.outline_tree import Entry
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield one change of keys, where the fault asks for one."""
    remedy, source = diagnostic.remedy, read_text(path)
    if remedy is None or remedy.sort == "replace" or source is None:
        return
    entry = rules_text.entry_at(source, diagnostic.span)
    if entry is None:
        return
    if remedy.sort == "remove":
        edit = rules_text.removal(source, entry)
        if edit is not None:
            yield QuickFix("remove-key", f"Remove `{remedy.text}`", (FileEdit(path, (edit,)),), diagnostic)
        return
    key, _, value = remedy.text.partition(": ")
    edit, start = _addition(source, entry, remedy.text)
    column = start[1] + len(key) + 2
    cursor = Place(path, Span(start[0], column, start[0], column + len(value)))
    title = f"Add `{key}`"
    yield QuickFix("add-key", title, (FileEdit(path, (edit,)),), diagnostic, preferred=True, cursor=cursor)


def _addition(source: Text, entry: Entry, key_text: str) -> tuple[TextEdit, tuple[int, int]]:
    """Return the edit that adds a key, and where it stands then: at the end of a rule, at the top of the file."""
    if entry.parent.owner is None and not entry.parent.is_flow:
        line = entry.start[0]
        return TextEdit(Span(line, 1, line, 1), f"{' ' * (entry.start[1] - 1)}{key_text}\n"), entry.start
    last = entry.parent.children[-1]
    edit = rules_text.addition(source, last, key_text)
    if entry.parent.is_flow:
        return edit, (last.end[0], last.end[1] + 2)
    return edit, (last.end[0] + 1, edit.text.index(key_text))
