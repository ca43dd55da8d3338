"""Cycles among pairs of apps, and the fewest pairs whose removal leaves none.

The search is exact while cycles are few: every cycle has to lose one of its pairs, so it tries each pair of a shortest
cycle, with one cut, then with two, and so on. Beyond its bounds it is greedy: it puts the apps in an order in which few
pairs lead back, removes those (https://doi.org/10.1016/0020-0190(93)90079-O), then takes back what was not needed.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_BUDGET = 4000
_APART = 8

Pair = tuple[str, str]

Weights = Mapping[Pair, int]
"""The pairs that have edges, and how many."""


class Cuts(NamedTuple):
    """The pairs to remove, and whether it is certain that fewer would not do."""

    pairs: tuple[Pair, ...]
    is_exact: bool


class _Search:
    """Looks for the cheapest set of a given size; gives up when its budget is used."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.steps = 0
        self.best: tuple[int, tuple[Pair, ...]] | None = None

    def run(self, removed: frozenset[Pair], depth: int) -> None:
        self.steps += 1
        if self.steps > _BUDGET:
            return
        circle = shortest_cycle(self.weights.keys() - removed)
        if not circle:
            found = sum(self.weights[pair] for pair in removed), tuple(sorted(removed))
            self.best = min(self.best, found) if self.best is not None else found
        elif depth:
            for pair in circle:
                self.run(removed | {pair}, depth - 1)


def cycles(weights: Weights) -> tuple[tuple[str, ...], ...]:
    """The sets of apps that reach each other, each sorted, those with more than one app."""
    following = _following(weights)
    ways = {app: reached(app, following) for app in sorted(following)}
    found = {tuple(sorted(it for it in others if app in ways.get(it, ()))) for app, others in ways.items()}
    return tuple(sorted(it for it in found if len(it) > 1))


def cuts(weights: Weights) -> Cuts:
    """The smallest set of pairs that cuts all cycles; of several, the one with the fewest edges."""
    pairs: list[Pair] = []
    is_exact = True
    for circle in cycles(weights):
        inside = {pair: number for pair, number in weights.items() if {*pair} <= {*circle}}
        found = _exact(inside)
        is_exact = is_exact and found is not None
        pairs.extend(found if found is not None else _greedy(inside))
    return Cuts(tuple(sorted(pairs)), is_exact)


def shortest_cycle(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """The pairs of a shortest cycle, the first by name; nothing when there is none."""
    following = _following(pairs)
    best: tuple[Pair, ...] = ()
    for start in sorted(following):
        before: dict[str, str] = {}
        waiting = deque([start])
        while waiting and start not in before:
            app = waiting.popleft()
            for target in following.get(app, ()):
                if target not in before:
                    before[target] = app
                    waiting.append(target)
        if start in before:
            circle = [(before[start], start)]
            while circle[0][0] != start:
                circle.insert(0, (before[circle[0][0]], circle[0][0]))
            best = tuple(circle) if not best or len(circle) < len(best) else best
            if len(best) == 2:
                break
    return best


def way(start: str, end: str, pairs: Iterable[Pair]) -> tuple[str, ...]:
    """The apps of a shortest way from one to another, both included; nothing when there is none."""
    following = _following(pairs)
    before: dict[str, str] = {start: ""}
    waiting = deque([start])
    while waiting and end not in before:
        app = waiting.popleft()
        for target in following.get(app, ()):
            if target not in before:
                before[target] = app
                waiting.append(target)
    found = [end] if end in before else []
    while found and before[found[0]]:
        found.insert(0, before[found[0]])
    return tuple(found)


def _exact(weights: Weights) -> tuple[Pair, ...] | None:
    least = _n_apart(weights)
    if least > _APART:
        return None
    search = _Search(weights)
    for size in range(least, len(weights) + 1):
        search.run(frozenset(), size)
        if search.steps > _BUDGET:
            return None
        if search.best is not None:
            return search.best[1]
    return None


def _n_apart(weights: Weights) -> int:
    """How many cycles share no pair: at least as many pairs have to be cut. It stops counting beyond the bounds."""
    left, number = set(weights), 0
    while number <= _APART and (circle := shortest_cycle(left)):
        left.difference_update(circle)
        number += 1
    return number


def _greedy(weights: Weights) -> tuple[Pair, ...]:
    place = {app: number for number, app in enumerate(_order(weights))}
    removed = {pair for pair in weights if place[pair[0]] > place[pair[1]]}
    for pair in sorted(removed, key=lambda it: (-weights[it], it)):
        if pair[0] not in reached(pair[1], _following(weights.keys() - removed)):
            removed.discard(pair)
    return tuple(sorted(removed))


def _order(pairs: Iterable[Pair]) -> list[str]:
    """The apps, those that much depends on last."""
    left = set(pairs)
    apps = sorted({app for pair in left for app in pair})
    first: list[str] = []
    last: list[str] = []
    while apps:
        leaving = Counter(source for source, _ in left)
        entering = Counter(target for _, target in left)
        chosen = next((app for app in apps if not leaving[app]), "")
        if chosen:
            last.append(chosen)
        else:
            chosen = max(apps, key=lambda app: (not entering[app], leaving[app] - entering[app]))
            first.append(chosen)
        apps.remove(chosen)
        left = {pair for pair in left if chosen not in pair}
    return first + last[::-1]


def _following(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    following: dict[str, list[str]] = {}
    for source, target in sorted(pairs):
        following.setdefault(source, []).append(target)
    return following


def reached(start: str, following: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The apps at the end of a way from one app; itself only where it is in a cycle."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for app in following.get(waiting.pop(), ()):
            if app not in found:
                found.add(app)
                waiting.append(app)
    return frozenset(found)
