"""`graph --format dot`: the graph for Graphviz.

Syntax: https://graphviz.org/doc/info/lang.html
"""

from collections.abc import Iterator, Sequence

from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.graph.mermaid import comments
from coupling_lsp.reports.terminal import cells

NAME = "dot"

_CYCLE_STYLE = 'color="#c0392b", penwidth=2'


def render(graphs: Sequence[Graph]) -> str:
    """Return the digraph; each project is a cluster when there are several."""
    lines = ["digraph coupling {", "  rankdir=LR;", "  node [shape=box];"]
    for number, graph in enumerate(graphs):
        prefix = f"{graph.root}/" if len(graphs) > 1 else ""
        body = list(_body(graph, prefix))
        if len(graphs) > 1:
            head = [f"subgraph cluster_{number} {{", f"  label={_quoted(graph.root or '.')};"]
            body = [*head, *(f"  {line}" for line in body), "}"]
        lines.extend(f"  {line}" for line in body)
    lines.extend(f"  // {comment}" for comment in comments(graphs))
    return "".join(f"{line}\n" for line in [*lines, "}"])


def _body(graph: Graph, prefix: str) -> Iterator[str]:
    for node in graph.nodes:
        label = node.app.label
        if label in graph.connected:
            label_lines = [label, f"({node.caption})"] if node.caption else [label]
            style = f", {_CYCLE_STYLE}" if label in graph.cycle_of else ""
            yield f"{_quoted(prefix + label)} [label={_quoted(*label_lines)}{style}];"
    for arrow in graph.arrows:
        style = ", style=dashed" if arrow.line == "dashed" else ""
        style += f", {_CYCLE_STYLE}" if graph.is_in_cycle(arrow) else ""
        ends = f"{_quoted(prefix + arrow.source)} -> {_quoted(prefix + arrow.target)}"
        yield f"{ends} [label={_quoted(arrow.label)}{style}];"


def _quoted(*lines: str) -> str:
    escaped = (cells.clean(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'
