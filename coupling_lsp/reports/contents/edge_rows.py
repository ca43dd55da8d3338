"""The edges a report is about, with their verdicts and places."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coupling_lsp.index.effective import effective
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision
from coupling_lsp.rules.matching.matcher import Matcher
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span


class EdgeFilter(NamedTuple):
    """Choice of edges: by source app, target app and kind (an empty tuple chooses all), and with or without tests.

    `judged` leaves out kinds that the policy has `off`, unless the rule that decides on an edge names its kind.
    `effective` repeats the relations of an abstract model at every model that inherits them.
    """

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tests: bool = True
    judged: bool = False
    effective: bool = False

    def accepts(self, edge: Edge) -> bool:
        """Return whether an edge has one of the apps and kinds. `judged` and `effective` are not asked here."""
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


def edge_rows(snapshot: Snapshot, edge_filter: EdgeFilter = ALL_EDGES) -> Iterator[EdgeRow]:
    """Yield the chosen edges by path, line and column."""
    decisions_by_path = (
        _effective_edges(snapshot)
        if edge_filter.effective
        else {it: snapshot.edges_of(it) for it in snapshot.decisions}
    )
    for path in sorted(decisions_by_path):
        span = snapshot.extractions[path].span
        rows = [EdgeRow(span(edge.site), edge, it) for edge, it in decisions_by_path[path] if edge_filter.accepts(edge)]
        if edge_filter.judged:
            rows = [it for it in rows if snapshot.ruleset.judges(it.edge, it.decision.rule)]
        yield from sorted(rows, key=_order)


def _effective_edges(snapshot: Snapshot) -> Mapping[str, Iterable[tuple[Edge, Decision]]]:
    matcher = Matcher(snapshot.ruleset, snapshot.apps)
    return {path: [(it, matcher.decide(it)) for it in edges] for path, edges in effective(snapshot.index).items()}


def _order(row: EdgeRow) -> tuple[Span, str, str, str]:
    return row.span, row.edge.kind, row.edge.to_app, row.edge.to_symbol
