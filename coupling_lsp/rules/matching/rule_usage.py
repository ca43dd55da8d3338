"""Which rules are of use: those that decide on an edge, and those that match one."""

from collections.abc import Iterable
from typing import NamedTuple

from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.edges import ATTRIBUTE, Edge
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
    counts_by_like: dict[tuple[Kind, bool], bool] = {}
    for edge, decision in decisions:
        if not decision.matched:
            continue
        like = edge.kind, edge.mechanism == ATTRIBUTE
        counts = counts_by_like.get(like)
        if counts is None:
            counts = counts_by_like[like] = ruleset.judges(edge)
        if counts:
            matching.update(decision.matched)
        else:
            matching.update(n for n in decision.matched if ruleset.judges(edge, rules[n]))
        if decision.rule is not None and (counts or ruleset.judges(edge, decision.rule)):
            deciding.add(numbers[id(decision.rule)])
    return RuleUsage(frozenset(deciding), frozenset(matching))
