"""The section on the database: relations and inheritance between the models of two apps."""

from collections.abc import Iterator, Sequence

from coupling_lsp.model.edges import Edge
from coupling_lsp.reports.contents.edge_rows import Row
from coupling_lsp.reports.document.elements import Cell, Section, Table, Word, code, joined
from coupling_lsp.reports.document.table_lines import grouped, intent, line, rule_id
from coupling_lsp.snapshot.state import Snapshot

_MECHANISMS = {"fk": "FK", "one-to-one": "one-to-one", "mti": "MTI", "through": "through model"}
_CLASSES = {"mti": " extends ", "proxy": " is a proxy of ", "abstract": " inherits from "}
_ALIKE = ("fk", "many-to-many", "one-to-one")


def schema(snapshot: Snapshot, rows: Sequence[Row]) -> Section:
    """A row for the relations of one source and one target model that one rule speaks of."""
    imports = {_end(row.edge) for row in rows if row.edge.kind == "import"}
    own = sorted((row for row in rows if row.edge.kind == "schema"), key=_order)
    columns = ("Source app", "Target app", "Mechanism", "Fields / models", "Intent")
    lines = []
    for _, group in grouped(own, _key):
        first = group[0].edge
        how = _mechanisms(group, imports), _fields(group)
        lines.append(line(snapshot, group, code(first.app), code(first.to_app), *how, intent(snapshot, group[0])))
    told = (
        (Word("These are dependencies in the database: they cannot be removed without migrations."),)
        if lines
        else (Word("No model leads to a model of another app."),)
    )
    table = (Table(columns, tuple(lines)),) if lines else ()
    return Section("schema", "Schema coupling", (told, *table))


def _order(row: Row) -> tuple[str, ...]:
    return row.edge.app, row.edge.to_app


def _key(row: Row) -> tuple[str, ...]:
    it = row.edge
    sort = "relation" if it.mechanism in _ALIKE else it.mechanism
    return it.app, it.to_app, it.to_symbol, sort, rule_id(row) or it.symbol.partition(".")[0]


def _end(edge: Edge) -> tuple[str, str, str]:
    return edge.path, edge.to_module, edge.to_symbol


def _mechanisms(group: Sequence[Row], imports: set[tuple[str, str, str]]) -> Cell:
    names = joined(((Word(_MECHANISMS.get(row.edge.mechanism, row.edge.mechanism)),) for row in group), " + ")
    # A class cannot inherit by string, so for inheritance the import goes without saying.
    is_direct = any(_end(row.edge) in imports for row in group) and group[0].edge.mechanism not in _CLASSES
    return (Word("Direct import + "), *names) if is_direct else names


def _fields(group: Sequence[Row]) -> Cell:
    """`Issue.account`, `Issue.assignees` → `GitHubAccount`."""
    first = group[0].edge
    between = Word(_CLASSES.get(first.mechanism, " → "))
    return (*joined(_symbols(group)), between, Word(first.to_symbol or first.to_module, True))


def _symbols(group: Sequence[Row]) -> Iterator[Cell]:
    for row in group:
        yield code(row.edge.symbol or row.edge.module)
