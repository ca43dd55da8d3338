"""The graph of one project: apps, an arrow for each pair of apps with edges, and the cycles among them.

Edges of tests have arrows, but make no cycle; contracts do not count them either.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from coupling_lsp.graphs.components import cyclic_components
from coupling_lsp.graphs.feedback_arc_set import FeedbackArcSet, smallest_feedback_arc_set
from coupling_lsp.model.edge_kinds import CHANNELS, EDGE_KINDS, KINDS, ORM_KINDS
from coupling_lsp.model.edges import App, Edge, Pair
from coupling_lsp.reports.contents.edge_rows import JUDGED_EDGES, EdgeFilter, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.snapshot.state import Snapshot

_MAX_CAPTION_CHARS = 40
"""Longest caption below a name; an app with a longer role has none."""

_INHERITANCE_MECHANISMS = ("mti", "proxy", "abstract")

LineStyle = Literal["solid", "dashed"]


class Arrow(NamedTuple):
    """All edges from one app to another. `label` tells their mechanisms, `edges` the number of each kind."""

    source: str
    target: str
    label: str
    edges: tuple[tuple[str, int], ...]
    line: LineStyle
    is_test: bool

    @property
    def pair(self) -> Pair:
        """The source and the target."""
        return self.source, self.target

    @property
    def n_edges(self) -> int:
        """The number of edges of all kinds."""
        return sum(number for _, number in self.edges)


class Node(NamedTuple):
    """An app, and its role in full."""

    app: App
    role: str

    @property
    def caption(self) -> str:
        """The first clause of the role, or nothing where that is too long to stand below a name."""
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
        """The sets of apps that depend on each other in a cycle."""
        return cyclic_components(self._weights)

    @cached_property
    def cuts(self) -> FeedbackArcSet[str]:
        """The pairs with the fewest edges without which there is no cycle."""
        return smallest_feedback_arc_set(self._weights)

    @cached_property
    def cycle_of(self) -> dict[str, int]:
        """The number of the cycle each app is in, for those that are in one."""
        return {label: number for number, labels in enumerate(self.cycles) for label in labels}

    @cached_property
    def connected(self) -> frozenset[str]:
        """The apps that have an arrow."""
        return frozenset(label for it in self.arrows for label in it.pair)

    def is_in_cycle(self, arrow: Arrow) -> bool:
        """Return whether an arrow is part of a cycle."""
        cycle = self.cycle_of.get(arrow.source)
        return not arrow.is_test and cycle is not None and cycle == self.cycle_of.get(arrow.target)

    @cached_property
    def _weights(self) -> dict[Pair, int]:
        return {it.pair: it.n_edges for it in self.arrows if not it.is_test}


def project_graph(project: ProjectView, edge_filter: EdgeFilter = JUDGED_EDGES) -> Graph:
    """Return the graph of a project's chosen edges."""
    return edges_graph(project.snapshot, (row.edge for row in edge_rows(project.snapshot, edge_filter)))


def edges_graph(snapshot: Snapshot, edges: Iterable[Edge]) -> Graph:
    """Return the graph of some edges of a project."""
    by_pair: dict[Pair, list[Edge]] = {}
    for edge in edges:
        by_pair.setdefault((edge.app, edge.to_app), []).append(edge)
    labels = {label for pair in by_pair for label in pair}
    apps = [app for label, app in snapshot.apps.items() if label in labels or not app.shared]
    notes = {it.label: it.role for it in snapshot.ruleset.notes}
    nodes = [Node(app, notes.get(app.label, "")) for app in apps]
    return Graph(snapshot.layout.root, nodes, [_arrow(*pair, edges_of_pair) for pair, edges_of_pair in by_pair.items()])


def _arrow(source: str, target: str, edges: Sequence[Edge]) -> Arrow:
    is_test = all(it.test for it in edges)
    # What the program itself does tells how it depends; tests speak only where nothing else does.
    decisive_edges = [it for it in edges if is_test or not it.test]
    numbers = Counter(it.kind for it in edges)
    kind_counts = tuple((kind, numbers[kind]) for kind in KINDS if numbers[kind])
    is_late = all(it.timing != "eager" for it in decisive_edges)
    return Arrow(
        source,
        target,
        _label(decisive_edges, is_test),
        kind_counts,
        "dashed" if is_late or is_test else "solid",
        is_test,
    )


def _label(edges: Sequence[Edge], is_test: bool) -> str:
    """Return how the edges come about: `MTI + import`, `ORM`, `import (lazy)`."""
    schema_mechanisms = {it.mechanism for it in edges if it.kind == "schema"}
    mechanisms = ["MTI" if it == "mti" else it for it in _INHERITANCE_MECHANISMS if it in schema_mechanisms]
    kinds = {it.kind for it in edges}
    if not mechanisms and not kinds.isdisjoint(("schema", *ORM_KINDS)):
        mechanisms.append("ORM")
    imports = [it for it in edges if it.kind == "import"]
    if imports:
        mechanisms.append("import")
    mechanisms += [EDGE_KINDS[kind].noun for kind in CHANNELS if kind in kinds]
    notes = [_timing(imports or edges), "tests" if is_test else ""]
    remark = ", ".join(note for note in notes if note)
    return " + ".join(mechanisms) + (f" ({remark})" if remark else "")


def _timing(edges: Iterable[Edge]) -> str:
    timings = {it.timing for it in edges}
    if "eager" in timings:
        return ""
    return "type-checking" if timings == {"type-checking"} else "lazy"
