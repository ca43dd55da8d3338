"""`graph --format mermaid`: a flowchart that GitHub, GitLab and Mermaid draw.

Syntax: https://mermaid.js.org/syntax/flowchart.html
"""

import re
from collections.abc import Iterator, Sequence

from coupling_lsp.features.wording import count
from coupling_lsp.reports import cells
from coupling_lsp.reports.graph.arrows import Graph

NAME = "mermaid"

_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = re.compile(
    "call|class|classdef|click|default|direction|end|flowchart|graph|href|interpolate|linkstyle|style|subgraph", re.I
)
_ESCAPED = {ord(char): f"#{ord(char)};" for char in '"#<>&`\\'}
_CYCLE = "stroke:#c0392b,stroke-width:2px"


def render(graphs: Sequence[Graph]) -> str:
    """The flowchart; each project is a subgraph when there are several."""
    lines = ["flowchart LR"]
    circled: list[str] = []
    numbers: list[int] = []
    n_arrows = 0
    taken: set[str] = set()
    for graph in graphs:
        ids = _ids(graph, taken)
        body = list(_body(graph, ids))
        if len(graphs) > 1:
            head = f'subgraph {_id(graph.root or "project", taken)}["{escape(graph.root or ".")}"]'
            body = [head, "  direction LR", *(f"  {line}" for line in body), "end"]
        lines.extend(f"  {line}" for line in body)
        circled.extend(ids[label] for label in sorted(graph.cycle_of))
        numbers.extend(n for n, it in enumerate(graph.arrows, n_arrows) if graph.is_in_cycle(it))
        n_arrows += len(graph.arrows)
    if circled:
        lines += [f"  classDef cycle {_CYCLE}", f"  class {','.join(circled)} cycle"]
        lines.append(f"  linkStyle {','.join(map(str, numbers))} {_CYCLE}")
    lines.extend(f"  %% {comment}" for comment in comments(graphs))
    return "".join(f"{line}\n" for line in lines)


def comments(graphs: Sequence[Graph]) -> Iterator[str]:
    """What a drawing does not show: apps without edges, the cycles, and the pairs that would cut them."""
    for graph in graphs:
        where = f"{graph.root or '.'}: " if len(graphs) > 1 else ""
        yield from (cells.clean(f"{where}{told}") for told in _told(graph))


def _told(graph: Graph) -> Iterator[str]:
    alone = [it.app.label for it in graph.nodes if it.app.label not in graph.connected]
    if alone:
        yield f"no edges: {', '.join(alone)}"
    for labels in graph.cycles:
        yield f"cycle: {', '.join(labels)}"
    how = "" if graph.cuts.is_exact else ", found greedily"
    weights = {it.pair: it.n_edges for it in graph.arrows}
    for source, target in graph.cuts.arcs:
        yield f"cut: {source} -> {target} ({count(weights[source, target], 'edge')}{how})"


def escape(text: str) -> str:
    """Text for between quotes, as Mermaid's numeric entities."""
    return cells.clean(text).translate(_ESCAPED)


def _body(graph: Graph, ids: dict[str, str]) -> Iterator[str]:
    for node in graph.nodes:
        label = node.app.label
        if label in ids:
            caption = f"<br/>({escape(node.caption)})" if node.caption else ""
            yield f'{ids[label]}["{escape(label)}{caption}"]'
    for arrow in graph.arrows:
        line = "-.->" if arrow.line == "dashed" else "-->"
        yield f'{ids[arrow.source]} {line}|"{escape(arrow.label)}"| {ids[arrow.target]}'


def _ids(graph: Graph, taken: set[str]) -> dict[str, str]:
    """An id for each app that has an arrow: its label where Mermaid takes it as one."""
    return {it.app.label: _id(it.app.label, taken) for it in graph.nodes if it.app.label in graph.connected}


def _id(label: str, taken: set[str]) -> str:
    is_plain = _PLAIN_ID.fullmatch(label) is not None and not _RESERVED.fullmatch(label)
    name = label if is_plain else f"app_{re.sub('[^A-Za-z0-9]+', '_', label).strip('_')}".rstrip("_")
    number, chosen = 1, name
    while chosen in taken:
        number += 1
        chosen = f"{name}_{number}"
    taken.add(chosen)
    return chosen
