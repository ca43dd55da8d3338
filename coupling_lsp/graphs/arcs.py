"""Directed graphs as their arcs: pairs of a tail and a head, some with a weight."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Protocol, TypeVar


class SortableNode(Hashable, Protocol):
    """A value that can be a key and can be sorted, such as a name."""

    def __lt__(self, other_node: Any, /) -> bool:
        """Whether this node is sorted before another."""


NodeT = TypeVar("NodeT", bound=SortableNode)

Arc = tuple[NodeT, NodeT]
"""Two nodes: the tail from which the arc leads, and the head to which it leads."""

Weights = Mapping[Arc[NodeT], int]
"""The arcs of a graph, each with what it costs to remove it: 1 or more."""


def successors_of(arcs: Iterable[Arc[NodeT]]) -> dict[NodeT, list[NodeT]]:
    """Return the heads of the arcs that leave each node, sorted; nodes without such an arc are left out."""
    successors: dict[NodeT, list[NodeT]] = {}
    for tail, head in sorted(arcs):
        successors.setdefault(tail, []).append(head)
    return successors


def between(nodes: Iterable[NodeT], weights: Weights[NodeT]) -> dict[Arc[NodeT], int]:
    """Return the arcs with both ends among some nodes, with their weights."""
    node_set = frozenset(nodes)
    return {arc: weight for arc, weight in weights.items() if node_set.issuperset(arc)}
