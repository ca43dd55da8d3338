"""Which rules are of use: those that decide on an edge, and those that match one."""

from collections.abc import Iterable

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision, RuleSet


def used(ruleset: RuleSet, decided: Iterable[tuple[Edge, Decision]]) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the rules that decide, and of those that match.

    An edge whose like policy has off counts only for rules that name its kind.
    """
    rules = ruleset.rules
    numbers = {id(rule): number for number, rule in enumerate(rules)}
    deciding: set[int] = set()
    matching: set[int] = set()
    for edge, it in decided:
        counts = ruleset.judges(edge)
        matching.update(n for n in it.matched if counts or ruleset.judges(edge, rules[n]))
        if it.rule is not None and (counts or ruleset.judges(edge, it.rule)):
            deciding.add(numbers[id(it.rule)])
    return frozenset(deciding), frozenset(matching)
