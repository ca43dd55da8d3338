"""Strongly connected components: sets of nodes that all reach each other."""

from collections.abc import Iterable

from coupling_lsp.graphs.arcs import Arc, NodeT, successors_of
from coupling_lsp.graphs.search import Successors, breadth_first


def cyclic_components(arcs: Iterable[Arc[NodeT]]) -> tuple[tuple[NodeT, ...], ...]:
    """Return the strongly connected components of two or more nodes, each sorted, in the order of their first nodes.

    Every cycle of two or more nodes lies in one of them. It takes time with the number of arcs, and for sorting them
    (https://en.wikipedia.org/wiki/Kosaraju%27s_algorithm).
    """
    known_arcs = list(arcs)
    predecessors = successors_of((head, tail) for tail, head in known_arcs)
    assigned_nodes: set[NodeT] = set()
    components: list[tuple[NodeT, ...]] = []

    def unassigned_predecessors(node: NodeT) -> list[NodeT]:
        return [tail for tail in predecessors.get(node, ()) if tail not in assigned_nodes]

    for node in reversed(_finishing_order(successors_of(known_arcs))):
        if node not in assigned_nodes:
            component = [node, *(tail for _, tail in breadth_first([node], unassigned_predecessors))]
            assigned_nodes.update(component)
            components.append(tuple(sorted(component)))
    return tuple(sorted(component for component in components if len(component) > 1))


def _finishing_order(successors: Successors[NodeT]) -> list[NodeT]:
    """Return all nodes in the order in which a depth-first search leaves them."""
    order: list[NodeT] = []
    visited: set[NodeT] = set()
    for root in successors:
        stack = [(root, iter(successors[root]))] if root not in visited else []
        visited.add(root)
        while stack:
            node, heads = stack[-1]
            for head in heads:
                if head not in visited:
                    visited.add(head)
                    stack.append((head, iter(successors.get(head, ()))))
                    break
            else:
                order.append(node)
                stack.pop()
    return order
