"""Which edges of today a rule would decide on that is to be added or changed, and whether it takes them from others."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision, Rule, RuleSet
from coupling_lsp.rules.matching.matcher import Matcher
from coupling_lsp.snapshot.state import Snapshot

Decided = tuple[Edge, Decision]


_CODES = ("undeclared-edge", "write-outside-services")


class Coverage(NamedTuple):
    """The edges without a rule today that a rule would decide on, and why it should not, if anything speaks against it.

    Against it speaks that another rule would lose an edge, or that an ignore comment would silence nothing any more.
    """

    edges: tuple[Edge, ...]
    objection: str = ""


def edges_between(snapshot: Snapshot, source: str, target: str) -> list[Decided]:
    """Return the edges from one app to another, by their labels, with their verdicts; without those only probable."""
    return [
        (edge, it)
        for edge, it in snapshot.edges()
        if edge.app == source and edge.to_app == target and not edge.probable
    ]


def coverage(snapshot: Snapshot, edges: Iterable[Decided], rules: Sequence[Rule], number: int) -> Coverage:
    """Return what a rule would decide on among some edges, by its number in the rules as they are to be.

    The other rules are those of today, the very same values.
    """
    matcher = Matcher(RuleSet(rules=tuple(rules)), snapshot.apps)
    present_rules = snapshot.ruleset.rules
    changed_rule = present_rules[number] if number < len(present_rules) else None
    covered_edges = []
    for edge, decision in edges:
        is_decisive = matcher.decide(edge).rule is rules[number]
        if is_decisive and decision.rule is None:
            covered_edges.append(edge)
        elif is_decisive != (decision.rule is not None and decision.rule is changed_rule):
            return Coverage((), f"it would decide on edges of the rule `{decision.rule.id if decision.rule else ''}`")
    objection = objection_to_silenced(snapshot, covered_edges, _CODES)
    return Coverage(() if objection else tuple(covered_edges), objection)


def objection_to_silenced(snapshot: Snapshot, edges: Iterable[Edge], codes: tuple[str, ...]) -> str:
    """Return what speaks against covering edges of which a comment silences some codes today, if there is one."""
    for edge in edges:
        line = snapshot.span(edge.path, edge.site).line
        comments = (it for it in snapshot.extractions[edge.path].ignores if it.line == line)
        if any(not it.codes or any(code in it.codes for code in codes) for it in comments):
            return f"it would cover {edge.path}:{line}, which a comment silences"
    return ""


def shown_edges(snapshot: Snapshot, edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return those of some edges that are told of, as policy has it: their kind is on, and so are tests."""
    ruleset = snapshot.ruleset
    has_tests = ruleset.severity("tests") != "off"
    return tuple(it for it in edges if ruleset.judges(it) and (has_tests or not it.test))


def number_of_edges(edges: Sequence[Edge]) -> str:
    """Return `1 edge`, `2 edges`."""
    return f"{len(edges)} {'edge' if len(edges) == 1 else 'edges'}"
