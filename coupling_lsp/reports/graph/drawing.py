"""Boxes and curves with coordinates in pixels, for whatever draws a graph: a page, or the view of an editor."""

from typing import NamedTuple

from coupling_lsp.reports.graph.app_graph import Arrow, Graph, Node
from coupling_lsp.reports.graph.column_layout import ColumnLayout, GridSpot, column_layout
from coupling_lsp.reports.terminal import cells

_LABEL_CHAR_WIDTH = 6.9
"""Pixels of a character in the monospaced font of 11.5 pixels that labels have."""

_CAPTION_CHAR_WIDTH = 5.1
"""Pixels of a character, on average, in the proportional font of 10 pixels that captions have."""

_COLUMN_GAP = 80
"""Pixels between the boxes of two columns."""

_ROW_HEIGHT = 54
"""Pixels from one row to the next."""

_BOX_HEIGHT = 38
_MARGIN = 12
_BACKWARD_OFFSET = 9
"""Pixels by which an arrow to the left runs below the middle of a row, beside arrows to the right."""


class Box(NamedTuple):
    """An app and its rectangle."""

    node: Node
    x: float
    y: float
    width: float
    height: float


class Curve(NamedTuple):
    """An arrow, and the `d` of its SVG path from source to target."""

    arrow: Arrow
    path: str


class Drawing(NamedTuple):
    """The apps that have an arrow, and the arrows, on a sheet of some width and height."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def draw_graph(graph: Graph) -> Drawing:
    """Return the drawing of a graph."""
    layout = column_layout(graph)
    sheet = _Sheet(graph, layout)
    boxes = [sheet.box_of(node, layout.apps[label]) for node in graph.nodes if (label := node.app.label) in layout.apps]
    curves = [Curve(arrow, sheet.path(layout.paths[arrow.pair])) for arrow in graph.arrows]
    return Drawing(sheet.width, sheet.height, tuple(boxes), tuple(curves))


class _Sheet:
    """The measures of one drawing."""

    def __init__(self, graph: Graph, layout: ColumnLayout) -> None:
        nodes = [node for node in graph.nodes if node.app.label in layout.apps]
        longest = max((cells.width(node.app.label) * _LABEL_CHAR_WIDTH for node in nodes), default=0)
        captions = max((cells.width(node.caption) * _CAPTION_CHAR_WIDTH for node in nodes), default=0)
        self.box = int(max(longest, captions)) + 20
        self.step = self.box + _COLUMN_GAP
        self.width = max(layout.n_columns * self.step - _COLUMN_GAP, 0) + 2 * _MARGIN
        self.height = layout.n_rows * _ROW_HEIGHT + 2 * _MARGIN

    def box_of(self, node: Node, spot: GridSpot) -> Box:
        return Box(node, self._left(spot), self._middle(spot) - _BOX_HEIGHT / 2, self.box, _BOX_HEIGHT)

    def path(self, spots: tuple[GridSpot, ...]) -> str:
        """Return the curve through the spots of an arrow, from the edge of one box to that of another."""
        is_back = spots[0].column > spots[-1].column
        forward_spots = spots[::-1] if is_back else spots
        offset = _BACKWARD_OFFSET if is_back else 0
        points = []
        for spot in forward_spots:
            y = self._middle(spot) + offset
            points += [(self._left(spot), y), (self._left(spot) + self.box, y)]
        points = points[1:-1]
        if is_back:
            points.reverse()
        commands = [f"M{points[0][0]:g} {points[0][1]:g}"]
        for number, (x, y) in enumerate(points[1:]):
            from_x, from_y = points[number]
            half = (from_x + x) / 2
            commands.append(f"C{half:g} {from_y:g} {half:g} {y:g} {x:g} {y:g}" if number % 2 == 0 else f"L{x:g} {y:g}")
        return "".join(commands)

    def _left(self, spot: GridSpot) -> float:
        return _MARGIN + spot.column * self.step

    def _middle(self, spot: GridSpot) -> float:
        return _MARGIN + (spot.row + 0.5) * _ROW_HEIGHT
