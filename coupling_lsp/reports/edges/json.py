"""`edges --format json`: every edge with its verdict, for programs. One edge a line, as diffs like it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from coupling_lsp.model.edges import App
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Row, Wanted, rows, unresolved
from coupling_lsp.reports.screen import Screen
from coupling_lsp.snapshot.state import Snapshot

NAME = "json"


class _App(Struct, gc=False):
    label: str
    package: str
    path: str
    has_models: bool
    shared: bool
    declared_in: str | None


class _Source(Struct, gc=False):
    app: str
    module: str
    symbol: str | None
    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class _Target(Struct, gc=False):
    app: str
    module: str
    symbol: str | None
    through: str | None


class Edge(Struct, gc=False, omit_defaults=True):
    """An edge with its verdict. `probable` stands there only where it is true."""

    kind: str
    mechanism: str
    source: _Source
    target: _Target
    symbol_kind: str
    timing: str
    test: bool
    certainty: str
    verdict: str
    rule: str | None
    intent: str | None
    why: str | None
    probable: bool = False


class _Unresolved(Struct, gc=False):
    path: str
    line: int
    text: str
    reason: str


def render(projects: Sequence[Project], wanted: Wanted, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """The document. Paths are relative to the folder that was read."""
    apps = (_app(it.snapshot, app) for it in projects for app in it.snapshot.apps.values())
    edges = (edge_of(row) for it in projects for row in rows(it.snapshot, wanted))
    places = (place for it in projects for place in _unresolved(it, wanted))
    return document({"apps": apps, "edges": edges, "unresolved": places})


def document(parts: Mapping[str, Iterable[Struct]]) -> str:
    """A JSON object with a version and lists, one item a line."""
    encode = msgspec.json.Encoder().encode
    told = ['"version": 1']
    for name, found in parts.items():
        lines = b",\n".join([encode(it) for it in found]).decode()
        told.append(f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []')
    return "{" + ",\n".join(told) + "}\n"


def _app(snapshot: Snapshot, app: App) -> _App:
    return _App(app.label, app.package, app.path, app.has_models, app.shared, declared_in(snapshot, app) or None)


def declared_in(snapshot: Snapshot, app: App) -> str:
    """The settings line that installs an app: `config/settings.py:51`; empty for one found on disk only."""
    place = app.declared_in
    return f"{place.path}:{snapshot.span(*place).line}" if place is not None else ""


def edge_of(row: Row) -> Edge:
    """An edge as every JSON document has it."""
    span, edge, decision = row
    rule = decision.rule
    return Edge(
        edge.kind,
        edge.mechanism,
        _Source(edge.app, edge.module, edge.symbol or None, edge.path, *span),
        _Target(edge.to_app, edge.to_module, edge.taken_as or edge.to_symbol or None, edge.through or None),
        edge.symbol_kind,
        edge.timing,
        edge.test,
        edge.certainty,
        decision.verdict,
        rule.id if rule is not None else None,
        rule.intent if rule is not None else None,
        rule.why if rule is not None else None,
        edge.probable,
    )


def _unresolved(project: Project, wanted: Wanted) -> Iterator[_Unresolved]:
    for span, it in unresolved(project.snapshot, wanted):
        text = project.read(it.path)
        yield _Unresolved(it.path, span.line, text.slice(span) if text is not None else "", it.reason)
