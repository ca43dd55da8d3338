"""The sections on the project as a whole: its apps, and the drawing of what leads from one to another."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features.wording import count
from coupling_lsp.model.edges import App
from coupling_lsp.reports.count import edges_by_kind, not_resolved
from coupling_lsp.reports.coverage import coverage
from coupling_lsp.reports.document.parts import Cell, Line, Part, Section, Table, Word, code, joined, prose
from coupling_lsp.reports.graph.arrows import Graph
from coupling_lsp.reports.rows import Row, Wanted, unresolved
from coupling_lsp.snapshot.state import Snapshot


def apps(snapshot: Snapshot, rows: Sequence[Row]) -> Section:
    """Every app with its role, and whether it has models of its own."""
    shared = [app for app in _sorted(snapshot) if app.shared]
    own = [app for app in _sorted(snapshot) if not app.shared]
    owners = {app.label: ", ".join(snapshot.owners(app.label)) for app in own}
    has_owners = any(owners.get(app.label) for app in own)
    missing = sum(1 for _ in unresolved(snapshot, Wanted(tests=False, judged=True)))
    edges = edges_by_kind(row.edge for row in rows)
    parts: list[Part] = [
        (Word(f"{count(len(own), 'app')}, {edges} outside tests; {not_resolved(missing)}."),),
    ]
    if shared:
        names = joined(code(app.label) for app in shared)
        told = " is shared infrastructure" if len(shared) == 1 else " are shared infrastructure"
        parts.append((*names, Word(f"{told}: every app may use it, so edges into it are not listed.")))
    if snapshot.ruleset.path and rows:
        shares = ", ".join(f"{it.declared} of {it.total} {it.what} ({it.percent})" for it in coverage(rows))
        parts.append((Word(f"Rules speak of {shares}."),))
    columns = ("App", "Role", "Has models?", *(["Owners"] if has_owners else []))
    if own:
        parts.append(Table(columns, tuple(_line(snapshot, rows, app, owners, has_owners) for app in own)))
    return Section("apps", "Apps", tuple(parts))


def drawing(graph: Graph) -> Section:
    """The graph, with its cycles in words."""
    parts: list[Part] = [graph] if graph.arrows else [(Word("No app depends on another."),)]
    if graph.arrows:
        parts.append((Word("A dashed arrow stands for what only functions or type checkers load."),))
    for labels in graph.cycles:
        parts.append((Word("Cycle: "), *joined(map(code, labels)), Word(" depend on each other.")))
    if graph.cuts.arcs:
        pairs = joined(code(f"{source} → {target}") for source, target in graph.cuts.arcs)
        parts.append((Word("The cycles would be cut by removing "), *pairs, Word(".")))
    return Section("graph", "Graph", tuple(parts))


def _sorted(snapshot: Snapshot) -> list[App]:
    return sorted(snapshot.apps.values(), key=lambda app: app.label)


def _line(snapshot: Snapshot, rows: Sequence[Row], app: App, owners: dict[str, str], has_owners: bool) -> Line:
    note = snapshot.ruleset.note(app.label)
    role = prose(note.role) if note is not None else ()
    owned = (prose(owners.get(app.label, "")),) if has_owners else ()
    return Line((code(app.label), role, _models(snapshot, rows, app), *owned), (app.label,))


def _models(snapshot: Snapshot, rows: Sequence[Row], app: App) -> Cell:
    """`Yes`, `No`, or of which apps the models module only passes on the models."""
    modules = {module: path for module, path in snapshot.index.names.modules.paths.items() if _is_models(module, app)}
    if any(snapshot.index.facts[path].classes for path in modules.values() if path in snapshot.index.facts):
        return (Word("Yes" if app.has_models else "No"),)
    passed = sorted(set(_passed_on(rows, modules)))
    return (Word("Shim only — re-exports from "), *joined(map(code, passed))) if passed else (Word("No"),)


def _is_models(module: str, app: App) -> bool:
    return module == f"{app.package}.models" or module.startswith(f"{app.package}.models.")


def _passed_on(rows: Sequence[Row], modules: dict[str, str]) -> Iterator[str]:
    for row in rows:
        it = row.edge
        if it.module in modules and it.kind == "import" and it.symbol_kind == "model":
            yield it.to_app
