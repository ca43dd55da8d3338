"""With which apps an app has edges, in both directions; those in tests do not count."""

from typing import NamedTuple

from coupling_lsp.reports.contents.edge_rows import EdgeFilter, EdgeRow, edge_rows
from coupling_lsp.snapshot.state import Snapshot


class AppRelation(NamedTuple):
    """An app that another one has edges to, or that has edges to it."""

    app: str
    rows: tuple[EdgeRow, ...]


def depends_on(snapshot: Snapshot, app: str) -> list[AppRelation]:
    """Return the apps that an app has edges to, by name."""
    return _by_app([(row.edge.to_app, row) for row in edge_rows(snapshot, EdgeFilter(sources=(app,), tests=False))])


def used_by(snapshot: Snapshot, app: str) -> list[AppRelation]:
    """Return the apps that have edges to an app, by name."""
    return _by_app([(row.edge.app, row) for row in edge_rows(snapshot, EdgeFilter(targets=(app,), tests=False))])


def _by_app(rows: list[tuple[str, EdgeRow]]) -> list[AppRelation]:
    rows_by_app: dict[str, list[EdgeRow]] = {}
    for app, row in rows:
        rows_by_app.setdefault(app, []).append(row)
    return [AppRelation(app, tuple(rows_by_app[app])) for app in sorted(rows_by_app)]
