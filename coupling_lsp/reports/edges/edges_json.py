"""`edges --format json`: apps, edges with their verdicts, and unresolved places, for programs."""

from collections.abc import Iterator, Sequence

from msgspec import UNSET, Struct, UnsetType

from coupling_lsp.model.edges import App
from coupling_lsp.reports.contents.edge_rows import EdgeFilter, EdgeRow, edge_rows
from coupling_lsp.reports.contents.json_document import json_document
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.terminal.screen import Screen

NAME = "json"


class _AppRecord(Struct, gc=False):
    label: str
    package: str
    path: str
    has_models: bool
    shared: bool
    declared_in: str | None


class _SourceRecord(Struct, gc=False):
    app: str
    module: str
    symbol: str | None
    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class _TargetRecord(Struct, gc=False):
    app: str
    module: str
    symbol: str | None
    through: str | None


class EdgeRecord(Struct, gc=False, omit_defaults=True):
    """An edge with its verdict, as every JSON report has it.

    `probable` is left out where it is false; `on_delete` is there for schema edges only, null where they have none.
    """

    kind: str
    mechanism: str
    source: _SourceRecord
    target: _TargetRecord
    symbol_kind: str
    timing: str
    test: bool
    certainty: str
    verdict: str
    rule: str | None
    intent: str | None
    why: str | None
    probable: bool = False
    on_delete: str | UnsetType | None = UNSET


class _UnresolvedRecord(Struct, gc=False):
    path: str
    line: int
    text: str
    reason: str


def render(projects: Sequence[ProjectView], edge_filter: EdgeFilter, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """Return a JSON object. Paths are seen from the folder that the command was given."""
    apps = (_app_record(it, app) for it in projects for app in it.snapshot.apps.values())
    edges = (edge_record(it, row) for it in projects for row in edge_rows(it.snapshot, edge_filter))
    places = (place for it in projects for place in _unresolved_records(it, edge_filter))
    return json_document({"apps": apps, "edges": edges, "unresolved": places})


def _app_record(project: ProjectView, app: App) -> _AppRecord:
    path = project.relative(app.path)
    return _AppRecord(app.label, app.package, path, app.has_models, app.shared, _settings_place(project, app) or None)


def _settings_place(project: ProjectView, app: App) -> str:
    """Return the settings line that installs an app: `config/settings.py:51`; empty for one found on disk only."""
    place = app.declared_in
    return f"{project.relative(place.path)}:{project.snapshot.span(*place).line}" if place is not None else ""


def edge_record(project: ProjectView, row: EdgeRow) -> EdgeRecord:
    """Return an edge of a project as every JSON report has it."""
    span, edge, decision = row
    rule = decision.rule
    return EdgeRecord(
        edge.kind,
        edge.mechanism,
        _SourceRecord(edge.app, edge.module, edge.symbol or None, project.relative(edge.path), *span),
        _TargetRecord(edge.to_app, edge.to_module, edge.taken_as or edge.to_symbol or None, edge.through or None),
        edge.symbol_kind,
        edge.timing,
        edge.test,
        edge.certainty,
        decision.verdict,
        rule.id if rule is not None else None,
        rule.intent if rule is not None else None,
        rule.why if rule is not None else None,
        edge.probable,
        (edge.on_delete or None) if edge.kind == "schema" else UNSET,
    )


def _unresolved_records(project: ProjectView, edge_filter: EdgeFilter) -> Iterator[_UnresolvedRecord]:
    for span, place in unresolved_places(project.snapshot, edge_filter):
        text = project.read(place.path)
        path = project.relative(place.path)
        yield _UnresolvedRecord(path, span.line, text.slice(span) if text is not None else "", place.reason)
