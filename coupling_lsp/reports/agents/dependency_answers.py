"""Answers to what an app depends on, and who depends on an app, a module or a model."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from coupling_lsp.reports.agents.name_lookup import EndName, look_up
from coupling_lsp.reports.contents.edge_rows import EdgeRow, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView

_MAX_PLACES = 50
"""Edges listed with their places; how many more there are is told as `places_left_out`."""


def depends_on(project: ProjectView, name: str) -> dict[str, Any]:
    """Return what an app, or a module of it, uses of other apps. Raises `UnknownNameError`."""
    end = look_up(project, name)
    rows = [row for row in edge_rows(project.snapshot) if _is_from(end, row)]
    return {"of": end.text, **_summary(project, rows, True)}


def users_of(project: ProjectView, name: str) -> dict[str, Any]:
    """Return which apps use an app, a module or a model of it. Raises `UnknownNameError`."""
    end = look_up(project, name)
    rows = [row for row in edge_rows(project.snapshot) if _is_to(end, row)]
    return {"of": end.text, **_summary(project, rows, False)}


def _is_from(end: EndName, row: EdgeRow) -> bool:
    edge = row.edge
    return edge.app == end.app and _is_inside(end, edge.module, edge.symbol)


def _is_to(end: EndName, row: EdgeRow) -> bool:
    edge = row.edge
    return edge.to_app == end.app and _is_inside(end, edge.to_module, edge.to_symbol)


def _is_inside(end: EndName, module: str, symbol: str) -> bool:
    """Return whether a module and symbol lie in what the name stands for."""
    if end.module and module != end.module and not module.startswith(f"{end.module}."):
        return False
    return not end.symbol or symbol == end.symbol or symbol.startswith(f"{end.symbol}.")


def _summary(project: ProjectView, rows: Sequence[EdgeRow], by_target: bool) -> dict[str, Any]:
    apps = sorted({_other_app(row, by_target) for row in rows})
    rows_of = {app: [row for row in rows if _other_app(row, by_target) == app] for app in apps}
    has_rules = bool(project.snapshot.ruleset.path)
    return {
        "edges": len(rows),
        "apps": [
            {"app": app, "kinds": Counter(row.edge.kind for row in rows_of[app])}
            | ({"verdicts": Counter(row.decision.verdict for row in rows_of[app])} if has_rules else {})
            for app in apps
        ],
        "places": [_place(project, row) for row in rows[:_MAX_PLACES]],
        "places_left_out": max(len(rows) - _MAX_PLACES, 0),
    }


def _other_app(row: EdgeRow, by_target: bool) -> str:
    return row.edge.to_app if by_target else row.edge.app


def _place(project: ProjectView, row: EdgeRow) -> str:
    edge, rule = row.edge, row.decision.rule
    description = f"{project.place(edge.path, *row.span[:2])} {edge.kind} {edge.app} → {edge.target}"
    if not project.snapshot.ruleset.path:
        return description
    return f"{description}, {row.decision.verdict}" + (f" by rule {rule.id}" if rule is not None else "")
