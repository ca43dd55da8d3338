"""What came and went between two states of a project: edges added, removed and moved, and rules that judge anew.

An edge is the same when kind, mechanism, the symbol it stands in and the symbol it leads to are; lines do not matter.
It has moved when only the place it stands in differs, inside its app.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal, NamedTuple

from coupling_lsp.model.edges import Kind
from coupling_lsp.model.rules import Verdict
from coupling_lsp.reports.contents.edge_rows import JUDGED_EDGES, EdgeFilter, EdgeRow, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView

LOUDEST_FIRST: tuple[Verdict | None, ...] = ("forbidden", "undeclared", "tech-debt", "approved", None)

Tally = Counter[tuple[tuple[str, str], Kind | Literal["debt"]]]
"""How many edges a pair of apps has, by kind, and how many of them are tech debt."""


class RevisionState(NamedTuple):
    """The projects at a revision. `commit` is empty for the work tree."""

    name: str
    commit: str
    projects: tuple[ProjectView, ...]


class DiffEdge(NamedTuple):
    """An edge, and the project it was found in."""

    row: EdgeRow
    project: ProjectView

    @property
    def verdict(self) -> Verdict | None:
        """What the rules say of it; nothing where there are no rules."""
        return self.row.decision.verdict if self.project.snapshot.ruleset.path else None

    @property
    def pair(self) -> tuple[str, str]:
        """The apps it leads from and to."""
        return self.row.edge.app, self.row.edge.to_app


class EdgeChange(NamedTuple):
    """The same edge before and after."""

    before: DiffEdge
    after: DiffEdge

    @property
    def is_judged_anew(self) -> bool:
        """Whether the rules say something else of it now."""
        return self.before.verdict != self.after.verdict


class Difference(NamedTuple):
    """What differs between two states, and how many edges each has. `judged` are edges that stayed where they are."""

    base: RevisionState
    head: RevisionState
    added: tuple[DiffEdge, ...]
    removed: tuple[DiffEdge, ...]
    moved: tuple[EdgeChange, ...]
    judged: tuple[EdgeChange, ...]
    before: Tally
    after: Tally

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of apps something differs for."""
        changes = (it.after for it in (*self.moved, *self.judged))
        return sorted({it.pair for it in (*self.added, *self.removed, *changes)})


def compare(base: RevisionState, head: RevisionState, wanted: EdgeFilter = JUDGED_EDGES) -> Difference:
    """The difference from one state to another, by path and place, what is worst first."""
    alone = len(base.projects) == len(head.projects) == 1
    befores, afters = _edges_of(base, wanted), _edges_of(head, wanted)
    kept, gone, came = _match(befores, afters, lambda it: _identity(it, alone))
    moved, removed, added = _match(gone, came, lambda it: _placeless_identity(it, alone))
    judged = [it for it in kept if it.is_judged_anew]
    return Difference(
        base,
        head,
        tuple(sorted(added, key=verdict_rank)),
        tuple(removed),
        tuple(moved),
        tuple(sorted(judged, key=lambda it: verdict_rank(it.after))),
        _tally(befores),
        _tally(afters),
    )


def verdict_rank(it: DiffEdge) -> int:
    """How far down its verdict stands."""
    return LOUDEST_FIRST.index(it.verdict)


def _tally(found: Iterable[DiffEdge]) -> Tally:
    tally: Tally = Counter()
    for it in found:
        tally[it.pair, it.row.edge.kind] += 1
        tally[it.pair, "debt"] += it.verdict == "tech-debt"
    return tally


def _edges_of(state: RevisionState, wanted: EdgeFilter) -> list[DiffEdge]:
    return [DiffEdge(row, project) for project in state.projects for row in edge_rows(project.snapshot, wanted)]


def _identity(it: DiffEdge, alone: bool) -> Hashable:
    return (*_placeless_identity(it, alone), it.row.edge.module, it.row.edge.symbol)


def _placeless_identity(it: DiffEdge, alone: bool) -> tuple[Hashable, ...]:
    """What stays when code moves. An edge that leaves the tests is another one: rules judge it differently."""
    edge = it.row.edge
    root = "" if alone else it.project.snapshot.layout.root
    return root, edge.app, edge.kind, edge.mechanism, edge.target, edge.test


def _match(
    befores: Sequence[DiffEdge], afters: Sequence[DiffEdge], key: Callable[[DiffEdge], Hashable]
) -> tuple[list[EdgeChange], list[DiffEdge], list[DiffEdge]]:
    """Those with the same key in pairs, in their order; then what is left of each side."""
    waiting: dict[Hashable, list[DiffEdge]] = {}
    for it in befores:
        waiting.setdefault(key(it), []).append(it)
    kept, came = [], []
    for it in afters:
        alike = waiting.get(key(it))
        if alike:
            kept.append(EdgeChange(alike.pop(0), it))
        else:
            came.append(it)
    left = {id(it) for alike in waiting.values() for it in alike}
    return kept, [it for it in befores if id(it) in left], came
