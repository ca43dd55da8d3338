"""The edges a report is about, with their verdicts and places, sorted by path, line and column."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coupling_lsp.index.effective import effective
from coupling_lsp.index.patterns import matcher
from coupling_lsp.model.edges import CHANNELS, Edge, Kind, Unresolved
from coupling_lsp.model.facts import Sites
from coupling_lsp.model.rules import Decision
from coupling_lsp.rules.match import Matcher
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span

SECTIONS = ("import", "schema", "orm", "dynamic import", "settings", "channel", "declaration", "attribute", "answer")
"""What the sites of a file hold, in their order."""


class Wanted(NamedTuple):
    """Which edges: of these apps, to these apps, of these kinds (none named: all), and whether those of tests.

    `judged` leaves out kinds that policy has off, unless a rule that decides on the edge names its kind; `effective`
    has the relations of abstract models at every model that inherits them.
    """

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tests: bool = True
    judged: bool = False
    effective: bool = False

    def has(self, edge: Edge) -> bool:
        """Whether an edge is among them."""
        return (
            (self.tests or not edge.test)
            and (not self.sources or edge.app in self.sources)
            and (not self.targets or edge.to_app in self.targets)
            and (not self.kinds or edge.kind in self.kinds)
        )


EVERYTHING = Wanted()
JUDGED = Wanted(judged=True)


class Row(NamedTuple):
    """An edge, what the rules say of it, and where it is written."""

    span: Span
    edge: Edge
    decision: Decision


def rows(snapshot: Snapshot, wanted: Wanted = EVERYTHING) -> Iterator[Row]:
    """The wanted edges by path, line and column."""
    decided = _effective(snapshot) if wanted.effective else {it: snapshot.edges_of(it) for it in snapshot.decisions}
    for path in sorted(decided):
        span = snapshot.extractions[path].span
        found = [Row(span(edge.site), edge, it) for edge, it in decided[path] if wanted.has(edge)]
        if wanted.judged:
            found = [it for it in found if snapshot.ruleset.judges(it.edge, it.decision.rule)]
        yield from sorted(found, key=_place)


def _effective(snapshot: Snapshot) -> Mapping[str, Iterable[tuple[Edge, Decision]]]:
    matcher = Matcher(snapshot.ruleset, snapshot.apps)
    return {path: [(it, matcher.decide(it)) for it in found] for path, found in effective(snapshot.index).items()}


def unresolved(snapshot: Snapshot, wanted: Wanted = EVERYTHING) -> Iterator[tuple[Span, Unresolved]]:
    """The places that could hold a wanted edge but could not be resolved, by path, line and column."""
    is_test = matcher(snapshot.ruleset.config.tests)
    found = []
    for it in dict.fromkeys(snapshot.unresolved()):
        if not wanted.tests and is_test(it.path):
            continue
        if wanted.sources and snapshot.index.apps.owner(_module(snapshot, it.path)) not in wanted.sources:
            continue
        if wanted.judged and (kind := _channel(snapshot, it)) and not snapshot.ruleset.judges_kind(kind):
            continue
        if wanted.kinds and not any(_is_of(snapshot, it, kind) for kind in wanted.kinds):
            continue
        found.append((snapshot.span(it.path, it.site), it))
    return iter(sorted(found, key=lambda pair: (pair[1].path, pair[0], pair[1].site)))


def section(snapshot: Snapshot, it: Unresolved) -> str:
    """What sort of fact an unresolved place holds."""
    if it.code:
        return "settings"
    starts = Sites.of(snapshot.extractions[it.path].facts)
    found = next(name for name, start in reversed([*zip(SECTIONS, starts, strict=True)]) if it.site >= start)
    if found != "declaration":
        return found
    form = snapshot.extractions[it.path].facts.declarations[it.site - starts.declarations].form
    return "schema" if form in ("relation", "type") else "orm"


def _is_of(snapshot: Snapshot, it: Unresolved, kind: str) -> bool:
    channel = _channel(snapshot, it)
    return channel == kind if channel else section(snapshot, it).endswith(kind.partition("-")[0])


def _channel(snapshot: Snapshot, it: Unresolved) -> Kind | None:
    """The kind of a place that holds a name that is looked up; None for any other."""
    facts = snapshot.extractions[it.path].facts
    number = it.site - Sites.of(facts).channels
    if not 0 <= number < len(facts.channels):
        return None
    return next((kind for kind in CHANNELS if kind == facts.channels[number].kind), None)


def _module(snapshot: Snapshot, path: str) -> str:
    return snapshot.index.names.modules.names.get(path, "")


def _place(row: Row) -> tuple[Span, str, str, str]:
    return row.span, row.edge.kind, row.edge.to_app, row.edge.to_symbol
