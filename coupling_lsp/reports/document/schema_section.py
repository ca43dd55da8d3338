"""Section on the database: relations and inheritance between models of two apps."""

from collections.abc import Iterator, Sequence

from coupling_lsp.model.edges import Edge
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.document.elements import Cell, DocumentSection, DocumentTable, TextRun, code, join_cells
from coupling_lsp.reports.document.table_rows import group_rows, intent_cell, rule_id, table_row
from coupling_lsp.snapshot.state import Snapshot

_MECHANISM_NAMES = {"fk": "FK", "one-to-one": "one-to-one", "mti": "MTI", "through": "through model"}
_INHERITANCE_WORDS = {"mti": " extends ", "proxy": " is a proxy of ", "abstract": " inherits from "}
_RELATION_MECHANISMS = ("fk", "many-to-many", "one-to-one")


def schema_section(snapshot: Snapshot, rows: Sequence[EdgeRow]) -> DocumentSection:
    """Return the section, a row for the relations between one app and one target model that one rule speaks of."""
    imports = {_import_key(row.edge) for row in rows if row.edge.kind == "import"}
    schema_rows = sorted((row for row in rows if row.edge.kind == "schema"), key=_apps_of)
    columns = ("Source app", "Target app", "Mechanism", "Fields / models", "Intent")
    table_rows = []
    for _, group in group_rows(schema_rows, _group_key):
        first = group[0].edge
        mechanism_and_fields = _mechanisms_cell(group, imports), _fields_cell(group)
        table_rows.append(
            table_row(
                snapshot,
                group,
                code(first.app),
                code(first.to_app),
                *mechanism_and_fields,
                intent_cell(snapshot, group[0]),
            )
        )
    introduction = (
        (TextRun("These are dependencies in the database: they cannot be removed without migrations."),)
        if table_rows
        else (TextRun("No model leads to a model of another app."),)
    )
    table = (DocumentTable(columns, tuple(table_rows)),) if table_rows else ()
    return DocumentSection("schema", "Schema coupling", (introduction, *table))


def _apps_of(row: EdgeRow) -> tuple[str, ...]:
    return row.edge.app, row.edge.to_app


def _group_key(row: EdgeRow) -> tuple[str, ...]:
    edge = row.edge
    relation_sort = "relation" if edge.mechanism in _RELATION_MECHANISMS else edge.mechanism
    return edge.app, edge.to_app, edge.to_symbol, relation_sort, rule_id(row) or edge.symbol.partition(".")[0]


def _import_key(edge: Edge) -> tuple[str, str, str]:
    """Return what an import and a relation of one file to one class have in common."""
    return edge.path, edge.to_module, edge.to_symbol


def _mechanisms_cell(group: Sequence[EdgeRow], imports: set[tuple[str, str, str]]) -> Cell:
    names = join_cells(
        ((TextRun(_MECHANISM_NAMES.get(row.edge.mechanism, row.edge.mechanism)),) for row in group), " + "
    )
    # A class cannot inherit by string, so for inheritance the import goes without saying.
    is_direct = (
        any(_import_key(row.edge) in imports for row in group) and group[0].edge.mechanism not in _INHERITANCE_WORDS
    )
    return (TextRun("Direct import + "), *names) if is_direct else names


def _fields_cell(group: Sequence[EdgeRow]) -> Cell:
    """Return the fields and their target: `Issue.account`, `Issue.assignees` → `GitHubAccount`."""
    first = group[0].edge
    connective = TextRun(_INHERITANCE_WORDS.get(first.mechanism, " → "))
    return (*join_cells(_symbols(group)), connective, TextRun(first.to_symbol or first.to_module, True))


def _symbols(group: Sequence[EdgeRow]) -> Iterator[Cell]:
    for row in group:
        yield code(row.edge.symbol or row.edge.module)
