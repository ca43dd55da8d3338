"""The changes at which `diff --fail-on` fails: edges that are new because code changed, not because rules did."""

from typing import Literal

from coupling_lsp.reports.diff.difference import DiffEdge, Difference

Level = Literal["undeclared", "debt", "any"]
LEVELS: tuple[Level, ...] = ("undeclared", "debt", "any")

_VERDICTS = {"undeclared": ("forbidden", "undeclared"), "debt": ("forbidden", "undeclared", "tech-debt")}


def failing_edges(difference: Difference, level: Level) -> list[DiffEdge]:
    """Return the edges that fail a level: added ones, and moved ones that get another verdict at their new place.

    `undeclared` stands for undeclared and forbidden edges; `debt` adds agreed tech debt; `any` is every added edge.
    """
    if level == "any":
        return list(difference.added)
    moved_edges = (it.head for it in difference.moved if it.is_judged_anew)
    verdicts = _VERDICTS[level]
    return [it for it in (*difference.added, *moved_edges) if it.verdict in verdicts and not _is_silenced(it)]


def _is_silenced(diff_edge: DiffEdge) -> bool:
    """Return whether an edge is in a test while tests are not judged, or a comment on its line silences it."""
    snapshot = diff_edge.project.snapshot
    edge = diff_edge.row.edge
    if edge.test and snapshot.ruleset.severity("tests") == "off":
        return True
    code = {"forbidden": "forbidden-edge", "tech-debt": "tech-debt"}.get(diff_edge.verdict or "", "undeclared-edge")
    if code == "undeclared-edge" and edge.kind == "orm-write":
        code = "write-outside-services"
    ignores = snapshot.extractions[edge.path].ignores
    return any(
        comment.line == diff_edge.row.span.line and (not comment.codes or code in comment.codes) for comment in ignores
    )
