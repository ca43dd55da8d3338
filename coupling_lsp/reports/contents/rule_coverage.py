"""How much of a project rules speak of: shares of its edges, its pairs of apps, its apps."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from coupling_lsp.reports.contents.edge_rows import EdgeRow


class CoverageShare(NamedTuple):
    """How many things of one sort are declared, of how many in all."""

    noun: str
    declared: int
    total: int

    @property
    def percent(self) -> str:
        """`97.5 %`, or a dot where there is nothing to declare."""
        return f"{100 * self.declared / self.total:.1f} %" if self.total else "·"


def rule_coverage(rows: Sequence[EdgeRow]) -> tuple[CoverageShare, ...]:
    """Return the shares of edges, of pairs of apps, and of apps that depend on others.

    An edge is declared when a rule speaks of it; a pair or an app, when all its edges are.
    """
    return (
        _share("edges", rows, id),
        _share("pairs of apps", rows, lambda row: (row.edge.app, row.edge.to_app)),
        _share("apps that depend on others", rows, lambda row: row.edge.app),
    )


def _share(noun: str, rows: Sequence[EdgeRow], key: Callable[[EdgeRow], Hashable]) -> CoverageShare:
    keys = {key(row) for row in rows}
    undeclared = {key(row) for row in rows if row.decision.verdict == "undeclared"}
    return CoverageShare(noun, len(keys) - len(undeclared), len(keys))
