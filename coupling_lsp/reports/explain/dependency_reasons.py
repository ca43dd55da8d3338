"""Why one app depends on another: its own edges, the chains through other apps, and what cuts them all."""

from collections.abc import Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from coupling_lsp.reports.contents.edge_rows import Row, Wanted, rows
from coupling_lsp.reports.contents.project_view import Project
from coupling_lsp.reports.explain import chains_and_cuts
from coupling_lsp.reports.explain.chains_and_cuts import Chain
from coupling_lsp.rules.contracts import Broken
from coupling_lsp.rules.cycles import Pair

MOST_CHAINS = 5


class Reasons(NamedTuple):
    """What speaks for one app depending on another.

    `edges` are all that lead directly, `back` those of the other direction. `chains` are the shortest through others,
    `cut` the fewest edges that have to go before no way is left; both by the edges that count, in no test and judged.
    """

    source: str
    target: str
    shared: bool
    broken: tuple[Broken, ...]
    edges: tuple[Row, ...]
    chains: tuple[Chain, ...]
    more_chains: bool
    between: Mapping[Pair, tuple[Row, ...]]
    cut: tuple[Pair, ...]
    back: tuple[Row, ...]

    @property
    def n_cut(self) -> int:
        """The number of edges to remove."""
        return sum(len(self.between[pair]) for pair in self.cut)


def reasons(project: Project, source: str, target: str) -> Reasons:
    """All of it for two apps of the project."""
    snapshot = project.snapshot
    between: dict[Pair, list[Row]] = {}
    for row in rows(snapshot, Wanted(tests=False, judged=True)):
        between.setdefault((row.edge.app, row.edge.to_app), []).append(row)
    chains = list(islice(chains_and_cuts.chains(between, source, target), MOST_CHAINS + 1))
    return Reasons(
        source,
        target,
        snapshot.apps[target].shared,
        snapshot.broken.get((source, target), ()),
        tuple(rows(snapshot, Wanted((source,), (target,)))),
        tuple(chains[:MOST_CHAINS]),
        len(chains) > MOST_CHAINS,
        {pair: tuple(found) for pair, found in between.items()},
        chains_and_cuts.cut({pair: len(found) for pair, found in between.items()}, source, target),
        tuple(rows(snapshot, Wanted((target,), (source,)))),
    )


def hops(chain: Chain) -> list[Pair]:
    """The pairs of a chain, in order."""
    return list(pairwise(chain))
