"""`graph --format mermaid`: a flowchart, which GitHub and GitLab draw.

Syntax: https://mermaid.js.org/syntax/flowchart.html
"""

import re
from collections.abc import Iterator, Sequence

from coupling_lsp.features.words import count
from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.terminal import cells

NAME = "mermaid"

_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = re.compile(
    "call|class|classdef|click|default|direction|end|flowchart|graph|href|interpolate|linkstyle|style|subgraph", re.I
)
"""Words that Mermaid does not take as ids."""

_ENTITIES = {ord(char): f"#{ord(char)};" for char in '"#<>&`\\'}
"""Characters with a meaning in Mermaid, as its numeric entities."""

_CYCLE_STYLE = "stroke:#c0392b,stroke-width:2px"


def render(graphs: Sequence[Graph]) -> str:
    """Return the flowchart; each project is a subgraph when there are several."""
    lines = ["flowchart LR"]
    cycle_ids: list[str] = []
    numbers: list[int] = []
    n_arrows = 0
    used_ids: set[str] = set()
    for graph in graphs:
        ids = _app_ids(graph, used_ids)
        body = list(_body(graph, ids))
        if len(graphs) > 1:
            head = f'subgraph {_unused_id(graph.root or "project", used_ids)}["{escape(graph.root or ".")}"]'
            body = [head, "  direction LR", *(f"  {line}" for line in body), "end"]
        lines.extend(f"  {line}" for line in body)
        cycle_ids.extend(ids[label] for label in sorted(graph.cycle_of))
        numbers.extend(n for n, it in enumerate(graph.arrows, n_arrows) if graph.is_in_cycle(it))
        n_arrows += len(graph.arrows)
    if cycle_ids:
        lines += [f"  classDef cycle {_CYCLE_STYLE}", f"  class {','.join(cycle_ids)} cycle"]
        lines.append(f"  linkStyle {','.join(map(str, numbers))} {_CYCLE_STYLE}")
    lines.extend(f"  %% {comment}" for comment in comments(graphs))
    return "".join(f"{line}\n" for line in lines)


def comments(graphs: Sequence[Graph]) -> Iterator[str]:
    """Yield what a drawing does not show: apps without edges, the cycles, and the pairs that would cut them."""
    for graph in graphs:
        prefix = f"{graph.root or '.'}: " if len(graphs) > 1 else ""
        yield from (cells.clean(f"{prefix}{comment}") for comment in _graph_comments(graph))


def _graph_comments(graph: Graph) -> Iterator[str]:
    apps_without_edges = [it.app.label for it in graph.nodes if it.app.label not in graph.connected]
    if apps_without_edges:
        yield f"no edges: {', '.join(apps_without_edges)}"
    for labels in graph.cycles:
        yield f"cycle: {', '.join(labels)}"
    accuracy = "" if graph.cuts.is_exact else ", found greedily"
    weights = {it.pair: it.n_edges for it in graph.arrows}
    for source, target in graph.cuts.arcs:
        yield f"cut: {source} -> {target} ({count(weights[source, target], 'edge')}{accuracy})"


def escape(text: str) -> str:
    """Return text for between quotes."""
    return cells.clean(text).translate(_ENTITIES)


def _body(graph: Graph, ids: dict[str, str]) -> Iterator[str]:
    for node in graph.nodes:
        label = node.app.label
        if label in ids:
            caption = f"<br/>({escape(node.caption)})" if node.caption else ""
            yield f'{ids[label]}["{escape(label)}{caption}"]'
    for arrow in graph.arrows:
        line = "-.->" if arrow.line == "dashed" else "-->"
        yield f'{ids[arrow.source]} {line}|"{escape(arrow.label)}"| {ids[arrow.target]}'


def _app_ids(graph: Graph, used_ids: set[str]) -> dict[str, str]:
    """Return an id for each app that has an arrow: its label, where Mermaid takes it as one."""
    return {it.app.label: _unused_id(it.app.label, used_ids) for it in graph.nodes if it.app.label in graph.connected}


def _unused_id(label: str, used_ids: set[str]) -> str:
    is_plain = _PLAIN_ID.fullmatch(label) is not None and not _RESERVED.fullmatch(label)
    name = label if is_plain else f"app_{re.sub('[^A-Za-z0-9]+', '_', label).strip('_')}".rstrip("_")
    number, candidate = 1, name
    while candidate in used_ids:
        number += 1
        candidate = f"{name}_{number}"
    used_ids.add(candidate)
    return candidate
