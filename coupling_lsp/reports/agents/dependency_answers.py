"""What an app depends on, and who depends on an app, a module or a model: by app, kind and verdict, with places."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from coupling_lsp.reports.agents.name_lookup import EndName, look_up
from coupling_lsp.reports.contents.edge_rows import EdgeRow, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView

_MAX_PLACES = 50


def depends_on(project: ProjectView, name: str) -> dict[str, Any]:
    """What an app, or a module of it, uses of other apps."""
    named = look_up(project, name)
    found = [row for row in edge_rows(project.snapshot) if _is_from(named, row)]
    return {"of": named.told, **_summary(project, found, True)}


def users_of(project: ProjectView, name: str) -> dict[str, Any]:
    """Which apps use an app, a module or a model of it."""
    named = look_up(project, name)
    found = [row for row in edge_rows(project.snapshot) if _is_to(named, row)]
    return {"of": named.told, **_summary(project, found, False)}


def _is_from(named: EndName, row: EdgeRow) -> bool:
    edge = row.edge
    return edge.app == named.app and _is_inside(named, edge.module, edge.symbol)


def _is_to(named: EndName, row: EdgeRow) -> bool:
    edge = row.edge
    return edge.to_app == named.app and _is_inside(named, edge.to_module, edge.to_symbol)


def _is_inside(named: EndName, module: str, symbol: str) -> bool:
    if named.module and module != named.module and not module.startswith(f"{named.module}."):
        return False
    return not named.symbol or symbol == named.symbol or symbol.startswith(f"{named.symbol}.")


def _summary(project: ProjectView, found: Sequence[EdgeRow], by_target: bool) -> dict[str, Any]:
    apps = sorted({_other_app(row, by_target) for row in found})
    own = {app: [row for row in found if _other_app(row, by_target) == app] for app in apps}
    has_rules = bool(project.snapshot.ruleset.path)
    return {
        "edges": len(found),
        "apps": [
            {"app": app, "kinds": Counter(row.edge.kind for row in own[app])}
            | ({"verdicts": Counter(row.decision.verdict for row in own[app])} if has_rules else {})
            for app in apps
        ],
        "places": [_place(project, row) for row in found[:_MAX_PLACES]],
        "places_left_out": max(len(found) - _MAX_PLACES, 0),
    }


def _other_app(row: EdgeRow, by_target: bool) -> str:
    return row.edge.to_app if by_target else row.edge.app


def _place(project: ProjectView, row: EdgeRow) -> str:
    edge, rule = row.edge, row.decision.rule
    told = f"{project.place(edge.path, *row.span[:2])} {edge.kind} {edge.app} → {edge.target}"
    if not project.snapshot.ruleset.path:
        return told
    return f"{told}, {row.decision.verdict}" + (f" by rule {rule.id}" if rule is not None else "")
