"""Changes of a rule that no fault asks for: another intent, a date to review it by, only the kinds it covers."""

from collections.abc import Iterator

from coupling_lsp.fixes import rules_text
from coupling_lsp.model.edge_kinds import KINDS
from coupling_lsp.model.findings import FileEdit, QuickFix
from coupling_lsp.model.rules import INTENTS, Rule
from coupling_lsp.rules import suggestions
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


def actions(snapshot: Snapshot, text: Text, line: int) -> list[QuickFix]:
    """What may be done with the rule whose id, intent or date stands on a line; the rest of the file stays as it is."""
    for block in outline(text).items("edges"):
        here = {key for key in ("id", "intent", "via", "review-by") if _on(block.entry(key), line)}
        if here:
            rule = next((it for it in snapshot.ruleset.rules if it.span == _span(block)), None)
            path = snapshot.ruleset.path
            found = [*_intents(block, here), *_kinds(snapshot, text, block, rule), *_review(snapshot, text, block)]
            return [QuickFix(name, title, (FileEdit(path, (edit,)),)) for name, title, edit in found]
    return []


def _on(entry: Entry | None, line: int) -> bool:
    return entry is not None and entry.start[0] <= line <= entry.end[0]


def _span(block: Block) -> Span | None:
    return next((it.span for it in block.words("id")), None)


def _intents(block: Block, here: set[str]) -> Iterator[tuple[str, str, TextEdit]]:
    entry = block.entry("intent")
    word = entry.value if entry is not None else None
    if (
        isinstance(word, Word)
        and not word.is_text
        and word.is_closed
        and word.text in INTENTS
        and here & {"id", "intent"}
    ):
        for intent in INTENTS:
            if intent != word.text:
                yield "change-intent", f"Make it {intent.replace('-', ' ')}", TextEdit(word.inner, intent)


def _kinds(snapshot: Snapshot, text: Text, block: Block, rule: Rule | None) -> Iterator[tuple[str, str, TextEdit]]:
    """`via` with the kinds of the edges the rule decides on, where it speaks of all kinds."""
    last = next((it for key in ("to", "from") if (it := block.entry(key)) is not None), None)
    if rule is None or rule.via or block.entry("via") is not None or last is None:
        return
    covered = {edge.kind for edge, decision in snapshot.edges() if decision.rule is rule}
    kinds = ", ".join(it for it in KINDS if it in covered)
    if kinds and len(covered) < len(KINDS):
        yield "narrow-kinds", f"Only for what it covers today: {kinds}", rules_text.added(text, last, f"via: [{kinds}]")


def _review(snapshot: Snapshot, text: Text, block: Block) -> Iterator[tuple[str, str, TextEdit]]:
    """A date by which to decide anew, where there is none."""
    entry, today = block.entry("review-by"), snapshot.layout.today
    if not today:
        return
    day = suggestions.month_end(today, 6)
    if entry is None:
        yield "add-review", f"Review it by {day}", rules_text.added(text, block.children[-1], f"review-by: {day}")
    elif entry.value is None and entry.key is not None:
        line, column = entry.key.end[0], entry.key.end[1] + 1
        yield "add-review", f"Review it by {day}", TextEdit(Span(line, column, line, column), f" {day}")
