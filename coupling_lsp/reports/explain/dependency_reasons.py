"""Why one app depends on another: direct edges, chains through other apps, and the cut that ends both."""

from collections.abc import Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from coupling_lsp.graphs.minimum_cut import minimum_cut
from coupling_lsp.model.edges import Pair
from coupling_lsp.reports.contents.edge_rows import EdgeFilter, EdgeRow, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.explain.chains import Chain, shortest_chains
from coupling_lsp.rules.contracts import BrokenContract

MAX_CHAINS = 5
"""Chains that are told; where there are more, the report says so."""


class DependencyReasons(NamedTuple):
    """The ways in which one app depends on another.

    `edges` lead directly, `reverse_edges` in the other direction. `chains` are the shortest ones through other apps,
    `cut` has the fewest edges without which no path is left; both leave out edges of tests and kinds that are not
    judged. `rows_by_pair` has the edges that chains and cut consist of.
    """

    source: str
    target: str
    shared: bool
    broken: tuple[BrokenContract, ...]
    edges: tuple[EdgeRow, ...]
    chains: tuple[Chain, ...]
    has_more_chains: bool
    rows_by_pair: Mapping[Pair, tuple[EdgeRow, ...]]
    cut: tuple[Pair, ...]
    reverse_edges: tuple[EdgeRow, ...]

    @property
    def n_cut(self) -> int:
        """The number of edges to remove."""
        return sum(len(self.rows_by_pair[pair]) for pair in self.cut)


def dependency_reasons(project: ProjectView, source: str, target: str) -> DependencyReasons:
    """Return the reasons for two apps of the project."""
    snapshot = project.snapshot
    rows_by_pair: dict[Pair, list[EdgeRow]] = {}
    for row in edge_rows(snapshot, EdgeFilter(tests=False, judged=True)):
        rows_by_pair.setdefault((row.edge.app, row.edge.to_app), []).append(row)
    chains = list(islice(shortest_chains(rows_by_pair, source, target), MAX_CHAINS + 1))
    return DependencyReasons(
        source,
        target,
        snapshot.apps[target].shared,
        snapshot.broken.get((source, target), ()),
        tuple(edge_rows(snapshot, EdgeFilter((source,), (target,)))),
        tuple(chains[:MAX_CHAINS]),
        len(chains) > MAX_CHAINS,
        {pair: tuple(rows) for pair, rows in rows_by_pair.items()},
        minimum_cut({pair: len(rows) for pair, rows in rows_by_pair.items()}, source, target),
        tuple(edge_rows(snapshot, EdgeFilter((target,), (source,)))),
    )


def hops(chain: Chain) -> list[Pair]:
    """Return the pairs of a chain, in order."""
    return list(pairwise(chain))
