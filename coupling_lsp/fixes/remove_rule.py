"""Take a rule out of `rules.yaml` that matches nothing, or that never decides."""

from collections.abc import Iterator

from coupling_lsp.fixes.rules_file import entries, meaning
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot

ID = "remove-rule"


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield the removal of the whole entry, with the comment right above it."""
    source, rule = read_text(path), diagnostic.rule
    if diagnostic.code not in ("stale-rule", "shadowed-rule") or rule is None or source is None:
        return
    block = entries.block_at(source, "edges", rule.span)
    edits = entries.removal(source, block.owner) if block is not None and block.owner is not None else ()
    change = meaning.rules_removed([snapshot.ruleset.rules.index(rule)])
    file = first_proved(source, path, [edits] if edits else (), change)
    if file is None:
        yield Refusal(ID, f"the rule `{rule.id}` cannot be taken out without changing another entry")
        return
    yield QuickFix(ID, f"Remove the rule `{rule.id}`", (file,), diagnostic)
