"""Contracts about the shape of the whole graph, and the app pairs that break them, each with what it does wrong.

A contract speaks of direct edges, of every kind. A way around by way of a third app breaks none: each of its edges can
be judged where it stands, and `acyclic` is there for ways that lead back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from coupling_lsp.model.edges import App, Edge
from coupling_lsp.model.rules import Contract, IgnoredEdge
from coupling_lsp.rules import cycles
from coupling_lsp.rules.cycles import Pair, Weights
from coupling_lsp.rules.lightest import lightest
from coupling_lsp.rules.matching.matcher import names


class Broken(NamedTuple):
    """A contract that a pair of apps breaks, and what it does wrong there."""

    contract: Contract
    detail: str


def broken_by_pair(
    contracts: Iterable[Contract], edges: Iterable[Edge], apps: Mapping[str, App]
) -> dict[Pair, tuple[Broken, ...]]:
    """The contracts each app pair breaks, in the order of the file. Edges in tests do not count."""
    counted = [it for it in edges if not it.test]
    everywhere = weights_of(counted)
    found: dict[Pair, tuple[Broken, ...]] = {}
    for contract in contracts:
        weights = everywhere
        if contract.ignore:
            weights = weights_of(it for it in counted if not is_excepted(contract, it, apps))
        for pair, detail in _CHECKS[contract.type](contract, weights):
            found[pair] = (*found.get(pair, ()), Broken(contract, detail))
    return found


def weights_of(edges: Iterable[Edge]) -> Weights:
    """The app pairs of edges outside tests, and how many edges each has."""
    return Counter((edge.app, edge.to_app) for edge in edges if not edge.test)


def is_excepted(contract: Contract, edge: Edge, apps: Mapping[str, App]) -> bool:
    """Whether the contract itself excepts an edge."""
    return any(names(it.source, it.target, edge, apps) for it in contract.ignore)


def idle_exceptions(
    contracts: Iterable[Contract], edges: Iterable[Edge], apps: Mapping[str, App]
) -> tuple[IgnoredEdge, ...]:
    """The entries of `ignore` that name no edge."""
    named = [it for contract in contracts for it in contract.ignore]
    known = list(edges) if named else []
    return tuple(it for it in named if not any(names(it.source, it.target, edge, apps) for edge in known))


def broken_pairs(contract: Contract, pairs: Iterable[Pair]) -> frozenset[Pair]:
    """The app pairs the contract does not allow; of a circle all of its pairs, not only those to cut."""
    weights = dict.fromkeys(pairs, 1)
    if contract.type == "acyclic":
        circles = cycles.cycles(_chosen(contract, weights))
        return frozenset(pair for circle in circles for pair in _chosen(contract, weights) if {*pair} <= {*circle})
    return frozenset(pair for pair, _ in _CHECKS[contract.type](contract, weights))


def _independence(contract: Contract, weights: Weights) -> Iterator[tuple[Pair, str]]:
    for pair in weights:
        if pair[0] in contract.apps and pair[1] in contract.apps:
            yield pair, f"{pair[0]} and {pair[1]} are to be independent"


def _forbidden(contract: Contract, weights: Weights) -> Iterator[tuple[Pair, str]]:
    for pair in weights:
        if pair[0] in contract.sources and pair[1] in contract.targets:
            yield pair, f"{pair[0]} may not use {pair[1]}"


def _layers(contract: Contract, weights: Weights) -> Iterator[tuple[Pair, str]]:
    """An app may use the layers below its own: not those above it, nor its neighbours."""
    level = {app: number for number, layer in enumerate(contract.layers) for app in layer}
    for pair in weights:
        mine, its = level.get(pair[0]), level.get(pair[1])
        if mine is not None and its is not None and mine >= its:
            yield pair, f"{pair[0]} lies {'below' if mine > its else 'in one layer with'} {pair[1]}"


def _acyclic(contract: Contract, weights: Weights) -> Iterator[tuple[Pair, str]]:
    """The pairs to cut so that no circle is left, those with few edges."""
    chosen = _chosen(contract, weights)
    for pair in lightest(chosen):
        back = cycles.way(pair[1], pair[0], chosen)
        yield pair, f"It closes the circle {' → '.join((pair[0], *back))}"


def _chosen(contract: Contract, weights: Weights) -> Weights:
    return {pair: number for pair, number in weights.items() if not contract.apps or {*pair} <= {*contract.apps}}


_CHECKS: dict[str, Callable[[Contract, Weights], Iterator[tuple[Pair, str]]]] = {
    "independence": _independence,
    "forbidden": _forbidden,
    "layers": _layers,
    "acyclic": _acyclic,
}
