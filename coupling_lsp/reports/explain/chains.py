"""The shortest chains from one app to another through others."""

from collections.abc import Iterable, Iterator

from coupling_lsp.graphs.arcs import successors_of
from coupling_lsp.graphs.search import distances
from coupling_lsp.model.edges import Pair

Chain = tuple[str, ...]
"""Apps, each of which depends on the next."""


def shortest_chains(pairs: Iterable[Pair], source: str, target: str) -> Iterator[Chain]:
    """Yield every shortest chain through other apps, by name; the direct pair is not one of them."""
    other_pairs = [it for it in pairs if it != (source, target)]
    successors = successors_of(other_pairs)
    steps = distances(target, successors_of((b, a) for a, b in other_pairs))

    def onward(chain: Chain) -> Iterator[Chain]:
        if chain[-1] == target:
            yield chain
            return
        for successor in successors.get(chain[-1], ()):
            if steps.get(successor) == steps[chain[-1]] - 1:
                yield from onward((*chain, successor))

    return onward((source,)) if source in steps else iter(())
