"""`init --prune`: removes rules of tech debt that match no edge any more.

Comments stay, also those above a removed rule: only their writer knows what they speak of.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coupling_lsp.fixes.approve import last_line
from coupling_lsp.model.rules import Rule
from coupling_lsp.rules.loading import loader
from coupling_lsp.rules.yaml import nodes
from coupling_lsp.rules.yaml.parser import parse
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
    edits = dict.fromkeys(_removals(source, paid_rules))  # An alias is the very node its anchor is on.
    text = source.apply(edits)
    remaining_rules = loader.load(text, rules.path)
    problems = {it.message for it in rules.problems}
    is_sound = all(it.message in problems for it in remaining_rules.problems) and not remaining_rules.broken
    if not is_sound or [it.id for it in remaining_rules.rules] != [it.id for it in rules.rules if it not in paid_rules]:
        return PrunedRules(source, fault="its `edges` are not a list with one `- ` per rule")
    return PrunedRules(text, tuple(it.id for it in paid_rules))


def _removals(source: Text, paid_rules: list[Rule]) -> Iterator[TextEdit]:
    """Yield the edits that remove rules, each with one of the blank lines around it."""
    root = parse(source).root
    edges = root.get("edges") if isinstance(root, nodes.Mapping) else None
    places = {it.span for it in paid_rules}
    for item in edges.items if isinstance(edges, nodes.Sequence) else ():
        name = item.get("id") if isinstance(item, nodes.Mapping) else None
        first = item.span.line
        begins = source.line(first)[: item.span.column - 1].strip() == "-"
        if name is None or name.span not in places or not begins:
            continue
        last = last_line(item)
        if not _line(source, first - 1).strip() and last < len(source.starts) and not _line(source, last + 1).strip():
            last += 1  # One blank line between rules is left, not two.
        yield TextEdit(_whole_lines(source, first, last), "")


def _whole_lines(source: Text, first: int, last: int) -> Span:
    """Return the span of whole lines, their ends included."""
    if last < len(source.starts):
        return Span(first, 1, last + 1, 1)
    return Span(first, 1, last, len(source.line(last)) + 1)


def _line(source: Text, number: int) -> str:
    return source.line(number) if number else ""
