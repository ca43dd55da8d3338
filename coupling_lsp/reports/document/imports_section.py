"""Section on imports: which names of other apps a file imports, and of what sort they are."""

from collections.abc import Sequence

from coupling_lsp.model.edges import App, Edge
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.document.elements import Cell, DocumentSection, DocumentTable, TextRun, code, join_cells
from coupling_lsp.reports.document.table_rows import group_rows, intent_cell, rule_id, table_row
from coupling_lsp.snapshot.state import Snapshot

_TIMINGS = {"eager": "", "lazy": " / lazy", "lazy-import": " / lazy", "type-checking": " / type-checking"}
_SYMBOL_KINDS = ("model", "service", "utility")


def imports_section(snapshot: Snapshot, rows: Sequence[EdgeRow]) -> DocumentSection:
    """Return the section, a row for what a file imports of an app at one time (eager, lazy, …) by one rule."""
    import_rows = sorted((row for row in rows if row.edge.kind == "import"), key=_group_key)
    columns = ("Source app", "Source file", "Target app", "Symbols", "Kind", "Intent")
    table_rows = []
    for _, group in group_rows(import_rows, _group_key):
        first = group[0].edge
        place = code(first.app), code(_path_in_app(snapshot.apps.get(first.app), first.path)), code(first.to_app)
        symbols_and_kind = join_cells(_symbol_cell(row.edge) for row in group), _kind_cell(group)
        table_rows.append(table_row(snapshot, group, *place, *symbols_and_kind, intent_cell(snapshot, group[0])))
    if not table_rows:
        return DocumentSection("imports", "Imports", ((TextRun("No app imports from another."),),))
    introduction = "A file's path is told from its app's folder on. "
    introduction += "Lazy imports stand inside a function; type-checking ones are for type checkers only."
    return DocumentSection("imports", "Imports", ((TextRun(introduction),), DocumentTable(columns, tuple(table_rows))))


def _group_key(row: EdgeRow) -> tuple[str, ...]:
    edge = row.edge
    return edge.app, edge.path, edge.to_app, _TIMINGS[edge.timing], rule_id(row)


def _path_in_app(app: App | None, path: str) -> str:
    """Return a path from the app's folder on: `…/sync/commits.py`."""
    prefix = f"{app.path}/" if app is not None and app.path else ""
    return f"…/{path.removeprefix(prefix)}" if prefix and path.startswith(prefix) else path


def _symbol_cell(edge: Edge) -> Cell:
    """Return the imported name, and the module it is imported through if another one defines it."""
    name = code(edge.taken_as or edge.to_symbol or edge.to_module)
    return (*name, TextRun(" through "), TextRun(edge.through, True)) if edge.through else name


def _kind_cell(group: Sequence[EdgeRow]) -> Cell:
    """Return what sort of names are imported, and when: `model + service / lazy`."""
    sorts = {row.edge.symbol_kind for row in group}
    kind_names = [sort for sort in _SYMBOL_KINDS if sort in sorts]
    dynamic = ", by string" if any(row.edge.mechanism == "dynamic" for row in group) else ""
    return (TextRun(f"{' + '.join(kind_names)}{_TIMINGS[group[0].edge.timing]}{dynamic}"),)
