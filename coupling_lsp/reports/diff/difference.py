"""Differences between two states of a project: edges added, removed, moved, and judged anew.

Two edges are the same when kind, mechanism, the symbol they stand in and the symbol they lead to are; lines do not
matter. An edge has moved when only the module or symbol it stands in differs, inside its app.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal, NamedTuple

from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.rules import Verdict
from coupling_lsp.reports.contents.edge_rows import JUDGED_EDGES, EdgeFilter, EdgeRow, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView

LOUDEST_FIRST: tuple[Verdict | None, ...] = ("forbidden", "undeclared", "tech-debt", "approved", None)
"""Verdicts from the worst to the best; None is an edge that nothing judges."""

Tally = Counter[tuple[tuple[str, str], Kind | Literal["debt"]]]
"""How many edges a pair of apps has, by kind, and how many of them are tech debt."""


class RevisionState(NamedTuple):
    """The projects at a revision; `commit` is empty for the work tree."""

    name: str
    commit: str
    projects: tuple[ProjectView, ...]


class DiffEdge(NamedTuple):
    """An edge, and the project it is in."""

    row: EdgeRow
    project: ProjectView

    @property
    def verdict(self) -> Verdict | None:
        """What the rules say of it, None where there are no rules."""
        return self.row.decision.verdict if self.project.snapshot.ruleset.path else None

    @property
    def pair(self) -> tuple[str, str]:
        """The apps it leads from and to."""
        return self.row.edge.app, self.row.edge.to_app


class EdgeChange(NamedTuple):
    """The same edge at base and head."""

    base: DiffEdge
    head: DiffEdge

    @property
    def is_judged_anew(self) -> bool:
        """Whether the rules say something else of it at the head."""
        return self.base.verdict != self.head.verdict


class Difference(NamedTuple):
    """Edges that differ between two states, and how many each state has.

    `judged_anew` are edges that stayed where they are, but get another verdict.
    """

    base: RevisionState
    head: RevisionState
    added: tuple[DiffEdge, ...]
    removed: tuple[DiffEdge, ...]
    moved: tuple[EdgeChange, ...]
    judged_anew: tuple[EdgeChange, ...]
    base_tally: Tally
    head_tally: Tally

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of apps for which something differs."""
        changes = (it.head for it in (*self.moved, *self.judged_anew))
        return sorted({it.pair for it in (*self.added, *self.removed, *changes)})


def compare(base: RevisionState, head: RevisionState, edge_filter: EdgeFilter = JUDGED_EDGES) -> Difference:
    """Return what differs from base to head, by path and place, the worst verdicts first."""
    is_one_project = len(base.projects) == len(head.projects) == 1
    base_edges, head_edges = _edges_of(base, edge_filter), _edges_of(head, edge_filter)
    unmoved_edges, only_in_base, only_in_head = _match(base_edges, head_edges, lambda it: _identity(it, is_one_project))
    moved_edges, removed_edges, added_edges = _match(
        only_in_base, only_in_head, lambda it: _placeless_identity(it, is_one_project)
    )
    judged_anew = [it for it in unmoved_edges if it.is_judged_anew]
    return Difference(
        base,
        head,
        tuple(sorted(added_edges, key=verdict_rank)),
        tuple(removed_edges),
        tuple(moved_edges),
        tuple(sorted(judged_anew, key=lambda it: verdict_rank(it.head))),
        _tally(base_edges),
        _tally(head_edges),
    )


def verdict_rank(diff_edge: DiffEdge) -> int:
    """Return the place of an edge's verdict in `LOUDEST_FIRST`."""
    return LOUDEST_FIRST.index(diff_edge.verdict)


def _tally(diff_edges: Iterable[DiffEdge]) -> Tally:
    tally: Tally = Counter()
    for diff_edge in diff_edges:
        tally[diff_edge.pair, diff_edge.row.edge.kind] += 1
        tally[diff_edge.pair, "debt"] += diff_edge.verdict == "tech-debt"
    return tally


def _edges_of(state: RevisionState, edge_filter: EdgeFilter) -> list[DiffEdge]:
    return [DiffEdge(row, project) for project in state.projects for row in edge_rows(project.snapshot, edge_filter)]


def _identity(diff_edge: DiffEdge, is_one_project: bool) -> Hashable:
    return (*_placeless_identity(diff_edge, is_one_project), diff_edge.row.edge.module, diff_edge.row.edge.symbol)


def _placeless_identity(diff_edge: DiffEdge, is_one_project: bool) -> tuple[Hashable, ...]:
    """Return what stays the same when code moves.

    An edge that leaves the tests is another edge, since rules judge it differently.
    """
    edge = diff_edge.row.edge
    root = "" if is_one_project else diff_edge.project.snapshot.layout.root
    return root, edge.app, edge.kind, edge.mechanism, edge.target, edge.test


def _match(
    base_edges: Sequence[DiffEdge], head_edges: Sequence[DiffEdge], key: Callable[[DiffEdge], Hashable]
) -> tuple[list[EdgeChange], list[DiffEdge], list[DiffEdge]]:
    """Return edges with the same key as changes, in order, then those that only the base and only the head has."""
    unmatched: dict[Hashable, list[DiffEdge]] = {}
    for diff_edge in base_edges:
        unmatched.setdefault(key(diff_edge), []).append(diff_edge)
    changes, only_in_head = [], []
    for diff_edge in head_edges:
        alike = unmatched.get(key(diff_edge))
        if alike:
            changes.append(EdgeChange(alike.pop(0), diff_edge))
        else:
            only_in_head.append(diff_edge)
    unmatched_ids = {id(it) for alike in unmatched.values() for it in alike}
    return changes, [it for it in base_edges if id(it) in unmatched_ids], only_in_head
