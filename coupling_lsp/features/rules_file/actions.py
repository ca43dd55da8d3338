"""Changes of a rule that no fault asks for: another intent, a date to review it by, only what it covers today."""

from collections.abc import Callable, Iterator

from coupling_lsp.features.rules_file.rule_action import RuleAction
from coupling_lsp.features.rules_file.split import splits
from coupling_lsp.fixes.rules_file import entries, meaning
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.model.edge_kinds import KINDS
from coupling_lsp.model.findings import QuickFix
from coupling_lsp.model.rules import INTENTS, Intent, Rule
from coupling_lsp.rules.suggestions import month_end
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text, TextEdit

_KEYS = ("id", "from", "to", "via", "intent", "review-by")
_ENDS = {"from", "to"}


def actions(snapshot: Snapshot, text: Text, line: int) -> list[QuickFix]:
    """Return what may be done with the rule one of whose keys stands on a line."""
    path, rules = snapshot.ruleset.path, snapshot.ruleset.rules
    for block in outline(text).items("edges"):
        keys_on_line = {key for key in _KEYS if _on(block.entry(key), line)}
        places = (number for number, it in enumerate(rules) if entries.stands_at(block, it.span))
        number = next(places, None) if keys_on_line else None
        if number is None:
            continue
        quick_fixes = []
        offers = list(splits(snapshot, text, block, number, _ENDS if "id" in keys_on_line else keys_on_line))
        if keys_on_line - _ENDS:
            offers += _intents(block, keys_on_line)
            offers += _kinds(snapshot, text, block, rules[number])
            offers += _review(snapshot, text, block)
        for action in offers:
            file = first_proved(text, path, action.ways, meaning.rule_changed(number, action.change))
            if file is not None:
                quick_fixes.append(QuickFix(action.id, action.title, (file,)))
        return quick_fixes
    return []


def _on(entry: Entry | None, line: int) -> bool:
    return entry is not None and entry.start[0] <= line <= entry.end[0]


def _intents(block: Block, keys_on_line: set[str]) -> Iterator[RuleAction]:
    entry = block.entry("intent")
    word = entry.value if entry is not None else None
    if (
        isinstance(word, Word)
        and not word.is_text
        and word.is_closed
        and word.text in INTENTS
        and keys_on_line & {"id", "intent"}
    ):
        for intent in INTENTS:
            if intent != word.text:
                ways = ((TextEdit(word.inner, intent),),)
                title = f"Make it {intent.replace('-', ' ')}"
                yield RuleAction("change-intent", title, ways, _with_intent(intent))


def _with_intent(intent: Intent) -> Callable[[Rule], Rule]:
    return lambda rule: rule._replace(intent=intent)


def _kinds(snapshot: Snapshot, text: Text, block: Block, rule: Rule) -> Iterator[RuleAction]:
    """`via` with the kinds of the edges the rule decides on, where it speaks of all kinds."""
    if rule.via or block.entry("via") is not None:
        return
    covered_kinds = {edge.kind for edge, decision in snapshot.edges() if decision.rule is rule}
    kinds = tuple(it for it in KINDS if it in covered_kinds)
    if kinds and len(kinds) < len(KINDS):
        title = f"Only for what it covers today: {', '.join(kinds)}"
        ways = tuple(entries.key_additions(text, block, "via", kinds, behind=("to", "from")))
        yield RuleAction("narrow-kinds", title, ways, lambda it: it._replace(via=kinds))


def _review(snapshot: Snapshot, text: Text, block: Block) -> Iterator[RuleAction]:
    """Yield a date by which to decide anew, where there is none."""
    entry, today = block.entry("review-by"), snapshot.layout.today
    if not today or (entry is not None and entry.value is not None):
        return
    day = month_end(today, 6)
    if entry is None:
        ways = tuple(entries.key_additions(text, block, "review-by", day))
    else:
        ways = tuple(entries.value_additions(text, entry, day))
    yield RuleAction("add-review", f"Review it by {day}", ways, lambda it: it._replace(review_by=day))
