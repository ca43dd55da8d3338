"""Where the apps of a graph are drawn: in columns, so that arrows lead to the right, and with few crossings.

Arrows over several columns go through a free row of each. Those that cut a cycle are laid the other way round.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.rules import cycles
from coupling_lsp.rules.cycles import Pair

_N_SWEEPS = 8


class GridSpot(NamedTuple):
    """A column and a row; rows are halves where a column has fewer than others."""

    column: int
    row: float


class ColumnLayout(NamedTuple):
    """The spot of each app, and the spots each arrow goes through, from its source to its target."""

    apps: Mapping[str, GridSpot]
    ways: Mapping[Pair, tuple[GridSpot, ...]]
    n_columns: int
    n_rows: int


def column_layout(graph: Graph) -> ColumnLayout:
    """The layout of the apps that have an arrow."""
    forward = _drawn_pairs(graph)
    ranks = _ranks(sorted(graph.connected), set(forward.values()))
    far = max(ranks.values(), default=0)
    columns: list[list[str]] = [[] for _ in range(far + 1)]
    for label in sorted(graph.connected):
        columns[far - ranks[label]].append(label)
    chains: dict[Pair, tuple[str, ...]] = {}
    for pair in sorted(set(forward.values())):
        first, last = far - ranks[pair[0]], far - ranks[pair[1]]
        between = [f"{pair[0]}\0{pair[1]}\0{column}" for column in range(first + 1, last)]
        for column, name in enumerate(between, first + 1):
            columns[column].append(name)
        chains[pair] = (pair[0], *between, pair[1])
    _reduce_crossings(columns, chains.values())
    n_rows = max(map(len, columns), default=0)
    spots = {
        name: GridSpot(column, row + (n_rows - len(names)) / 2)
        for column, names in enumerate(columns)
        for row, name in enumerate(names)
    }
    ways = {}
    for pair, used in forward.items():
        way = tuple(spots[name] for name in chains[used])
        ways[pair] = way if used == pair else way[::-1]
    return ColumnLayout({label: spots[label] for label in graph.connected}, ways, len(columns), n_rows)


def _drawn_pairs(graph: Graph) -> dict[Pair, Pair]:
    """For each arrow the pair as it is laid: those that would lead back are turned."""
    following: dict[str, list[str]] = {}
    for it in graph.arrows:
        if not it.is_test and it.pair not in graph.cuts.pairs:
            following.setdefault(it.source, []).append(it.target)
    turned = {}
    reached: dict[str, frozenset[str]] = {}
    for it in graph.arrows:
        if it.is_test or it.pair in graph.cuts.pairs:
            if it.target not in reached:
                reached[it.target] = cycles.reached(it.target, following)
            if it.source in reached[it.target]:
                turned[it.pair] = it.pair[::-1]
    return {it.pair: turned.get(it.pair, it.pair) for it in graph.arrows}


def _ranks(labels: Sequence[str], pairs: Iterable[Pair]) -> dict[str, int]:
    """For each app the length of its longest way to the right; at most as many steps as there are apps."""
    following: dict[str, list[str]] = {}
    for source, target in sorted(pairs):
        following.setdefault(source, []).append(target)
    ranks = dict.fromkeys(labels, 0)
    for _ in labels:
        grown = {it: max((ranks[t] + 1 for t in following.get(it, ())), default=0) for it in labels}
        if grown == ranks:
            break
        ranks = grown
    return ranks


def _reduce_crossings(columns: list[list[str]], chains: Iterable[Sequence[str]]) -> None:
    """Order each column by the middle of its neighbours in the column before, then after, and so on."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for chain in chains:
        for left, right in pairwise(chain):
            after.setdefault(left, []).append(right)
            before.setdefault(right, []).append(left)
    for sweep in range(_N_SWEEPS):
        is_forth = sweep % 2 == 0
        neighbours = before if is_forth else after
        rows = {name: _centred_row(number, len(column)) for column in columns for number, name in enumerate(column)}
        for names in columns if is_forth else columns[::-1]:
            wanted = {name: _mean([rows[it] for it in neighbours.get(name, ())], rows[name]) for name in names}
            names.sort(key=lambda name: (wanted[name], name))
            rows.update((name, _centred_row(number, len(names))) for number, name in enumerate(names))


def _centred_row(number: int, length: int) -> float:
    return number - (length - 1) / 2


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
