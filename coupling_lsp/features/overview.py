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
        """The verdict that most needs to be looked at; none where nothing was judged."""
        found = {it.verdict for it in self.counts}
        return next((it for it in WORST_FIRST if it in found), None)


class Overview(NamedTuple):
    """Apps by label, each with what the rules note of it, and the pairs by name. Shared apps only where in a pair."""

    apps: tuple[tuple[App, AppNote | None], ...]
    pairs: tuple[Pair, ...]


class Chosen(NamedTuple):
    """Which edges: of these verdicts and kinds (none named: all), those of an app, and whether those of tests."""

    verdicts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    app: str = ""
    tests: bool = True


EVERYTHING = Chosen()


def overview(snapshot: Snapshot, chosen: Chosen = EVERYTHING) -> Overview:
    """What a project consists of. All its apps, whichever edges are chosen."""
    found: dict[tuple[str, str], Counter[_Key]] = {}
    contracts: dict[tuple[str, str], Contract] = {}
    has_contracts = snapshot.ruleset.severity("contracts") != "off"
    for edge, decision in edges(snapshot, chosen):
        pair = edge.app, edge.to_app
        found.setdefault(pair, Counter())[edge.kind, verdict(snapshot, decision), edge.test] += 1
        if has_contracts and pair not in contracts and (broken := snapshot.breaks(edge)) is not None:
            contracts[pair] = broken.contract
    pairs = [Pair(*pair, _counts(counter), contracts.get(pair)) for pair, counter in found.items()]
    drawn = {label for pair in found for label in pair}
    apps = [
        (app, snapshot.ruleset.note(label)) for label, app in snapshot.apps.items() if label in drawn or not app.shared
    ]
    return Overview(tuple(sorted(apps, key=lambda it: it[0].label)), tuple(sorted(pairs, key=lambda it: it[:2])))


def edges(snapshot: Snapshot, chosen: Chosen) -> Iterable[tuple[Edge, Decision]]:
    """The chosen edges with what the rules say of them."""
    for edge, decision in snapshot.judged() if has_policy(snapshot) else snapshot.edges():
        if (
            (chosen.tests or not edge.test)
            and (not chosen.app or chosen.app in (edge.app, edge.to_app))
            and (not chosen.kinds or edge.kind in chosen.kinds)
            and (not chosen.verdicts or verdict(snapshot, decision) in chosen.verdicts)
        ):
            yield edge, decision


def has_policy(snapshot: Snapshot) -> bool:
    """Whether rules say which edges count."""
    return bool(snapshot.ruleset.path)


def verdict(snapshot: Snapshot, decision: Decision) -> Verdict | None:
    """The verdict on an edge; none without rules, and none where the rest of a broken rules file may speak of it."""
    is_known = has_policy(snapshot) and not (snapshot.ruleset.broken and decision.verdict == "undeclared")
    return decision.verdict if is_known else None


def _counts(counter: Counter[_Key]) -> tuple[Count, ...]:
    found = [Count(kind, judged, is_test, number) for (kind, judged, is_test), number in counter.items()]
    return tuple(sorted(found, key=lambda it: (KINDS.index(it.kind), it.verdict or "", it.is_test)))
