"""Which changes make `diff --fail-on` fail: edges that are new because code changed, not because rules did."""

from typing import Literal

from coupling_lsp.reports.diff.difference import DiffEdge, Difference

Level = Literal["undeclared", "debt", "any"]
LEVELS: tuple[Level, ...] = ("undeclared", "debt", "any")

_VERDICTS = {"undeclared": ("forbidden", "undeclared"), "debt": ("forbidden", "undeclared", "tech-debt")}


def failing_edges(difference: Difference, level: Level) -> list[DiffEdge]:
    """The edges that count at a level: added ones, and moved ones the rules judge differently in their new place.

    `undeclared` are those nobody agreed to, forbidden ones included; `debt` adds agreed tech debt; `any` is every one.
    """
    if level == "any":
        return list(difference.added)
    moved = (it.after for it in difference.moved if it.is_judged_anew)
    verdicts = _VERDICTS[level]
    return [it for it in (*difference.added, *moved) if it.verdict in verdicts and not _is_silenced(it)]


def _is_silenced(it: DiffEdge) -> bool:
    """Whether an edge stands in a test nobody judges, or a comment on its line silences it."""
    snapshot = it.project.snapshot
    edge = it.row.edge
    if edge.test and snapshot.ruleset.severity("tests") == "off":
        return True
    code = {"forbidden": "forbidden-edge", "tech-debt": "tech-debt"}.get(it.verdict or "", "undeclared-edge")
    if code == "undeclared-edge" and edge.kind == "orm-write":
        code = "write-outside-services"
    ignores = snapshot.extractions[edge.path].ignores
    return any(one.line == it.row.span.line and (not one.codes or code in one.codes) for one in ignores)
