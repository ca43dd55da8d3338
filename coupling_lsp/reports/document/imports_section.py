"""The section on imports: which names of which apps a file takes, and of what sort they are."""

from collections.abc import Sequence

from coupling_lsp.model.edges import App, Edge
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.document.elements import Cell, DocumentSection, DocumentTable, TextRun, code, join_cells
from coupling_lsp.reports.document.table_rows import group_rows, intent_cell, rule_id, table_row
from coupling_lsp.snapshot.state import Snapshot

_TIMINGS = {"eager": "", "lazy": " / lazy", "lazy-import": " / lazy", "type-checking": " / type-checking"}
_SYMBOL_KINDS = ("model", "service", "utility")


def imports_section(snapshot: Snapshot, rows: Sequence[EdgeRow]) -> DocumentSection:
    """A row for what one file takes of one app, at one time, by one rule."""
    own = sorted((row for row in rows if row.edge.kind == "import"), key=_group_key)
    columns = ("Source app", "Source file", "Target app", "Symbols", "Kind", "Intent")
    lines = []
    for _, group in group_rows(own, _group_key):
        first = group[0].edge
        where = code(first.app), code(_path_in_app(snapshot.apps.get(first.app), first.path)), code(first.to_app)
        what = join_cells(_symbol_cell(row.edge) for row in group), _kind_cell(group)
        lines.append(table_row(snapshot, group, *where, *what, intent_cell(snapshot, group[0])))
    if not lines:
        return DocumentSection("imports", "Imports", ((TextRun("No app imports from another."),),))
    told = "A file's path is told from its app's folder on. "
    told += "Lazy imports stand inside a function; type-checking ones are for type checkers only."
    return DocumentSection("imports", "Imports", ((TextRun(told),), DocumentTable(columns, tuple(lines))))


def _group_key(row: EdgeRow) -> tuple[str, ...]:
    it = row.edge
    return it.app, it.path, it.to_app, _TIMINGS[it.timing], rule_id(row)


def _path_in_app(app: App | None, path: str) -> str:
    """A path from the app's folder on: `…/sync/commits.py`."""
    prefix = f"{app.path}/" if app is not None and app.path else ""
    return f"…/{path.removeprefix(prefix)}" if prefix and path.startswith(prefix) else path


def _symbol_cell(edge: Edge) -> Cell:
    """The name, and where it is taken from when that only passes it on."""
    taken = code(edge.taken_as or edge.to_symbol or edge.to_module)
    return (*taken, TextRun(" through "), TextRun(edge.through, True)) if edge.through else taken


def _kind_cell(group: Sequence[EdgeRow]) -> Cell:
    """`model + service / lazy`."""
    sorts = {row.edge.symbol_kind for row in group}
    named = [sort for sort in _SYMBOL_KINDS if sort in sorts]
    dynamic = ", by string" if any(row.edge.mechanism == "dynamic" for row in group) else ""
    return (TextRun(f"{' + '.join(named)}{_TIMINGS[group[0].edge.timing]}{dynamic}"),)
