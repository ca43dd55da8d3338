"""The ways from one app to another: the shortest chains through others, and the fewest edges that lie on all ways.

The fewest edges are a minimum cut, found by filling one shortest way after the other:
https://en.wikipedia.org/wiki/Edmonds%E2%80%93Karp_algorithm
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from coupling_lsp.rules.cycles import Pair

Chain = tuple[str, ...]
"""Apps, each of which depends on the next."""


def shortest_chains(pairs: Iterable[Pair], source: str, target: str) -> Iterator[Chain]:
    """Every shortest chain through other apps, by name; the direct pair is none of them."""
    others = [it for it in sorted(pairs) if it != (source, target)]
    following = _successors(others)
    steps = _distances(_successors((b, a) for a, b in others), target)

    def onward(chain: Chain) -> Iterator[Chain]:
        if chain[-1] == target:
            yield chain
            return
        for after in following.get(chain[-1], ()):
            if steps.get(after) == steps[chain[-1]] - 1:
                yield from onward((*chain, after))

    return onward((source,)) if source in steps else iter(())


def minimum_cut(weights: Mapping[Pair, int], source: str, target: str) -> tuple[Pair, ...]:
    """The pairs without which no way is left, of the least weight in sum; of several sets the one near the source."""
    left = dict(weights)
    while True:
        before = _predecessors(left, source)
        if target not in before:
            return tuple(sorted((a, b) for a, b in weights if a in before and b not in before))
        way = [target]
        while way[-1] != source:
            way.append(before[way[-1]])
        way.reverse()
        least = min(left[step] for step in pairwise(way))
        for a, b in pairwise(way):
            left[a, b] -= least
            left[b, a] = left.get((b, a), 0) + least


def _successors(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    following: dict[str, list[str]] = {}
    for source, target in pairs:
        following.setdefault(source, []).append(target)
    return following


def _distances(following: Mapping[str, list[str]], start: str) -> dict[str, int]:
    """How many steps away from the start each app is that can be reached."""
    steps, waiting = {start: 0}, [start]
    for app in waiting:
        for after in following.get(app, ()):
            if after not in steps:
                steps[after] = steps[app] + 1
                waiting.append(after)
    return steps


def _predecessors(weights: Mapping[Pair, int], source: str) -> dict[str, str]:
    """The apps with a way from the source that is not full, each with the app before it on a shortest one."""
    following = _successors(sorted(pair for pair, weight in weights.items() if weight > 0))
    before, waiting = {source: source}, [source]
    for app in waiting:
        for after in following.get(app, ()):
            if after not in before:
                before[after] = app
                waiting.append(after)
    return before
