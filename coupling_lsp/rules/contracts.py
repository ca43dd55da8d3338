"""Contracts about the shape of the whole graph, and the app pairs that break them, each with what it does wrong.

A contract speaks of direct edges, of every kind. A path by way of a third app breaks none: each of its edges can be
judged where it stands, and `acyclic` is there for paths that lead back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from coupling_lsp.graphs.arcs import Weights, between, successors_of
from coupling_lsp.graphs.components import cyclic_components
from coupling_lsp.graphs.feedback_arc_set import light_feedback_arc_set
from coupling_lsp.graphs.search import shortest_path
from coupling_lsp.model.edges import App, Edge, Pair
from coupling_lsp.model.rules import Contract, IgnoredEdge
from coupling_lsp.rules.matching.specificity import names_edge

EdgeCounts = Weights[str]
"""The app pairs that have edges, and how many each has."""


class BrokenContract(NamedTuple):
    """A contract that a pair of apps breaks, and what it does wrong there."""

    contract: Contract
    detail: str


def broken_by_pair(
    contracts: Iterable[Contract], edges: Iterable[Edge], apps: Mapping[str, App]
) -> dict[Pair, tuple[BrokenContract, ...]]:
    """Return the contracts each app pair breaks, in the order of the file. Edges in tests do not count."""
    program_edges = [edge for edge in edges if not edge.test]
    all_counts = edge_counts(program_edges)
    breaches: dict[Pair, tuple[BrokenContract, ...]] = {}
    for contract in contracts:
        counts = all_counts
        if contract.ignore:
            counts = edge_counts(edge for edge in program_edges if not is_excepted(contract, edge, apps))
        for pair, detail in _CHECKS[contract.type](contract, counts):
            breaches[pair] = (*breaches.get(pair, ()), BrokenContract(contract, detail))
    return breaches


def edge_counts(edges: Iterable[Edge]) -> EdgeCounts:
    """Return the app pairs of edges outside tests, and how many edges each has."""
    return Counter((edge.app, edge.to_app) for edge in edges if not edge.test)


def is_excepted(contract: Contract, edge: Edge, apps: Mapping[str, App]) -> bool:
    """Whether an entry of the contract's `ignore` names an edge."""
    return any(names_edge(it.source, it.target, edge, apps) for it in contract.ignore)


def idle_exceptions(
    contracts: Iterable[Contract], edges: Iterable[Edge], apps: Mapping[str, App]
) -> tuple[IgnoredEdge, ...]:
    """Return the entries of `ignore` that name no edge."""
    exceptions = [exception for contract in contracts for exception in contract.ignore]
    all_edges = list(edges) if exceptions else []
    return tuple(it for it in exceptions if not any(names_edge(it.source, it.target, edge, apps) for edge in all_edges))


def broken_pairs(contract: Contract, pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Return the app pairs the contract does not allow; of a cycle all of its pairs, not only those to cut."""
    counts = dict.fromkeys(pairs, 1)
    if contract.type == "acyclic":
        own_counts = _concerned(contract, counts)
        components = cyclic_components(own_counts)
        return frozenset(pair for component in components for pair in between(component, own_counts))
    return frozenset(pair for pair, _ in _CHECKS[contract.type](contract, counts))


def _independence(contract: Contract, counts: EdgeCounts) -> Iterator[tuple[Pair, str]]:
    for source, target in counts:
        if source in contract.apps and target in contract.apps:
            yield (source, target), f"{source} and {target} are to be independent"


def _forbidden(contract: Contract, counts: EdgeCounts) -> Iterator[tuple[Pair, str]]:
    for source, target in counts:
        if source in contract.sources and target in contract.targets:
            yield (source, target), f"{source} may not use {target}"


def _layers(contract: Contract, counts: EdgeCounts) -> Iterator[tuple[Pair, str]]:
    """Yield the pairs that do not lead downwards: neither layers above nor neighbours in the same layer may be used."""
    depths = {app: depth for depth, layer in enumerate(contract.layers) for app in layer}
    for source, target in counts:
        source_depth, target_depth = depths.get(source), depths.get(target)
        if source_depth is not None and target_depth is not None and source_depth >= target_depth:
            position = "below" if source_depth > target_depth else "in one layer with"
            yield (source, target), f"{source} lies {position} {target}"


def _acyclic(contract: Contract, counts: EdgeCounts) -> Iterator[tuple[Pair, str]]:
    """Yield pairs with few edges that leave no cycle when they are cut."""
    own_counts = _concerned(contract, counts)
    successors = successors_of(own_counts)
    for source, target in light_feedback_arc_set(own_counts):
        path_back = shortest_path(target, source, successors)
        yield (source, target), f"It closes the circle {' → '.join((source, *path_back))}"


def _concerned(contract: Contract, counts: EdgeCounts) -> EdgeCounts:
    """Return the pairs an `acyclic` contract speaks of: those of its apps, or all when it names none."""
    return between(contract.apps, counts) if contract.apps else counts


_CHECKS: dict[str, Callable[[Contract, EdgeCounts], Iterator[tuple[Pair, str]]]] = {
    "independence": _independence,
    "forbidden": _forbidden,
    "layers": _layers,
    "acyclic": _acyclic,
}
"""How the pairs that break a contract are found, by its type."""
