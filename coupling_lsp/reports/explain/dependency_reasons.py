"""Why one app depends on another: its own edges, the chains through other apps, and what cuts them all."""

from collections.abc import Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from coupling_lsp.reports.contents.edge_rows import EdgeFilter, EdgeRow, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.explain import chains_and_cuts
from coupling_lsp.reports.explain.chains_and_cuts import Chain
from coupling_lsp.rules.contracts import Broken
from coupling_lsp.rules.cycles import Pair

MAX_CHAINS = 5


class DependencyReasons(NamedTuple):
    """What speaks for one app depending on another.

    `edges` are all that lead directly, `back` those of the other direction. `chains` are the shortest through others,
    `cut` the fewest edges that have to go before no way is left; both by the edges that count, in no test and judged.
    """

    source: str
    target: str
    shared: bool
    broken: tuple[Broken, ...]
    edges: tuple[EdgeRow, ...]
    chains: tuple[Chain, ...]
    more_chains: bool
    between: Mapping[Pair, tuple[EdgeRow, ...]]
    cut: tuple[Pair, ...]
    back: tuple[EdgeRow, ...]

    @property
    def n_cut(self) -> int:
        """The number of edges to remove."""
        return sum(len(self.between[pair]) for pair in self.cut)


def dependency_reasons(project: ProjectView, source: str, target: str) -> DependencyReasons:
    """All of it for two apps of the project."""
    snapshot = project.snapshot
    between: dict[Pair, list[EdgeRow]] = {}
    for row in edge_rows(snapshot, EdgeFilter(tests=False, judged=True)):
        between.setdefault((row.edge.app, row.edge.to_app), []).append(row)
    chains = list(islice(chains_and_cuts.shortest_chains(between, source, target), MAX_CHAINS + 1))
    return DependencyReasons(
        source,
        target,
        snapshot.apps[target].shared,
        snapshot.broken.get((source, target), ()),
        tuple(edge_rows(snapshot, EdgeFilter((source,), (target,)))),
        tuple(chains[:MAX_CHAINS]),
        len(chains) > MAX_CHAINS,
        {pair: tuple(found) for pair, found in between.items()},
        chains_and_cuts.minimum_cut({pair: len(found) for pair, found in between.items()}, source, target),
        tuple(edge_rows(snapshot, EdgeFilter((target,), (source,)))),
    )


def hops(chain: Chain) -> list[Pair]:
    """The pairs of a chain, in order."""
    return list(pairwise(chain))
