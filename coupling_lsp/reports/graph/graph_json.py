"""`graph --format json`: apps, pairs, cycles and cuts, for programs. One item a line, as diffs like it."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from coupling_lsp.reports.contents.json_document import json_document
from coupling_lsp.reports.graph.app_graph import Arrow, Graph

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
    """The document. `root` is the folder of the project an item is from, empty for the one that was read."""
    apps = (
        _GraphApp(it.app.label, graph.root, it.role or None, it.app.shared) for graph in graphs for it in graph.nodes
    )
    pairs = (_pair(graph, it) for graph in graphs for it in graph.arrows)
    cycles = (_GraphCycle(labels, graph.root) for graph in graphs for labels in graph.cycles)
    cuts = (it for graph in graphs for it in _cuts(graph))
    return json_document({"apps": apps, "pairs": pairs, "cycles": cycles, "cuts": cuts})


def _pair(graph: Graph, it: Arrow) -> _GraphPair:
    is_lazy = it.line == "dashed" and not it.is_test
    in_cycle = graph.is_in_cycle(it)
    return _GraphPair(
        it.source, it.target, graph.root, it.label, it.n_edges, dict(it.edges), is_lazy, it.is_test, in_cycle
    )


def _cuts(graph: Graph) -> Iterator[_GraphCut]:
    weights = {it.pair: it.n_edges for it in graph.arrows}
    for source, target in graph.cuts.pairs:
        yield _GraphCut(source, target, graph.root, weights[source, target], graph.cuts.is_exact)
