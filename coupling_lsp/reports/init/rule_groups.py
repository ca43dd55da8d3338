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


class Said(NamedTuple):
    """What is known of some edges before anybody was asked; `line` is where a document says it."""

    intent: Intent
    why: str
    advice: str = ""
    line: int = 0


class Group(NamedTuple):
    """Edges of one kind between two apps that one rule shall cover."""

    edges: tuple[Edge, ...]
    said: Said
    width: Width
    sources: tuple[Selector, ...]
    targets: tuple[Selector, ...]

    @property
    def order(self) -> tuple[int, str, str, tuple[Selector, ...], tuple[Selector, ...]]:
        """Schema first, imports last; then by app."""
        edge = self.edges[0]
        return KINDS.index(edge.kind), edge.app, edge.to_app, self.sources, self.targets


def rule(it: Group, name: str = "") -> Rule:
    """A group as a rule."""
    said = it.said
    kinds = (it.edges[0].kind,)
    fix = Fix(said.advice)
    return Rule(name, it.sources, it.targets, kinds, said.intent, said.why, fix, "", "", WHOLE_FIRST_LINE)


def matching(snapshot: Snapshot, groups: Sequence[Group]) -> Callable[[Edge], list[int]]:
    """Tells the numbers of the groups whose rules match an edge."""
    numbers: dict[tuple[str, str, str], list[int]] = {}
    for number, it in enumerate(groups):
        numbers.setdefault(_between(it.edges[0]), []).append(number)
    matchers = {
        key: Matcher(RuleSet(rules=tuple(rule(groups[it]) for it in mine)), snapshot.apps)
        for key, mine in numbers.items()
    }

    def matched(edge: Edge) -> list[int]:
        key = _between(edge)
        return [numbers[key][it] for it in matchers[key].decide(edge).matched] if key in numbers else []

    return matched


def _between(edge: Edge) -> tuple[str, str, str]:
    return edge.kind, edge.app, edge.to_app


def make(snapshot: Snapshot, edges: Iterable[Edge], said: Said, width: Width) -> Group:
    """A group with selectors of some width."""
    edges = tuple(edges)
    sources = selectors.sources(snapshot, edges, width)
    return Group(edges, said, width, sources, selectors.targets(snapshot, edges, width))
