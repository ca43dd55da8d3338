"""Breadth-first search, and what follows from it: reachable nodes, distances, shortest paths and cycles."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from coupling_lsp.graphs.arcs import Arc, NodeT, successors_of

Successors = Mapping[NodeT, Iterable[NodeT]]
"""The heads of the arcs that leave each node; a node that is missing has none."""


def breadth_first(
    starts: Iterable[NodeT], successors: Callable[[NodeT], Iterable[NodeT]]
) -> Iterator[tuple[NodeT, NodeT]]:
    """Yield the arc by which each further node is reached from some starts, the nearest node first.

    `successors` is asked once for each node, when the arcs that leave it are due.
    """
    queue = deque(dict.fromkeys(starts))
    reached_nodes = set(queue)
    while queue:
        tail = queue.popleft()
        for head in successors(tail):
            if head not in reached_nodes:
                reached_nodes.add(head)
                queue.append(head)
                yield tail, head


def path_back(end: NodeT, predecessors: Mapping[NodeT, NodeT]) -> tuple[NodeT, ...]:
    """Return the path that ends at a node and begins where there is no predecessor."""
    path = [end]
    while path[-1] in predecessors:
        path.append(predecessors[path[-1]])
    return tuple(reversed(path))


def shortest_path(start: NodeT, end: NodeT, successors: Successors[NodeT]) -> tuple[NodeT, ...]:
    """Return the nodes of a shortest path, both ends included; nothing when there is none."""
    return _path_from([start], end, successors)


def reachable(start: NodeT, successors: Successors[NodeT]) -> frozenset[NodeT]:
    """Return the nodes at the end of a path of at least one arc; `start` itself only where it lies on a cycle."""
    neighbours = list(successors.get(start, ()))
    return frozenset(neighbours).union(head for _, head in breadth_first(neighbours, _lookup(successors)))


def distances(start: NodeT, successors: Successors[NodeT]) -> dict[NodeT, int]:
    """Return how many arcs lead to each node that can be reached; 0 for `start`."""
    lengths = {start: 0}
    for tail, head in breadth_first([start], _lookup(successors)):
        lengths[head] = lengths[tail] + 1
    return lengths


def shortest_cycle(arcs: Iterable[Arc[NodeT]]) -> tuple[Arc[NodeT], ...]:
    """Return the arcs of a shortest cycle, of several the one whose first node is sorted first; nothing without one."""
    successors = successors_of(arcs)
    shortest: tuple[NodeT, ...] = ()
    for node in sorted(successors):
        way_back = _path_from(successors[node], node, successors)
        if way_back and (not shortest or len(way_back) < len(shortest)):
            shortest = way_back
            if len(shortest) <= 2:
                break
    return tuple((shortest[number - 1], node) for number, node in enumerate(shortest))


def _path_from(starts: Iterable[NodeT], end: NodeT, successors: Successors[NodeT]) -> tuple[NodeT, ...]:
    """Return a shortest path that begins at any of some nodes."""
    first = dict.fromkeys(starts)
    if end in first:
        return (end,)
    predecessors: dict[NodeT, NodeT] = {}
    for tail, head in breadth_first(first, _lookup(successors)):
        predecessors[head] = tail
        if head == end:
            return path_back(end, predecessors)
    return ()


def _lookup(successors: Successors[NodeT]) -> Callable[[NodeT], Iterable[NodeT]]:
    return lambda node: successors.get(node, ())
