"""`init --prune`: removes rules of tech debt that match no edge any more.

Comments stay, also those above a removed rule: only their writer knows what they speak of.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coupling_lsp.fixes.rules_file import entries, meaning
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.model.rules import Rule
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


class PrunedRules(NamedTuple):
    """Text of a rules file without the rules of these ids. A `fault` says why none could be removed."""

    text: Text
    ids: tuple[str, ...] = ()
    fault: str = ""


def prune_rules(snapshots: Sequence[Snapshot], source: Text) -> PrunedRules:
    """Return the rules file that some projects share without the debt that all of them have paid."""
    rules = snapshots[0].ruleset
    if rules.broken:
        return PrunedRules(source, fault="it is not valid YAML to its end")
    matching = frozenset().union(*(it.used_rules[1] for it in snapshots))
    paid_rules = [it for number, it in enumerate(rules.rules) if it.intent == "tech-debt" and number not in matching]
    if not paid_rules:
        return PrunedRules(source)
    numbers = [number for number, it in enumerate(rules.rules) if it in paid_rules]
    ways = [tuple(_removals(source, paid_rules)), _one_by_one(source, paid_rules)]
    file = first_proved(source, rules.path, ways, meaning.rules_removed(numbers))
    if file is None:
        return PrunedRules(source, fault="its `edges` are not a list whose rules can be taken out one by one")
    return PrunedRules(source.apply(file.edits), tuple(it.id for it in paid_rules))


def _removals(source: Text, paid_rules: list[Rule]) -> Iterator[TextEdit]:
    """Yield the edits that remove rules, each with one of the blank lines around it."""
    for block in outline(source).items("edges"):
        if block.owner is None or not any(entries.stands_at(block, it.span) for it in paid_rules):
            continue
        first, last = block.owner.start[0], block.owner.end[0]
        if not _line(source, first - 1).strip() and last < len(source.starts) and not _line(source, last + 1).strip():
            last += 1  # One blank line between rules is left, not two.
        yield TextEdit(_whole_lines(source, first, last), "")


def _one_by_one(source: Text, paid_rules: list[Rule]) -> tuple[TextEdit, ...]:
    """Return the edit that takes rules out of a list in brackets, the last one first, so that places stay."""
    text = source
    for rule in reversed(paid_rules):
        block = entries.block_at(text, "edges", rule.span)
        if block is None or block.owner is None or not block.owner.parent.is_flow:
            return ()
        text = text.apply(entries.removal(text, block.owner))
    return (TextEdit(source.span(0, len(source.data)), str(text)),)


def _whole_lines(source: Text, first: int, last: int) -> Span:
    """Return the span of whole lines, their ends included."""
    if last < len(source.starts):
        return Span(first, 1, last + 1, 1)
    return Span(first, 1, last, len(source.line(last)) + 1)


def _line(source: Text, number: int) -> str:
    return source.line(number) if number else ""
