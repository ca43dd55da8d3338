"""The whole project at a glance: its apps, and each pair of them with edges, counted by kind and verdict.

Edges whose like the policy has off are not among them; a project without rules has no policy, and all its edges are.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from coupling_lsp.model.edge_kinds import KINDS, Kind
from coupling_lsp.model.edges import App, Edge
from coupling_lsp.model.rules import AppNote, Contract, Decision, Verdict
from coupling_lsp.snapshot.state import Snapshot

_Key = tuple[Kind, Verdict | None, bool]

WORST_FIRST: tuple[Verdict, ...] = ("forbidden", "undeclared", "tech-debt", "approved")


class Count(NamedTuple):
    """How many edges of a pair are of a kind, have a verdict, and stand in tests or not."""

    kind: Kind
    verdict: Verdict | None
    is_test: bool
    number: int


class Pair(NamedTuple):
    """All edges from one app to another, and the first contract that they break."""

    source: str
    target: str
    counts: tuple[Count, ...]
    contract: Contract | None

    @property
    def worst(self) -> Verdict | None:
        """The verdict that most needs attention; None where nothing was judged."""
        verdicts = {it.verdict for it in self.counts}
        return next((it for it in WORST_FIRST if it in verdicts), None)


class Overview(NamedTuple):
    """Apps by label, each with what the rules note of it, and the pairs by name. Shared apps only where in a pair."""

    apps: tuple[tuple[App, AppNote | None], ...]
    pairs: tuple[Pair, ...]


class EdgeFilter(NamedTuple):
    """A filter of edges: of these verdicts and kinds (none named: all), those of an app, and whether those of tests."""

    verdicts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    app: str = ""
    tests: bool = True


ALL_EDGES = EdgeFilter()


def overview(snapshot: Snapshot, edge_filter: EdgeFilter = ALL_EDGES) -> Overview:
    """Return the apps of a project, all of them, and its pairs with the edges that the filter lets through."""
    counters: dict[tuple[str, str], Counter[_Key]] = {}
    contracts: dict[tuple[str, str], Contract] = {}
    has_contracts = snapshot.ruleset.severity("contracts") != "off"
    for edge, decision in edges(snapshot, edge_filter):
        pair = edge.app, edge.to_app
        counters.setdefault(pair, Counter())[edge.kind, verdict(snapshot, decision), edge.test] += 1
        if has_contracts and pair not in contracts and (breach := snapshot.breaks(edge)) is not None:
            contracts[pair] = breach.contract
    pairs = [Pair(*pair, _counts(counter), contracts.get(pair)) for pair, counter in counters.items()]
    labels_with_edges = {label for pair in counters for label in pair}
    apps = [
        (app, snapshot.ruleset.note(label))
        for label, app in snapshot.apps.items()
        if label in labels_with_edges or not app.shared
    ]
    return Overview(tuple(sorted(apps, key=lambda it: it[0].label)), tuple(sorted(pairs, key=lambda it: it[:2])))


def edges(snapshot: Snapshot, edge_filter: EdgeFilter) -> Iterable[tuple[Edge, Decision]]:
    """Yield the edges that the filter lets through, with what the rules say of them."""
    for edge, decision in snapshot.judged() if has_policy(snapshot) else snapshot.edges():
        if (
            (edge_filter.tests or not edge.test)
            and (not edge_filter.app or edge_filter.app in (edge.app, edge.to_app))
            and (not edge_filter.kinds or edge.kind in edge_filter.kinds)
            and (not edge_filter.verdicts or verdict(snapshot, decision) in edge_filter.verdicts)
        ):
            yield edge, decision


def has_policy(snapshot: Snapshot) -> bool:
    """Return whether rules say which edges count."""
    return bool(snapshot.ruleset.path)


def verdict(snapshot: Snapshot, decision: Decision) -> Verdict | None:
    """Return the verdict on an edge; None without rules, and where the rest of a broken rules file may decide it."""
    is_known = has_policy(snapshot) and not (snapshot.ruleset.broken and decision.verdict == "undeclared")
    return decision.verdict if is_known else None


def _counts(counter: Counter[_Key]) -> tuple[Count, ...]:
    counts = [Count(kind, edge_verdict, is_test, number) for (kind, edge_verdict, is_test), number in counter.items()]
    return tuple(sorted(counts, key=lambda it: (KINDS.index(it.kind), it.verdict or "", it.is_test)))
