"""Contracts about the shape of the whole graph, and the edges that break them."""

from collections.abc import Callable, Iterable, Iterator

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Contract

Pair = tuple[str, str]


def broken_pairs(contract: Contract, pairs: Iterable[Pair]) -> frozenset[Pair]:
    """The app pairs, among those that have edges, that the contract does not allow."""
    return frozenset(_CHECKS[contract.type](contract, frozenset(pairs)))


def pairs_of(edges: Iterable[Edge]) -> Iterator[Pair]:
    """The app pairs of edges outside tests."""
    return ((edge.app, edge.to_app) for edge in edges if not edge.test)


def _independence(contract: Contract, pairs: frozenset[Pair]) -> Iterator[Pair]:
    return (pair for pair in pairs if pair[0] in contract.apps and pair[1] in contract.apps)


def _forbidden(contract: Contract, pairs: frozenset[Pair]) -> Iterator[Pair]:
    return (pair for pair in pairs if pair[0] in contract.sources and pair[1] in contract.targets)


def _layers(contract: Contract, pairs: frozenset[Pair]) -> Iterator[Pair]:
    """An app may use the layers below its own: not those above it, nor its neighbours."""
    level = {app: number for number, layer in enumerate(contract.layers) for app in layer}
    return (pair for pair in pairs if pair[0] in level and pair[1] in level and level[pair[0]] >= level[pair[1]])


def _acyclic(contract: Contract, pairs: frozenset[Pair]) -> Iterator[Pair]:
    chosen = {pair for pair in pairs if not contract.apps or {*pair} <= {*contract.apps}}
    following: dict[str, set[str]] = {}
    for source, target in chosen:
        following.setdefault(source, set()).add(target)
    return (pair for pair in chosen if pair[0] in _reached(pair[1], following))


def _reached(start: str, following: dict[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for app in following.get(waiting.pop(), ()):
            if app not in reached:
                reached.add(app)
                waiting.append(app)
    return reached


_CHECKS: dict[str, Callable[[Contract, frozenset[Pair]], Iterator[Pair]]] = {
    "independence": _independence,
    "forbidden": _forbidden,
    "layers": _layers,
    "acyclic": _acyclic,
}
