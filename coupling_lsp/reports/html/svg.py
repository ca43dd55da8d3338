"""The graph as inline SVG. Apps and arrows carry names as data, so that the page can bring out those of one app."""

from collections.abc import Iterator
from html import escape

from coupling_lsp.reports import cells
from coupling_lsp.reports.graph.arrows import Arrow, Graph, Node
from coupling_lsp.reports.html import layout
from coupling_lsp.reports.html.layout import Layout, Spot

_CHAR = 6.9
_SMALL_CHAR = 5.1
_NARROWEST = 0.7
_GAP = 80
_ROW = 54
_HEIGHT = 38
_MARGIN = 12
_BESIDE = 9


class _Canvas:
    """The measures of one drawing."""

    def __init__(self, graph: Graph, layout: Layout) -> None:
        longest = max((cells.width(node.app.label) * _CHAR for node in graph.nodes), default=0)
        captions = max((cells.width(node.caption) * _SMALL_CHAR for node in graph.nodes), default=0)
        self.box = int(max(longest, captions)) + 20
        self.step = self.box + _GAP
        self.width = layout.n_columns * self.step - _GAP + 2 * _MARGIN
        self.height = layout.n_rows * _ROW + 2 * _MARGIN

    def left(self, spot: Spot) -> float:
        return _MARGIN + spot.column * self.step

    def middle(self, spot: Spot) -> float:
        return _MARGIN + (spot.row + 0.5) * _ROW


def render(graph: Graph, number: int) -> Iterator[str]:
    """The drawing, line by line. `number` keeps its ids apart from those of other drawings."""
    drawn = layout.layout(graph)
    canvas = _Canvas(graph, drawn)
    size = f'viewBox="0 0 {canvas.width} {canvas.height}" width="{canvas.width}"'
    # On a small page it shrinks as long as it can be read, then it scrolls.
    yield f'<svg class="graph" {size} style="min-width: {canvas.width * _NARROWEST:.0f}px" role="img">'
    yield "<title>Which app depends on which</title>"
    yield "<defs>"
    for name in ("tip", "tip-cycle"):
        yield f'<marker id="{name}-{number}" class="{name}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8"'
        yield ' markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>'
    yield "</defs>"
    for arrow in graph.arrows:
        yield from _arrow(graph, arrow, drawn.ways[arrow.pair], canvas, number)
    for node in graph.nodes:
        if node.app.label in drawn.apps:
            yield from _node(graph, node, drawn.apps[node.app.label], canvas)
    yield "</svg>"


def _arrow(graph: Graph, arrow: Arrow, way: tuple[Spot, ...], canvas: _Canvas, number: int) -> Iterator[str]:
    circled = graph.is_in_cycle(arrow)
    classes = " ".join(["arrow", arrow.line, *(["cycle"] if circled else [])])
    tip = f"tip{'-cycle' if circled else ''}-{number}"
    apps = escape(" ".join(arrow.pair))
    yield f'<g class="{classes}" data-apps="{apps}">'
    told = escape(cells.clean(f"{arrow.source} → {arrow.target}: {arrow.label}"))
    yield f'<title>{told}</title><path d="{_path(way, canvas)}" marker-end="url(#{tip})"/></g>'


def _path(way: tuple[Spot, ...], canvas: _Canvas) -> str:
    """A curve over free rows from the edge of one box to that of another; a way back runs beside a way there."""
    is_back = way[0].column > way[-1].column
    drawn = way[::-1] if is_back else way
    beside = _BESIDE if is_back else 0
    points = []
    for spot in drawn:
        y = canvas.middle(spot) + beside
        points += [(canvas.left(spot), y), (canvas.left(spot) + canvas.box, y)]
    points = points[1:-1]
    if is_back:
        points.reverse()
    told = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for number, (x, y) in enumerate(points[1:]):
        from_x, from_y = points[number]
        half = (from_x + x) / 2
        told.append(f"C{half:g} {from_y:g} {half:g} {y:g} {x:g} {y:g}" if number % 2 == 0 else f"L{x:g} {y:g}")
    return "".join(told)


def _node(graph: Graph, node: Node, spot: Spot, canvas: _Canvas) -> Iterator[str]:
    label = node.app.label
    x, y = canvas.left(spot), canvas.middle(spot)
    classes = "app cycle" if label in graph.cycle_of else "app"
    yield f'<g class="{classes}" data-apps="{escape(label)}"><title>{escape(cells.clean(node.role or label))}</title>'
    yield f'<rect x="{x:g}" y="{y - _HEIGHT / 2:g}" width="{canvas.box}" height="{_HEIGHT}" rx="6"/>'
    caption = node.caption
    middle = x + canvas.box / 2
    yield f'<text x="{middle:g}" y="{y - 3 if caption else y + 4:g}">{escape(cells.clean(label))}</text>'
    if caption:
        yield f'<text class="role" x="{middle:g}" y="{y + 11:g}">{escape(cells.clean(caption))}</text>'
    yield "</g>"
