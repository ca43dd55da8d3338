"""The graph as inline SVG; apps and arrows carry labels as data, by which the page brings out those of one app."""

from collections.abc import Iterator
from html import escape

from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.graph.drawing import Box, Curve, draw_graph
from coupling_lsp.reports.terminal import cells

_MIN_SCALE = 0.7
"""Scale down to which a narrow page shrinks the drawing; below, it scrolls."""


def render(graph: Graph, number: int) -> Iterator[str]:
    """Yield the drawing, line by line. `number` makes its ids differ from those of other drawings."""
    drawing = draw_graph(graph)
    size = f'viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}"'
    # On a small page it shrinks as long as it can be read, then it scrolls.
    yield f'<svg class="graph" {size} style="min-width: {drawing.width * _MIN_SCALE:.0f}px" role="img">'
    yield "<title>Which app depends on which</title>"
    yield "<defs>"
    for name in ("tip", "tip-cycle"):
        yield f'<marker id="{name}-{number}" class="{name}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8"'
        yield ' markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>'
    yield "</defs>"
    for curve in drawing.curves:
        yield from _arrow(graph, curve, number)
    for box in drawing.boxes:
        yield from _node(graph, box)
    yield "</svg>"


def _arrow(graph: Graph, curve: Curve, number: int) -> Iterator[str]:
    arrow = curve.arrow
    is_in_cycle = graph.is_in_cycle(arrow)
    classes = " ".join(["arrow", arrow.line, *(["cycle"] if is_in_cycle else [])])
    tip = f"tip{'-cycle' if is_in_cycle else ''}-{number}"
    apps = escape(" ".join(arrow.pair))
    yield f'<g class="{classes}" data-apps="{apps}">'
    tooltip = escape(cells.clean(f"{arrow.source} → {arrow.target}: {arrow.label}"))
    yield f'<title>{tooltip}</title><path d="{curve.path}" marker-end="url(#{tip})"/></g>'


def _node(graph: Graph, box: Box) -> Iterator[str]:
    label = box.node.app.label
    classes = "app cycle" if label in graph.cycle_of else "app"
    tooltip = escape(cells.clean(box.node.role or label))
    yield f'<g class="{classes}" data-apps="{escape(label)}"><title>{tooltip}</title>'
    yield f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width}" height="{box.height}" rx="6"/>'
    caption = box.node.caption
    x, y = box.x + box.width / 2, box.y + box.height / 2
    yield f'<text x="{x:g}" y="{y - 3 if caption else y + 4:g}">{escape(cells.clean(label))}</text>'
    if caption:
        yield f'<text class="role" x="{x:g}" y="{y + 11:g}">{escape(cells.clean(caption))}</text>'
    yield "</g>"
