"""Layout of a graph in columns, so that arrows lead to the right and few of them cross.

An arrow over several columns goes through a free row in each. Arrows that close a cycle lead to the left.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from coupling_lsp.graphs.search import reachable
from coupling_lsp.model.edges import Pair
from coupling_lsp.reports.graph.app_graph import Graph

_N_SWEEPS = 8
"""How often the columns are reordered, to the right and to the left by turns."""


class GridSpot(NamedTuple):
    """A column and a row, from 0; a row may be a half, where a column has fewer than others."""

    column: int
    row: float


class ColumnLayout(NamedTuple):
    """The spot of each app, and the spots that each arrow goes through, from its source to its target."""

    apps: Mapping[str, GridSpot]
    paths: Mapping[Pair, tuple[GridSpot, ...]]
    n_columns: int
    n_rows: int


def column_layout(graph: Graph) -> ColumnLayout:
    """Return the layout of the apps that have an arrow."""
    drawn_pairs = _drawn_pairs(graph)
    ranks = _ranks(sorted(graph.connected), set(drawn_pairs.values()))
    last_column = max(ranks.values(), default=0)
    columns: list[list[str]] = [[] for _ in range(last_column + 1)]
    for label in sorted(graph.connected):
        columns[last_column - ranks[label]].append(label)
    chains: dict[Pair, tuple[str, ...]] = {}
    for pair in sorted(set(drawn_pairs.values())):
        first, last = last_column - ranks[pair[0]], last_column - ranks[pair[1]]
        placeholders = [f"{pair[0]}\0{pair[1]}\0{column}" for column in range(first + 1, last)]
        for column, name in enumerate(placeholders, first + 1):
            columns[column].append(name)
        chains[pair] = (pair[0], *placeholders, pair[1])
    _reduce_crossings(columns, chains.values())
    n_rows = max(map(len, columns), default=0)
    spots = {
        name: GridSpot(column, row + (n_rows - len(names)) / 2)
        for column, names in enumerate(columns)
        for row, name in enumerate(names)
    }
    paths = {}
    for pair, drawn_pair in drawn_pairs.items():
        path = tuple(spots[name] for name in chains[drawn_pair])
        paths[pair] = path if drawn_pair == pair else path[::-1]
    return ColumnLayout({label: spots[label] for label in graph.connected}, paths, len(columns), n_rows)


def _drawn_pairs(graph: Graph) -> dict[Pair, Pair]:
    """Return for each arrow the pair as laid out, from left to right: reversed, if the arrow would close a cycle."""
    successors: dict[str, list[str]] = {}
    for arrow in graph.arrows:
        if not arrow.is_test and arrow.pair not in graph.cuts.arcs:
            successors.setdefault(arrow.source, []).append(arrow.target)
    reversed_pairs = {}
    reachable_apps: dict[str, frozenset[str]] = {}
    for arrow in graph.arrows:
        if arrow.is_test or arrow.pair in graph.cuts.arcs:
            if arrow.target not in reachable_apps:
                reachable_apps[arrow.target] = reachable(arrow.target, successors)
            if arrow.source in reachable_apps[arrow.target]:
                reversed_pairs[arrow.pair] = arrow.pair[::-1]
    return {it.pair: reversed_pairs.get(it.pair, it.pair) for it in graph.arrows}


def _ranks(labels: Sequence[str], pairs: Iterable[Pair]) -> dict[str, int]:
    """Return the length of the longest path to the right from each app, at most the number of apps."""
    successors: dict[str, list[str]] = {}
    for source, target in sorted(pairs):
        successors.setdefault(source, []).append(target)
    ranks = dict.fromkeys(labels, 0)
    for _ in labels:
        next_ranks = {it: max((ranks[t] + 1 for t in successors.get(it, ())), default=0) for it in labels}
        if next_ranks == ranks:
            break
        ranks = next_ranks
    return ranks


def _reduce_crossings(columns: list[list[str]], chains: Iterable[Sequence[str]]) -> None:
    """Order each column by the mean row of its neighbours, to the left and to the right by turns."""
    left_neighbours: dict[str, list[str]] = {}
    right_neighbours: dict[str, list[str]] = {}
    for chain in chains:
        for left_name, right_name in pairwise(chain):
            right_neighbours.setdefault(left_name, []).append(right_name)
            left_neighbours.setdefault(right_name, []).append(left_name)
    for sweep in range(_N_SWEEPS):
        is_forth = sweep % 2 == 0
        neighbours = left_neighbours if is_forth else right_neighbours
        rows = {name: _centred_row(number, len(column)) for column in columns for number, name in enumerate(column)}
        for names in columns if is_forth else columns[::-1]:
            desired_rows = {name: _mean([rows[it] for it in neighbours.get(name, ())], rows[name]) for name in names}
            names.sort(key=lambda name: (desired_rows[name], name))
            rows.update((name, _centred_row(number, len(names))) for number, name in enumerate(names))


def _centred_row(number: int, length: int) -> float:
    return number - (length - 1) / 2


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default
