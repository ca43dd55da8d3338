"""Feedback arc sets: arcs whose removal leaves no cycle, and none of which could stay.

A set of least weight is hard to find (https://en.wikipedia.org/wiki/Feedback_arc_set), so each function says what it
promises.
"""

from collections import Counter
from typing import Generic, NamedTuple

from coupling_lsp.graphs.arcs import Arc, NodeT, Weights, between, successors_of
from coupling_lsp.graphs.components import cyclic_components
from coupling_lsp.graphs.search import reachable, shortest_cycle

_MAX_SIFTING_ROUNDS = 8
"""How often all nodes are moved; after that the order is taken as it is."""

_MAX_SEARCH_STEPS = 4000
_MAX_DISJOINT_CYCLES = 8
"""Beyond either bound the search for the fewest arcs gives up, and light ones are taken."""


class FeedbackArcSet(NamedTuple, Generic[NodeT]):
    """The arcs to remove, sorted, and whether it is certain that fewer would not do."""

    arcs: tuple[Arc[NodeT], ...]
    is_exact: bool


def light_feedback_arc_set(weights: Weights[NodeT]) -> tuple[Arc[NodeT], ...]:
    """Return a feedback arc set, sorted, of as little weight as can be found in little time.

    The nodes of each component are put in an order, and the arcs that lead back in it are removed. In a first order,
    nodes with much weight entering come last; then each node moves to the place where the least weight leads back,
    until no move helps.
    """
    arcs: list[Arc[NodeT]] = []
    for component in cyclic_components(weights):
        inner_weights = between(component, weights)
        arcs += _light_arcs(component, inner_weights)
    return tuple(sorted(arcs))


def smallest_feedback_arc_set(weights: Weights[NodeT]) -> FeedbackArcSet[NodeT]:
    """Return the feedback arc set with the fewest arcs; of several, the one of least weight.

    It is exact while cycles are few: every cycle has to lose one of its arcs, so each arc of a shortest cycle is tried,
    with one removal, then with two, and so on. Beyond its bounds it is as good as `light_feedback_arc_set`.
    """
    arcs: list[Arc[NodeT]] = []
    is_exact = True
    for component in cyclic_components(weights):
        inner_weights = between(component, weights)
        fewest = _fewest_arcs(inner_weights)
        if fewest is None:
            is_exact = False
            # One arc outweighs any difference between the weights of others.
            more_than_all = sum(inner_weights.values()) + 1
            fewest = _light_arcs(component, {arc: more_than_all + weight for arc, weight in inner_weights.items()})
        arcs += fewest
    return FeedbackArcSet(tuple(sorted(arcs)), is_exact)


def _light_arcs(nodes: tuple[NodeT, ...], weights: Weights[NodeT]) -> tuple[Arc[NodeT], ...]:
    return _needed_arcs(_sifted_order(_first_order(nodes, weights), weights), weights)


def _first_order(nodes: tuple[NodeT, ...], weights: Weights[NodeT]) -> list[NodeT]:
    balance: Counter[NodeT] = Counter(dict.fromkeys(nodes, 0))
    for (tail, head), weight in weights.items():
        balance[tail] += weight
        balance[head] -= weight
    return sorted(nodes, key=lambda node: (-balance[node], node))


def _sifted_order(order: list[NodeT], weights: Weights[NodeT]) -> list[NodeT]:
    """Return an order in which no node alone has a better place, or the one after the last round."""
    for _ in range(_MAX_SIFTING_ROUNDS):
        previous_order = list(order)
        for node in previous_order:
            order.remove(node)
            # The weight that leads back with the node at the front; with each node it moves behind, this changes.
            cost = least_cost = sum(weights.get((neighbour, node), 0) for neighbour in order)
            best_place = 0
            for place, neighbour in enumerate(order, 1):
                cost += weights.get((node, neighbour), 0) - weights.get((neighbour, node), 0)
                if cost < least_cost:
                    least_cost, best_place = cost, place
            order.insert(best_place, node)
        if order == previous_order:
            break
    return order


def _needed_arcs(order: list[NodeT], weights: Weights[NodeT]) -> tuple[Arc[NodeT], ...]:
    """Return the arcs that lead back in an order, without those that close no cycle once the others are removed."""
    places = {node: place for place, node in enumerate(order)}
    removed_arcs = {(tail, head) for tail, head in weights if places[tail] > places[head]}
    for arc in sorted(removed_arcs, key=lambda arc: (-weights[arc], arc)):
        tail, head = arc
        if tail not in reachable(head, successors_of(weights.keys() - removed_arcs)):
            removed_arcs.discard(arc)
    return tuple(sorted(removed_arcs))


def _fewest_arcs(weights: Weights[NodeT]) -> tuple[Arc[NodeT], ...] | None:
    """Return the fewest arcs that leave no cycle, or None when that takes too long."""
    fewest = _count_disjoint_cycles(weights)
    if fewest > _MAX_DISJOINT_CYCLES:
        return None
    search = _Search(weights)
    for size in range(fewest, len(weights) + 1):
        search.run(frozenset(), size)
        if search.n_steps > _MAX_SEARCH_STEPS:
            return None
        if search.lightest is not None:
            return search.lightest[1]
    return None


def _count_disjoint_cycles(weights: Weights[NodeT]) -> int:
    """Return how many cycles share no arc: at least as many arcs have to go. Counting stops beyond the bound."""
    arcs, number = set(weights), 0
    while number <= _MAX_DISJOINT_CYCLES and (cycle := shortest_cycle(arcs)):
        arcs.difference_update(cycle)
        number += 1
    return number


class _Search(Generic[NodeT]):
    """A search for the lightest feedback arc set of at most some size; it gives up after so many steps."""

    def __init__(self, weights: Weights[NodeT]) -> None:
        self._weights = weights
        self.n_steps = 0
        self.lightest: tuple[int, tuple[Arc[NodeT], ...]] | None = None

    def run(self, removed_arcs: frozenset[Arc[NodeT]], n_removals: int) -> None:
        """Try each arc of a shortest cycle of what is left; `n_removals` more may be removed."""
        self.n_steps += 1
        if self.n_steps > _MAX_SEARCH_STEPS:
            return
        cycle = shortest_cycle(self._weights.keys() - removed_arcs)
        if not cycle:
            candidate = sum(self._weights[arc] for arc in removed_arcs), tuple(sorted(removed_arcs))
            self.lightest = min(self.lightest, candidate) if self.lightest is not None else candidate
        elif n_removals:
            for arc in cycle:
                self.run(removed_arcs | {arc}, n_removals - 1)
