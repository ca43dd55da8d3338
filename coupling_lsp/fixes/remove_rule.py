"""Take a rule out of `rules.yaml` that matches nothing, or that never decides."""

from collections.abc import Callable, Iterator

from coupling_lsp.fixes import rules_text
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.rules.yaml.outline_tree import Block
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

ID = "remove-rule"

Read = Callable[[str], Text | None]


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, read: Read) -> Iterator[QuickFix]:
    """The removal of the whole entry, with the comment right above it."""
    source = read(path)
    if diagnostic.code not in ("stale-rule", "shadowed-rule") or diagnostic.rule is None or source is None:
        return
    found = rules_text.entry_at(source, diagnostic.span)
    block: Block | None = found.parent if found is not None else None
    if block is None or block.owner is None or block.path != ("edges",):
        return
    edit = rules_text.removed(source, block.owner)
    if edit is not None:
        yield QuickFix(ID, f"Remove the rule `{diagnostic.rule.id}`", (FileEdit(path, (edit,)),), diagnostic)
