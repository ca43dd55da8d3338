"""Edges that one rule shall cover, and which edges its selectors match."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coupling_lsp.model.edges import KINDS, Edge
from coupling_lsp.model.rules import Fix, Intent, Rule, RuleSet, Selector
from coupling_lsp.reports.init import selectors
from coupling_lsp.reports.init.selectors import Width
from coupling_lsp.rules.match import Matcher
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE


class IntentStatement(NamedTuple):
    """What is known of some edges before anybody was asked; `line` is where a document says it."""

    intent: Intent
    why: str
    advice: str = ""
    line: int = 0


class RuleGroup(NamedTuple):
    """Edges of one kind between two apps that one rule shall cover."""

    edges: tuple[Edge, ...]
    said: IntentStatement
    width: Width
    sources: tuple[Selector, ...]
    targets: tuple[Selector, ...]

    @property
    def order(self) -> tuple[int, str, str, tuple[Selector, ...], tuple[Selector, ...]]:
        """Schema first, imports last; then by app."""
        edge = self.edges[0]
        return KINDS.index(edge.kind), edge.app, edge.to_app, self.sources, self.targets


def group_rule(it: RuleGroup, name: str = "") -> Rule:
    """A group as a rule."""
    said = it.said
    kinds = (it.edges[0].kind,)
    fix = Fix(said.advice)
    return Rule(name, it.sources, it.targets, kinds, said.intent, said.why, fix, "", "", WHOLE_FIRST_LINE)


def group_matcher(snapshot: Snapshot, groups: Sequence[RuleGroup]) -> Callable[[Edge], list[int]]:
    """Tells the numbers of the groups whose rules match an edge."""
    numbers: dict[tuple[str, str, str], list[int]] = {}
    for number, it in enumerate(groups):
        numbers.setdefault(_group_key(it.edges[0]), []).append(number)
    matchers = {
        key: Matcher(RuleSet(rules=tuple(group_rule(groups[it]) for it in mine)), snapshot.apps)
        for key, mine in numbers.items()
    }

    def matched(edge: Edge) -> list[int]:
        key = _group_key(edge)
        return [numbers[key][it] for it in matchers[key].decide(edge).matched] if key in numbers else []

    return matched


def _group_key(edge: Edge) -> tuple[str, str, str]:
    return edge.kind, edge.app, edge.to_app


def make_group(snapshot: Snapshot, edges: Iterable[Edge], said: IntentStatement, width: Width) -> RuleGroup:
    """A group with selectors of some width."""
    edges = tuple(edges)
    sources = selectors.sources(snapshot, edges, width)
    return RuleGroup(edges, said, width, sources, selectors.targets(snapshot, edges, width))
