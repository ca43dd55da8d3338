"""Take a rule out of `rules.yaml` that matches nothing, or that never decides."""

from collections.abc import Iterator

from coupling_lsp.fixes import rules_text
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.rules.yaml.outline_tree import Block
from coupling_lsp.snapshot.state import Snapshot

ID = "remove-rule"


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield the removal of the whole entry, with the comment right above it."""
    source = read_text(path)
    if diagnostic.code not in ("stale-rule", "shadowed-rule") or diagnostic.rule is None or source is None:
        return
    entry = rules_text.entry_at(source, diagnostic.span)
    block: Block | None = entry.parent if entry is not None else None
    if block is None or block.owner is None or block.path != ("edges",):
        return
    edit = rules_text.removal(source, block.owner)
    if edit is not None:
        yield QuickFix(ID, f"Remove the rule `{diagnostic.rule.id}`", (FileEdit(path, (edit,)),), diagnostic)
