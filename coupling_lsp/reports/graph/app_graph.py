"""The graph of one project: its apps, an arrow for each pair of apps with edges, and the cycles among them.

Edges of tests are drawn, but make no cycle: contracts do not count them either.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from coupling_lsp.model.edges import CHANNELS, KINDS, App, Edge
from coupling_lsp.reports.contents.edge_rows import JUDGED_EDGES, EdgeFilter, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.wording.counts import NOUNS
from coupling_lsp.rules import cycles
from coupling_lsp.rules.cycles import Cuts, Pair
from coupling_lsp.snapshot.state import Snapshot

_MAX_CAPTION_CHARS = 40
_INHERITANCE_MECHANISMS = ("mti", "proxy", "abstract")

LineStyle = Literal["solid", "dashed"]


class Arrow(NamedTuple):
    """All edges from one app to another. `label` tells the mechanisms; `edges` has the number of each kind."""

    source: str
    target: str
    label: str
    edges: tuple[tuple[str, int], ...]
    line: LineStyle
    is_test: bool

    @property
    def pair(self) -> Pair:
        """The two apps."""
        return self.source, self.target

    @property
    def n_edges(self) -> int:
        """How many edges there are, of all kinds."""
        return sum(number for _, number in self.edges)


class Node(NamedTuple):
    """An app and its role in full."""

    app: App
    role: str

    @property
    def caption(self) -> str:
        """The role's first clause where it is short enough to stand below a name, else nothing."""
        clause = " ".join(self.role.split()).partition(";")[0].partition(". ")[0].rstrip(".")
        return clause if len(clause) <= _MAX_CAPTION_CHARS else ""


class Graph:
    """Apps and arrows, sorted by name; shared apps only where they have an arrow."""

    def __init__(self, root: str, nodes: Sequence[Node], arrows: Sequence[Arrow]) -> None:
        self.root = root
        self.nodes = tuple(sorted(nodes, key=lambda it: it.app.label))
        self.arrows = tuple(sorted(arrows, key=lambda it: it.pair))

    @cached_property
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """The sets of apps that depend on each other in a circle."""
        return cycles.cycles(self._weights)

    @cached_property
    def cuts(self) -> Cuts:
        """The smallest set of pairs without which there is no cycle."""
        return cycles.cuts(self._weights)

    @cached_property
    def cycle_of(self) -> dict[str, int]:
        """The number of the cycle each app is in, for those that are in one."""
        return {label: number for number, labels in enumerate(self.cycles) for label in labels}

    @cached_property
    def connected(self) -> frozenset[str]:
        """The apps that have an arrow."""
        return frozenset(label for it in self.arrows for label in it.pair)

    def is_in_cycle(self, arrow: Arrow) -> bool:
        """Whether an arrow is part of a cycle."""
        circle = self.cycle_of.get(arrow.source)
        return not arrow.is_test and circle is not None and circle == self.cycle_of.get(arrow.target)

    @cached_property
    def _weights(self) -> dict[Pair, int]:
        return {it.pair: it.n_edges for it in self.arrows if not it.is_test}


def project_graph(project: ProjectView, wanted: EdgeFilter = JUDGED_EDGES) -> Graph:
    """The graph of the wanted edges."""
    return edges_graph(project.snapshot, (row.edge for row in edge_rows(project.snapshot, wanted)))


def edges_graph(snapshot: Snapshot, edges: Iterable[Edge]) -> Graph:
    """The graph of some edges of a project."""
    by_pair: dict[Pair, list[Edge]] = {}
    for edge in edges:
        by_pair.setdefault((edge.app, edge.to_app), []).append(edge)
    drawn = {label for pair in by_pair for label in pair}
    apps = [app for label, app in snapshot.apps.items() if label in drawn or not app.shared]
    notes = {it.label: it.role for it in snapshot.ruleset.notes}
    nodes = [Node(app, notes.get(app.label, "")) for app in apps]
    return Graph(snapshot.layout.root, nodes, [_arrow(*pair, own) for pair, own in by_pair.items()])


def _arrow(source: str, target: str, edges: Sequence[Edge]) -> Arrow:
    is_test = all(it.test for it in edges)
    # What the program itself does tells how it depends; tests speak only where nothing else does.
    telling = [it for it in edges if is_test or not it.test]
    numbers = Counter(it.kind for it in edges)
    told = tuple((kind, numbers[kind]) for kind in KINDS if numbers[kind])
    is_late = all(it.timing != "eager" for it in telling)
    return Arrow(source, target, _label(telling, is_test), told, "dashed" if is_late or is_test else "solid", is_test)


def _label(edges: Sequence[Edge], is_test: bool) -> str:
    """`MTI + import`, `ORM`, `import (lazy)`."""
    tables = [
        name for name in _INHERITANCE_MECHANISMS if any(it.mechanism == name for it in edges if it.kind == "schema")
    ]
    named = ["MTI" if name == "mti" else name for name in tables]
    kinds = {it.kind for it in edges}
    if not named and not kinds.isdisjoint(("schema", "orm-read", "orm-write")):
        named.append("ORM")
    imports = [it for it in edges if it.kind == "import"]
    if imports:
        named.append("import")
    named += [NOUNS[kind] for kind in CHANNELS if kind in kinds]
    notes = [_timing(imports or edges), "tests" if is_test else ""]
    told = ", ".join(note for note in notes if note)
    return " + ".join(named) + (f" ({told})" if told else "")


def _timing(edges: Iterable[Edge]) -> str:
    timings = {it.timing for it in edges}
    if "eager" in timings:
        return ""
    return "type-checking" if timings == {"type-checking"} else "lazy"
