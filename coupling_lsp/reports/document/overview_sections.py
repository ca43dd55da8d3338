"""Sections on the project as a whole: its apps, and the graph of them."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features.words import count
from coupling_lsp.model.edges import App
from coupling_lsp.reports.contents.edge_rows import EdgeFilter, EdgeRow
from coupling_lsp.reports.contents.rule_coverage import rule_coverage
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.document.elements import (
    Cell,
    DocumentSection,
    DocumentTable,
    Part,
    TableRow,
    TextRun,
    code,
    join_cells,
    prose,
)
from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.wording.counts import edges_by_kind, unresolved_count
from coupling_lsp.snapshot.state import Snapshot


def apps_section(snapshot: Snapshot, rows: Sequence[EdgeRow]) -> DocumentSection:
    """Return the section on apps: sums, then each app with its role, owners, and whether it has models."""
    shared_apps = [app for app in _sorted_apps(snapshot) if app.shared]
    own_apps = [app for app in _sorted_apps(snapshot) if not app.shared]
    owners = {app.label: ", ".join(snapshot.owners(app.label)) for app in own_apps}
    has_owners = any(owners.get(app.label) for app in own_apps)
    n_unresolved = sum(1 for _ in unresolved_places(snapshot, EdgeFilter(tests=False, judged=True)))
    edges = edges_by_kind(row.edge for row in rows)
    parts: list[Part] = [
        (TextRun(f"{count(len(own_apps), 'app')}, {edges} outside tests; {unresolved_count(n_unresolved)}."),),
    ]
    if shared_apps:
        names = join_cells(code(app.label) for app in shared_apps)
        predicate = " is shared infrastructure" if len(shared_apps) == 1 else " are shared infrastructure"
        parts.append((*names, TextRun(f"{predicate}: every app may use it, so edges into it are not listed.")))
    if snapshot.ruleset.path and rows:
        shares = ", ".join(f"{it.declared} of {it.total} {it.noun} ({it.percent})" for it in rule_coverage(rows))
        parts.append((TextRun(f"Rules speak of {shares}."),))
    columns = ("App", "Role", "Has models?", *(["Owners"] if has_owners else []))
    if own_apps:
        parts.append(
            DocumentTable(columns, tuple(_app_row(snapshot, rows, app, owners, has_owners) for app in own_apps))
        )
    return DocumentSection("apps", "Apps", tuple(parts))


def graph_section(graph: Graph) -> DocumentSection:
    """Return the section with the graph, and its cycles in words."""
    parts: list[Part] = [graph] if graph.arrows else [(TextRun("No app depends on another."),)]
    if graph.arrows:
        parts.append((TextRun("A dashed arrow stands for what only functions or type checkers load."),))
    for labels in graph.cycles:
        parts.append((TextRun("Cycle: "), *join_cells(map(code, labels)), TextRun(" depend on each other.")))
    if graph.cuts.arcs:
        pairs = join_cells(code(f"{source} → {target}") for source, target in graph.cuts.arcs)
        parts.append((TextRun("The cycles would be cut by removing "), *pairs, TextRun(".")))
    return DocumentSection("graph", "Graph", tuple(parts))


def _sorted_apps(snapshot: Snapshot) -> list[App]:
    return sorted(snapshot.apps.values(), key=lambda app: app.label)


def _app_row(
    snapshot: Snapshot, rows: Sequence[EdgeRow], app: App, owners: dict[str, str], has_owners: bool
) -> TableRow:
    note = snapshot.ruleset.note(app.label)
    role = prose(note.role) if note is not None else ()
    owner_cells = (prose(owners.get(app.label, "")),) if has_owners else ()
    return TableRow((code(app.label), role, _models_cell(snapshot, rows, app), *owner_cells), (app.label,))


def _models_cell(snapshot: Snapshot, rows: Sequence[EdgeRow], app: App) -> Cell:
    """Return `Yes`, `No`, or the apps whose models this app's models module only re-exports."""
    modules = {
        module: path for module, path in snapshot.index.names.modules.paths.items() if _is_models_module(module, app)
    }
    if any(snapshot.index.facts[path].classes for path in modules.values() if path in snapshot.index.facts):
        return (TextRun("Yes" if app.has_models else "No"),)
    reexported_apps = sorted(set(_reexported_apps(rows, modules)))
    if not reexported_apps:
        return (TextRun("No"),)
    return (TextRun("Shim only — re-exports from "), *join_cells(map(code, reexported_apps)))


def _is_models_module(module: str, app: App) -> bool:
    return module == f"{app.package}.models" or module.startswith(f"{app.package}.models.")


def _reexported_apps(rows: Sequence[EdgeRow], modules: dict[str, str]) -> Iterator[str]:
    for row in rows:
        edge = row.edge
        if edge.module in modules and edge.kind == "import" and edge.symbol_kind == "model":
            yield edge.to_app
