"""Add the key that an entry of `rules.yaml` lacks, or take out one that is not known or stands twice."""

from collections.abc import Iterator

from coupling_lsp.fixes.rules_file import entries
from coupling_lsp.fixes.rules_file.flow_edits import Edits
from coupling_lsp.fixes.rules_file.lines import insertion
from coupling_lsp.fixes.rules_file.proved import place_of
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.rules.yaml.outline_tree import Entry
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield one change of keys, where the fault asks for one."""
    remedy, source = diagnostic.remedy, read_text(path)
    if diagnostic.code != "invalid-rules" or remedy is None or remedy.sort == "replace" or source is None:
        return
    entry = entries.entry_at(source, diagnostic.span)
    if entry is None:
        return
    if remedy.sort == "remove":
        edits = entries.removal(source, entry)
        if edits:
            yield QuickFix("remove-key", f"Remove `{remedy.text}`", (FileEdit(path, edits),), diagnostic)
        return
    key, _, value = remedy.text.partition(": ")
    edits = next(_additions(source, entry, key, value), ())
    if edits:
        file = FileEdit(path, edits)
        cursor = place_of(source, file, value)
        yield QuickFix("add-key", f"Add `{key}`", (file,), diagnostic, preferred=True, cursor=cursor)


def _additions(source: Text, entry: Entry, key: str, value: str) -> Iterator[Edits]:
    """Yield ways to add a key: at the end of a rule, at the top of the file."""
    if entry.parent.owner is None and not entry.parent.is_flow:
        line = entry.start[0]
        yield (insertion(line, 1, f"{' ' * (entry.start[1] - 1)}{key}: {value}\n"),)
    else:
        yield from entries.key_additions(source, entry.parent, key, value)
