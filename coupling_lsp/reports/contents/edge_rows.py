"""The edges a report is about, with their verdicts and places, sorted by path, line and column."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coupling_lsp.index.effective import effective
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision
from coupling_lsp.rules.match import Matcher
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span


class EdgeFilter(NamedTuple):
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


ALL_EDGES = EdgeFilter()
JUDGED_EDGES = EdgeFilter(judged=True)


class EdgeRow(NamedTuple):
    """An edge, what the rules say of it, and where it is written."""

    span: Span
    edge: Edge
    decision: Decision


def edge_rows(snapshot: Snapshot, wanted: EdgeFilter = ALL_EDGES) -> Iterator[EdgeRow]:
    """The wanted edges by path, line and column."""
    decided = (
        _effective_edges(snapshot) if wanted.effective else {it: snapshot.edges_of(it) for it in snapshot.decisions}
    )
    for path in sorted(decided):
        span = snapshot.extractions[path].span
        found = [EdgeRow(span(edge.site), edge, it) for edge, it in decided[path] if wanted.has(edge)]
        if wanted.judged:
            found = [it for it in found if snapshot.ruleset.judges(it.edge, it.decision.rule)]
        yield from sorted(found, key=_order)


def _effective_edges(snapshot: Snapshot) -> Mapping[str, Iterable[tuple[Edge, Decision]]]:
    matcher = Matcher(snapshot.ruleset, snapshot.apps)
    return {path: [(it, matcher.decide(it)) for it in found] for path, found in effective(snapshot.index).items()}


def _order(row: EdgeRow) -> tuple[Span, str, str, str]:
    return row.span, row.edge.kind, row.edge.to_app, row.edge.to_symbol
