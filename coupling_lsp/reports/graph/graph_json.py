"""`graph --format json`: apps, pairs, cycles and cuts, for programs."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from coupling_lsp.reports.contents.json_document import json_document
from coupling_lsp.reports.graph.app_graph import Arrow, Graph, Node

NAME = "json"


class _GraphApp(Struct, gc=False):
    label: str
    root: str
    role: str | None
    shared: bool


class _GraphPair(Struct, gc=False):
    source: str
    target: str
    root: str
    mechanisms: str
    edges: int
    kinds: dict[str, int]
    lazy: bool
    test: bool
    cycle: bool


class _GraphCycle(Struct, gc=False):
    apps: tuple[str, ...]
    root: str


class _GraphCut(Struct, gc=False):
    source: str
    target: str
    root: str
    edges: int
    exact: bool


def render(graphs: Sequence[Graph]) -> str:
    """Return a JSON object. `root` is the folder of an item's project, seen from the root of the repository."""
    apps = (_app(graph, it) for graph in graphs for it in graph.nodes)
    pairs = (_pair(graph, it) for graph in graphs for it in graph.arrows)
    cycles = (_GraphCycle(labels, graph.root) for graph in graphs for labels in graph.cycles)
    cuts = (it for graph in graphs for it in _cuts(graph))
    return json_document({"apps": apps, "pairs": pairs, "cycles": cycles, "cuts": cuts})


def _app(graph: Graph, node: Node) -> _GraphApp:
    return _GraphApp(node.app.label, graph.root, node.role or None, node.app.shared)


def _pair(graph: Graph, arrow: Arrow) -> _GraphPair:
    is_lazy = arrow.line == "dashed" and not arrow.is_test
    in_cycle = graph.is_in_cycle(arrow)
    return _GraphPair(
        arrow.source,
        arrow.target,
        graph.root,
        arrow.label,
        arrow.n_edges,
        dict(arrow.edges),
        is_lazy,
        arrow.is_test,
        in_cycle,
    )


def _cuts(graph: Graph) -> Iterator[_GraphCut]:
    weights = {it.pair: it.n_edges for it in graph.arrows}
    for source, target in graph.cuts.arcs:
        yield _GraphCut(source, target, graph.root, weights[source, target], graph.cuts.is_exact)
