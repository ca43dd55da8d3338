"""Edges that one rule shall cover, and which edges its selectors match."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coupling_lsp.model.edge_kinds import KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Fix, Intent, Rule, RuleSet, Selector
from coupling_lsp.reports.init import selectors
from coupling_lsp.reports.init.selectors import Width
from coupling_lsp.rules.matching.matcher import Matcher
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE


class IntentStatement(NamedTuple):
    """The intent of some edges and its reason, as a document or a default states it; `line` is that of the document."""

    intent: Intent
    why: str
    advice: str = ""
    line: int = 0


class RuleGroup(NamedTuple):
    """Edges of one kind between two apps that one rule shall cover."""

    edges: tuple[Edge, ...]
    statement: IntentStatement
    width: Width
    sources: tuple[Selector, ...]
    targets: tuple[Selector, ...]

    @property
    def order(self) -> tuple[int, str, str, tuple[Selector, ...], tuple[Selector, ...]]:
        """The sort key: by kind (schema first), then by apps."""
        edge = self.edges[0]
        return KINDS.index(edge.kind), edge.app, edge.to_app, self.sources, self.targets


def group_rule(group: RuleGroup, name: str = "") -> Rule:
    """Return a group as a rule."""
    statement = group.statement
    kinds = (group.edges[0].kind,)
    fix = Fix(statement.advice)
    return Rule(
        name, group.sources, group.targets, kinds, statement.intent, statement.why, fix, "", "", WHOLE_FIRST_LINE
    )


def group_matcher(snapshot: Snapshot, groups: Sequence[RuleGroup]) -> Callable[[Edge], list[int]]:
    """Return a function that tells the numbers of the groups whose rules match an edge."""
    numbers: dict[tuple[str, str, str], list[int]] = {}
    for number, group in enumerate(groups):
        numbers.setdefault(_group_key(group.edges[0]), []).append(number)
    matchers = {
        key: Matcher(RuleSet(rules=tuple(group_rule(groups[it]) for it in group_numbers)), snapshot.apps)
        for key, group_numbers in numbers.items()
    }

    def matching_numbers(edge: Edge) -> list[int]:
        key = _group_key(edge)
        return [numbers[key][it] for it in matchers[key].decide(edge).matched] if key in numbers else []

    return matching_numbers


def _group_key(edge: Edge) -> tuple[str, str, str]:
    return edge.kind, edge.app, edge.to_app


def make_group(snapshot: Snapshot, edges: Iterable[Edge], statement: IntentStatement, width: Width) -> RuleGroup:
    """Return a group with selectors of some width."""
    edges = tuple(edges)
    sources = selectors.sources(snapshot, edges, width)
    return RuleGroup(edges, statement, width, sources, selectors.targets(snapshot, edges, width))
