"""Whether rules with new names say of every edge of today, as it is after the change, what they said before."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.fixes.renaming.project_after import ProjectAfter
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision, RuleSet
from coupling_lsp.rules.contracts import is_excepted
from coupling_lsp.rules.matching.matcher import Matcher


class Difference(NamedTuple):
    """An edge, as it was, of which the rules would say something else.

    `before` and `after` are the numbers of the rules that decide, None for no rule; `rules` those of all rules that
    match it only once or only decide once, `contracts` those of contracts that except it only once.
    """

    edge: Edge
    before: int | None
    after: int | None
    rules: frozenset[int]
    contracts: frozenset[int]


def differences(project: ProjectAfter, rules_after: RuleSet) -> Iterator[Difference]:
    """Yield the edges of which rules would say something else; rules and contracts have the numbers they had."""
    rules, apps = project.snapshot.ruleset, project.snapshot.apps
    matcher = Matcher(rules_after, project.by_label)
    for edge, decision in project.snapshot.edges():
        edge_after = project.edge(edge)
        if edge_after is None:
            continue
        decision_after = matcher.decide(edge_after)
        number, number_after = _number(rules, decision), _number(rules_after, decision_after)
        numbers = set(decision.matched) ^ set(decision_after.matched)
        if number != number_after:
            numbers |= {it for it in (number, number_after) if it is not None}
        pairs = zip(rules.contracts, rules_after.contracts, strict=True)
        contracts = {
            position
            for position, (contract, contract_after) in enumerate(pairs)
            if is_excepted(contract, edge, apps) != is_excepted(contract_after, edge_after, project.by_label)
        }
        if numbers or contracts:
            yield Difference(edge, number, number_after, frozenset(numbers), frozenset(contracts))


def rules_without_edges(project: ProjectAfter) -> frozenset[int]:
    """Return the numbers of the rules whose edges all stay inside of an app, or of none, after the change."""
    ruleset = project.snapshot.ruleset
    lost: set[int] = set()
    remaining: set[int] = set()
    for edge, decision in project.snapshot.edges():
        number = _number(ruleset, decision)
        if number is not None and not edge.probable:
            (lost if project.edge(edge) is None else remaining).add(number)
    return frozenset(lost - remaining)


def _number(ruleset: RuleSet, decision: Decision) -> int | None:
    """Return the number in the file of the rule that decides."""
    return next((it for it in decision.matched if ruleset.rules[it] is decision.rule), None)
