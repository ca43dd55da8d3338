"""The shortest chains from one app to another through others."""

from collections.abc import Iterable, Iterator

from coupling_lsp.graphs.arcs import successors_of
from coupling_lsp.graphs.search import distances
from coupling_lsp.model.edges import Pair

Chain = tuple[str, ...]
"""Apps, each of which depends on the next."""


def chains(pairs: Iterable[Pair], source: str, target: str) -> Iterator[Chain]:
    """Every shortest chain through other apps, by name; the direct pair is none of them."""
    others = [it for it in pairs if it != (source, target)]
    following = successors_of(others)
    steps = distances(target, successors_of((b, a) for a, b in others))

    def onward(chain: Chain) -> Iterator[Chain]:
        if chain[-1] == target:
            yield chain
            return
        for after in following.get(chain[-1], ()):
            if steps.get(after) == steps[chain[-1]] - 1:
                yield from onward((*chain, after))

    return onward((source,)) if source in steps else iter(())
