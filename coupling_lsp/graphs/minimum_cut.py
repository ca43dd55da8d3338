"""The arcs of least weight that separate one node from another."""

from itertools import pairwise

from coupling_lsp.graphs.arcs import Arc, NodeT, Weights, successors_of
from coupling_lsp.graphs.search import breadth_first, path_back


def minimum_cut(weights: Weights[NodeT], source: NodeT, target: NodeT) -> tuple[Arc[NodeT], ...]:
    """Return the arcs, sorted, without which no path leads from `source` to `target`; the sum of weights is least.

    Of several such sets it is the one nearest to the source. Shortest paths are filled one after the other
    (https://en.wikipedia.org/wiki/Edmonds%E2%80%93Karp_algorithm).
    """
    capacities = {arc: 0 for tail, head in weights for arc in ((tail, head), (head, tail))}
    capacities.update(weights)
    neighbours = successors_of(capacities)

    def successors(tail: NodeT) -> list[NodeT]:
        return [head for head in neighbours.get(tail, ()) if capacities[tail, head] > 0]

    while True:
        predecessors = {head: tail for tail, head in breadth_first([source], successors)}
        if target not in predecessors:
            near = {source, *predecessors}
            return tuple(sorted((tail, head) for tail, head in weights if tail in near and head not in near))
        path = list(pairwise(path_back(target, predecessors)))
        flow = min(capacities[arc] for arc in path)
        for tail, head in path:
            capacities[tail, head] -= flow
            capacities[head, tail] += flow
