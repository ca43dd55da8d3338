"""Rows of the table that teams keep in their docs: one per statement and target app, with all its symbols.

The first six columns are those of the scripts such teams write. An import is told by its statement's line and by the
name that stands there; any other edge, by its own line and target.
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


def statement_rows(projects: Sequence[ProjectView], edge_filter: EdgeFilter) -> Iterator[tuple[str, ...]]:
    """Yield the rows, each as long as `COLUMNS`, by file and line."""
    for project in projects:
        has_rules = bool(project.snapshot.ruleset.path)
        symbols_by_statement: dict[tuple[str, ...], list[str]] = {}
        for row in edge_rows(project.snapshot, edge_filter):
            edge = row.edge
            intent = _intent(row) if has_rules else ""
            line, symbol = _statement_place(project, row)
            rest = (str(edge.test), str(line), edge.kind, edge.mechanism, intent)
            symbols_by_statement.setdefault((edge.app, project.relative(edge.path), edge.to_app, *rest), []).append(
                symbol
            )
        for key, symbols in symbols_by_statement.items():
            yield (*key[:3], ", ".join(dict.fromkeys(symbols)), *key[3:])


def _statement_place(project: ProjectView, row: EdgeRow) -> tuple[int, str]:
    """Return the line and the symbol of an edge as its statement has them."""
    edge = row.edge
    if edge.kind == "import" and edge.mechanism != "dynamic":
        statement = project.snapshot.index.facts[edge.path].imports[edge.site]
        return project.snapshot.extractions[edge.path].statement(edge.site), statement.name or statement.module
    return row.span.line, edge.to_symbol or edge.to_module


def _intent(row: EdgeRow) -> str:
    return row.decision.rule.intent if row.decision.rule is not None else "undeclared"
