"""The section on imports: which names of which apps a file takes, and of what sort they are."""

from collections.abc import Sequence

from coupling_lsp.model.edges import App, Edge
from coupling_lsp.reports.contents.edge_rows import Row
from coupling_lsp.reports.document.elements import Cell, Section, Table, Word, code, joined
from coupling_lsp.reports.document.table_lines import grouped, intent, line, rule_id
from coupling_lsp.snapshot.state import Snapshot

_TIMINGS = {"eager": "", "lazy": " / lazy", "lazy-import": " / lazy", "type-checking": " / type-checking"}
_SORTS = ("model", "service", "utility")


def imports(snapshot: Snapshot, rows: Sequence[Row]) -> Section:
    """A row for what one file takes of one app, at one time, by one rule."""
    own = sorted((row for row in rows if row.edge.kind == "import"), key=_key)
    columns = ("Source app", "Source file", "Target app", "Symbols", "Kind", "Intent")
    lines = []
    for _, group in grouped(own, _key):
        first = group[0].edge
        where = code(first.app), code(_inside(snapshot.apps.get(first.app), first.path)), code(first.to_app)
        what = joined(_symbol(row.edge) for row in group), _kind(group)
        lines.append(line(snapshot, group, *where, *what, intent(snapshot, group[0])))
    if not lines:
        return Section("imports", "Imports", ((Word("No app imports from another."),),))
    told = "A file's path is told from its app's folder on. "
    told += "Lazy imports stand inside a function; type-checking ones are for type checkers only."
    return Section("imports", "Imports", ((Word(told),), Table(columns, tuple(lines))))


def _key(row: Row) -> tuple[str, ...]:
    it = row.edge
    return it.app, it.path, it.to_app, _TIMINGS[it.timing], rule_id(row)


def _inside(app: App | None, path: str) -> str:
    """A path from the app's folder on: `…/sync/commits.py`."""
    prefix = f"{app.path}/" if app is not None and app.path else ""
    return f"…/{path.removeprefix(prefix)}" if prefix and path.startswith(prefix) else path


def _symbol(edge: Edge) -> Cell:
    """The name, and where it is taken from when that only passes it on."""
    taken = code(edge.taken_as or edge.to_symbol or edge.to_module)
    return (*taken, Word(" through "), Word(edge.through, True)) if edge.through else taken


def _kind(group: Sequence[Row]) -> Cell:
    """`model + service / lazy`."""
    sorts = {row.edge.symbol_kind for row in group}
    named = [sort for sort in _SORTS if sort in sorts]
    dynamic = ", by string" if any(row.edge.mechanism == "dynamic" for row in group) else ""
    return (Word(f"{' + '.join(named)}{_TIMINGS[group[0].edge.timing]}{dynamic}"),)
