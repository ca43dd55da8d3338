"""Which rules are of use: those that decide on an edge, and those that match one."""

from collections.abc import Iterable
from typing import NamedTuple

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision, RuleSet


class RuleUsage(NamedTuple):
    """The numbers of the rules that decide on an edge, and of those that match one."""

    deciding: frozenset[int]
    matching: frozenset[int]


def rule_usage(ruleset: RuleSet, decisions: Iterable[tuple[Edge, Decision]]) -> RuleUsage:
    """Return which rules are of use for some edges.

    An edge whose like policy has off counts only for rules that name its kind.
    """
    rules = ruleset.rules
    numbers = {id(rule): number for number, rule in enumerate(rules)}
    deciding: set[int] = set()
    matching: set[int] = set()
    for edge, decision in decisions:
        counts = ruleset.judges(edge)
        matching.update(n for n in decision.matched if counts or ruleset.judges(edge, rules[n]))
        if decision.rule is not None and (counts or ruleset.judges(edge, decision.rule)):
            deciding.add(numbers[id(decision.rule)])
    return RuleUsage(frozenset(deciding), frozenset(matching))
