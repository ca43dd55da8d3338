"""Selectors for the two ends of a group of edges: as few as are readable, or as narrow as can be."""

import re
from collections.abc import Iterable
from typing import Literal

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Selector
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE

Width = Literal["readable", "listed", "exact", "apps"]
"""How precise selectors are.

`readable` ones become the whole app where they would be too many, `listed` ones never do; `exact` ones name the module
too; `apps` names the app alone.
"""

MAX_SOURCES = 8
"""Readable selectors of sources in one rule; more become the whole app."""

MAX_TARGETS = 6
"""Readable selectors of targets in one rule; more become the whole app."""

_MAX_SELECTOR_CHARS = 300
"""Longest selector; a longer one becomes the whole app."""

_LABEL = re.compile(r"\w+")
_PART = re.compile(r"[\w-]+")


def is_writable(edge: Edge) -> bool:
    """Return whether rules can name both apps of an edge."""
    return all(_LABEL.fullmatch(label) is not None for label in (edge.app, edge.to_app))


def sources(snapshot: Snapshot, edges: Iterable[Edge], width: Width) -> tuple[Selector, ...]:
    """Return selectors for where the edges of one app start."""
    edges = tuple(edges)
    label = edges[0].app
    if width == "apps" or (width == "readable" and _is_about_services(edges)):
        return (_selector(label, ""),)
    selectors = []
    for edge in edges:
        path, symbol = _path_in_app(snapshot, label, edge.module), edge.symbol
        if width != "exact":
            path, symbol = ("", symbol) if edge.kind == "schema" and symbol else (path, "")
        selectors.append(_selector(label, _join_parts(path, symbol)))
    return _distinct_selectors(selectors, label, MAX_SOURCES if width == "readable" else 0)


def targets(snapshot: Snapshot, edges: Iterable[Edge], width: Width) -> tuple[Selector, ...]:
    """Return selectors for where the edges into one app lead."""
    edges = tuple(edges)
    label = edges[0].to_app
    if width == "apps":
        return (_selector(label, ""),)
    selectors = []
    for edge in edges:
        path = _path_in_app(snapshot, label, edge.to_module) if width == "exact" or not edge.to_symbol else ""
        selectors.append(_selector(label, _join_parts(path, edge.to_symbol)))
    return _distinct_selectors(selectors, label, MAX_TARGETS if width == "readable" else 0)


def _is_about_services(edges: tuple[Edge, ...]) -> bool:
    """Return whether several modules of an app import nothing but services."""
    services = all(edge.kind == "import" and edge.symbol_kind == "service" for edge in edges)
    return services and len({edge.module for edge in edges}) > 1


def _path_in_app(snapshot: Snapshot, label: str, module: str) -> str:
    """Return the path of a module inside its app's package."""
    app = snapshot.apps.get(label)
    package = app.package if app is not None else ""
    return "" if module == package else module.removeprefix(f"{package}.")


def _join_parts(*parts: str) -> str:
    return ".".join(filter(None, parts))


def _selector(label: str, path: str) -> Selector:
    """Return a selector; the whole app where the path cannot be written in one."""
    parts = tuple(path.split(".")) if path else ()
    text = ".".join((label, *parts))
    if len(text) > _MAX_SELECTOR_CHARS or not all(_PART.fullmatch(part) for part in parts):
        text, parts = label, ()
    return Selector(text, label, parts, WHOLE_FIRST_LINE)


def _distinct_selectors(selectors: Iterable[Selector], label: str, max_number: int) -> tuple[Selector, ...]:
    """Return each selector once, sorted; the app alone, if it is among them or they exceed the limit (0: none)."""
    distinct = sorted(set(selectors))
    whole_apps = [it for it in distinct if not it.parts]
    if whole_apps:
        return (whole_apps[0],)
    return (_selector(label, ""),) if max_number and len(distinct) > max_number else tuple(distinct)
