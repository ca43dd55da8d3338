"""How much of a project rules speak of: its edges outside tests, its pairs of apps, its apps."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from coupling_lsp.reports.contents.edge_rows import EdgeRow


class CoverageShare(NamedTuple):
    """How many of all are declared."""

    what: str
    declared: int
    total: int

    @property
    def percent(self) -> str:
        """`97.5 %`; a dot where there is nothing to declare."""
        return f"{100 * self.declared / self.total:.1f} %" if self.total else "·"


def rule_coverage(rows: Sequence[EdgeRow]) -> tuple[CoverageShare, ...]:
    """Of edges: those a rule speaks of. Of pairs, and of apps that depend on others: those with all their edges."""
    return (
        _share("edges", rows, id),
        _share("pairs of apps", rows, lambda row: (row.edge.app, row.edge.to_app)),
        _share("apps that depend on others", rows, lambda row: row.edge.app),
    )


def _share(what: str, rows: Sequence[EdgeRow], key: Callable[[EdgeRow], Hashable]) -> CoverageShare:
    every = {key(row) for row in rows}
    undeclared = {key(row) for row in rows if row.decision.verdict == "undeclared"}
    return CoverageShare(what, len(every) - len(undeclared), len(every))
