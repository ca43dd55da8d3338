"""The graph as boxes and curves with coordinates, for whatever draws it: a page, or the view of an editor.

Widths are those of labels in a monospaced font of 11.5 pixels, and of captions in a proportional one of 10.
"""

from typing import NamedTuple

from coupling_lsp.reports.graph.app_graph import Arrow, Graph, Node
from coupling_lsp.reports.graph.column_layout import ColumnLayout, GridSpot, column_layout
from coupling_lsp.reports.terminal import cells

_LABEL_CHAR_WIDTH = 6.9
_CAPTION_CHAR_WIDTH = 5.1
_COLUMN_GAP = 80
_ROW_HEIGHT = 54
_BOX_HEIGHT = 38
_MARGIN = 12
_BACKWARD_OFFSET = 9


class Box(NamedTuple):
    """An app and its rectangle."""

    node: Node
    x: float
    y: float
    width: float
    height: float


class Curve(NamedTuple):
    """An arrow and the `d` of its SVG path, from its source to its target."""

    arrow: Arrow
    path: str


class Drawing(NamedTuple):
    """The apps that have an arrow, and the arrows, on a sheet of a width and height in pixels."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def draw_graph(graph: Graph) -> Drawing:
    """The drawing of a graph."""
    spots = column_layout(graph)
    sheet = _Sheet(graph, spots)
    boxes = [sheet.box_of(node, spots.apps[label]) for node in graph.nodes if (label := node.app.label) in spots.apps]
    curves = [Curve(arrow, sheet.path(spots.ways[arrow.pair])) for arrow in graph.arrows]
    return Drawing(sheet.width, sheet.height, tuple(boxes), tuple(curves))


class _Sheet:
    """The measures of one drawing."""

    def __init__(self, graph: Graph, spots: ColumnLayout) -> None:
        nodes = [node for node in graph.nodes if node.app.label in spots.apps]
        longest = max((cells.width(node.app.label) * _LABEL_CHAR_WIDTH for node in nodes), default=0)
        captions = max((cells.width(node.caption) * _CAPTION_CHAR_WIDTH for node in nodes), default=0)
        self.box = int(max(longest, captions)) + 20
        self.step = self.box + _COLUMN_GAP
        self.width = max(spots.n_columns * self.step - _COLUMN_GAP, 0) + 2 * _MARGIN
        self.height = spots.n_rows * _ROW_HEIGHT + 2 * _MARGIN

    def box_of(self, node: Node, spot: GridSpot) -> Box:
        return Box(node, self._left(spot), self._middle(spot) - _BOX_HEIGHT / 2, self.box, _BOX_HEIGHT)

    def path(self, way: tuple[GridSpot, ...]) -> str:
        """A curve over free rows from the edge of one box to that of another; a way back runs beside a way there."""
        is_back = way[0].column > way[-1].column
        drawn = way[::-1] if is_back else way
        beside = _BACKWARD_OFFSET if is_back else 0
        points = []
        for spot in drawn:
            y = self._middle(spot) + beside
            points += [(self._left(spot), y), (self._left(spot) + self.box, y)]
        points = points[1:-1]
        if is_back:
            points.reverse()
        told = [f"M{points[0][0]:g} {points[0][1]:g}"]
        for number, (x, y) in enumerate(points[1:]):
            from_x, from_y = points[number]
            half = (from_x + x) / 2
            told.append(f"C{half:g} {from_y:g} {half:g} {y:g} {x:g} {y:g}" if number % 2 == 0 else f"L{x:g} {y:g}")
        return "".join(told)

    def _left(self, spot: GridSpot) -> float:
        return _MARGIN + spot.column * self.step

    def _middle(self, spot: GridSpot) -> float:
        return _MARGIN + (spot.row + 0.5) * _ROW_HEIGHT
