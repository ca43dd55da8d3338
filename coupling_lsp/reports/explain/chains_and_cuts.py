"""Paths from one app to another: the shortest chains, and the minimum cut.

The cut is found by the Edmonds-Karp algorithm: https://en.wikipedia.org/wiki/Edmonds%E2%80%93Karp_algorithm
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from coupling_lsp.rules.cycles import Pair

Chain = tuple[str, ...]
"""Apps, each of which depends on the next."""


def shortest_chains(pairs: Iterable[Pair], source: str, target: str) -> Iterator[Chain]:
    """Yield every shortest chain through other apps, by name; the direct pair is not one of them."""
    other_pairs = [it for it in sorted(pairs) if it != (source, target)]
    successors = _successors(other_pairs)
    distances = _distances(_successors((b, a) for a, b in other_pairs), target)

    def onward(chain: Chain) -> Iterator[Chain]:
        if chain[-1] == target:
            yield chain
            return
        for successor in successors.get(chain[-1], ()):
            if distances.get(successor) == distances[chain[-1]] - 1:
                yield from onward((*chain, successor))

    return onward((source,)) if source in distances else iter(())


def minimum_cut(weights: Mapping[Pair, int], source: str, target: str) -> tuple[Pair, ...]:
    """Return the pairs of least weight in sum without which no path is left; if several, those nearest the source."""
    residual = dict(weights)
    while True:
        predecessors = _predecessors(residual, source)
        if target not in predecessors:
            return tuple(sorted((a, b) for a, b in weights if a in predecessors and b not in predecessors))
        path = [target]
        while path[-1] != source:
            path.append(predecessors[path[-1]])
        path.reverse()
        bottleneck = min(residual[step] for step in pairwise(path))
        for a, b in pairwise(path):
            residual[a, b] -= bottleneck
            residual[b, a] = residual.get((b, a), 0) + bottleneck


def _successors(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    successors: dict[str, list[str]] = {}
    for source, target in pairs:
        successors.setdefault(source, []).append(target)
    return successors


def _distances(successors: Mapping[str, list[str]], start: str) -> dict[str, int]:
    """Return how many steps each reachable app is away from the start."""
    distances, queue = {start: 0}, [start]
    for app in queue:
        for successor in successors.get(app, ()):
            if successor not in distances:
                distances[successor] = distances[app] + 1
                queue.append(successor)
    return distances


def _predecessors(weights: Mapping[Pair, int], source: str) -> dict[str, str]:
    """Return each app that paths with weight left reach from the source, with the app before it on a shortest one."""
    successors = _successors(sorted(pair for pair, weight in weights.items() if weight > 0))
    predecessors, queue = {source: source}, [source]
    for app in queue:
        for successor in successors.get(app, ()):
            if successor not in predecessors:
                predecessors[successor] = app
                queue.append(successor)
    return predecessors
