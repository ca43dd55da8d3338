"""The table teams keep in their docs: one row per statement or place and target app, its symbols joined.

The first six columns are those of the scripts such teams write: an import stands at its statement, named as it says.
"""

from collections.abc import Iterator, Sequence

from coupling_lsp.reports.contents.edge_rows import EdgeFilter, EdgeRow, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView

COLUMNS = (
    "source_app",
    "source_file",
    "target_app",
    "symbols",
    "is_test",
    "line",
    "kind",
    "mechanism",
    "intent",
)


def statement_rows(projects: Sequence[ProjectView], wanted: EdgeFilter) -> Iterator[tuple[str, ...]]:
    """The rows, each as long as `COLUMNS`, by file and line."""
    for project in projects:
        has_rules = bool(project.snapshot.ruleset.path)
        joined: dict[tuple[str, ...], list[str]] = {}
        for row in edge_rows(project.snapshot, wanted):
            edge = row.edge
            intent = _intent(row) if has_rules else ""
            line, symbol = _statement_place(project, row)
            rest = (str(edge.test), str(line), edge.kind, edge.mechanism, intent)
            joined.setdefault((edge.app, edge.path, edge.to_app, *rest), []).append(symbol)
        for key, symbols in joined.items():
            yield (*key[:3], ", ".join(dict.fromkeys(symbols)), *key[3:])


def _statement_place(project: ProjectView, row: EdgeRow) -> tuple[int, str]:
    """The line and the symbol of an edge as its statement has them."""
    edge = row.edge
    if edge.kind == "import" and edge.mechanism != "dynamic":
        it = project.snapshot.index.facts[edge.path].imports[edge.site]
        return project.snapshot.extractions[edge.path].statement(edge.site), it.name or it.module
    return row.span.line, edge.to_symbol or edge.to_module


def _intent(row: EdgeRow) -> str:
    return row.decision.rule.intent if row.decision.rule is not None else "undeclared"
