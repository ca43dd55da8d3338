"""The edges to cut so that no circle is left: as few edges as can be found in little time.

Apps are put in a row, and the pairs that lead back are cut. A first row puts apps that much depends on last; then each
app in turn moves to the place where the fewest edges lead back, until no move helps.
"""

from collections import Counter

from coupling_lsp.rules.cycles import Pair, Weights, cycles, reached

_ROUNDS = 8


def lightest(weights: Weights) -> tuple[Pair, ...]:
    """The pairs to cut, by name; none could be left out. `weights` are the pairs that have edges, and how many."""
    found: list[Pair] = []
    for circle in cycles(weights):
        inside = {pair: number for pair, number in weights.items() if {*pair} <= {*circle}}
        row = _sifted(_row(inside, circle), inside)
        found += _needed(row, inside)
    return tuple(sorted(found))


def _row(weights: Weights, apps: tuple[str, ...]) -> list[str]:
    balance: Counter[str] = Counter(dict.fromkeys(apps, 0))
    for (source, target), number in weights.items():
        balance[source] += number
        balance[target] -= number
    return sorted(apps, key=lambda app: (-balance[app], app))


def _sifted(row: list[str], weights: Weights) -> list[str]:
    for _ in range(_ROUNDS):
        before = list(row)
        for app in before:
            row.remove(app)
            # The edges that lead back when the app comes first; with each app it is moved behind, this changes.
            cost = best = sum(weights.get((other, app), 0) for other in row)
            place = 0
            for number, other in enumerate(row, 1):
                cost += weights.get((app, other), 0) - weights.get((other, app), 0)
                if cost < best:
                    best, place = cost, number
            row.insert(place, app)
        if row == before:
            break
    return row


def _needed(row: list[str], weights: Weights) -> list[Pair]:
    """The pairs that lead back in a row, without those that close no circle once the others are cut."""
    place = {app: number for number, app in enumerate(row)}
    cut = {pair for pair in weights if place[pair[0]] > place[pair[1]]}
    for pair in sorted(cut, key=lambda it: (-weights[it], it)):
        following: dict[str, list[str]] = {}
        for source, target in weights.keys() - cut:
            following.setdefault(source, []).append(target)
        if pair[0] not in reached(pair[1], following):
            cut.discard(pair)
    return sorted(cut)
