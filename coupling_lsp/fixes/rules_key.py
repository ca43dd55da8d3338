"""Add the key that an entry of `rules.yaml` lacks, or take out one that is not known or stands twice."""

from collections.abc import Callable, Iterator

from coupling_lsp.fixes import rules_text
from coupling_lsp.model.findings import Diagnostic, FileEdit, Place, QuickFix
from coupling_lsp.rules.yaml.outline_tree import Entry
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit

Read = Callable[[str], Text | None]


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read: Read) -> Iterator[QuickFix]:
    """One change of keys, where the fault asks for one."""
    remedy, source = diagnostic.remedy, read(path)
    if remedy is None or remedy.sort == "replace" or source is None:
        return
    entry = rules_text.entry_at(source, diagnostic.span)
    if entry is None:
        return
    if remedy.sort == "remove":
        edit = rules_text.removed(source, entry)
        if edit is not None:
            yield QuickFix("remove-key", f"Remove `{remedy.text}`", (FileEdit(path, (edit,)),), diagnostic)
        return
    key, _, value = remedy.text.partition(": ")
    edit, start = _added(source, entry, remedy.text)
    at = start[1] + len(key) + 2
    cursor = Place(path, Span(start[0], at, start[0], at + len(value)))
    shown = f"Add `{key}`"
    yield QuickFix("add-key", shown, (FileEdit(path, (edit,)),), diagnostic, preferred=True, cursor=cursor)


def _added(source: Text, entry: Entry, written: str) -> tuple[TextEdit, tuple[int, int]]:
    """The edit that adds a key, and where it stands then: behind the last one of a rule, at the top of the file."""
    if entry.parent.owner is None and not entry.parent.is_flow:
        line = entry.start[0]
        return TextEdit(Span(line, 1, line, 1), f"{' ' * (entry.start[1] - 1)}{written}\n"), entry.start
    last = entry.parent.children[-1]
    edit = rules_text.added(source, last, written)
    if entry.parent.is_flow:
        return edit, (last.end[0], last.end[1] + 2)
    return edit, (last.end[0] + 1, edit.text.index(written))
