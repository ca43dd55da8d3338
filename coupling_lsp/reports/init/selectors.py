"""The two ends of a group of edges as selectors of `rules.yaml`: as few as are readable, or as narrow as can be."""

import re
from collections.abc import Iterable
from typing import Literal

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Selector
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE

Width = Literal["readable", "listed", "exact", "apps"]
"""`listed` never gives way to an app when it grows long; `exact` names the module too; `apps` names nothing else."""

MAX_SOURCES = 8
MAX_TARGETS = 6

_MAX_SELECTOR_CHARS = 300
_LABEL = re.compile(r"\w+")
_PART = re.compile(r"[\w-]+")


def is_writable(edge: Edge) -> bool:
    """Whether rules can name both apps of an edge."""
    return all(_LABEL.fullmatch(label) is not None for label in (edge.app, edge.to_app))


def sources(snapshot: Snapshot, edges: Iterable[Edge], width: Width) -> tuple[Selector, ...]:
    """Where the edges of one app start."""
    edges = tuple(edges)
    label = edges[0].app
    if width == "apps" or (width == "readable" and _is_about_services(edges)):
        return (_selector(label, ""),)
    named = []
    for edge in edges:
        inside, symbol = _path_in_app(snapshot, label, edge.module), edge.symbol
        if width != "exact":
            inside, symbol = ("", symbol) if edge.kind == "schema" and symbol else (inside, "")
        named.append(_selector(label, _join_parts(inside, symbol)))
    return _distinct_selectors(named, label, MAX_SOURCES if width == "readable" else 0)


def targets(snapshot: Snapshot, edges: Iterable[Edge], width: Width) -> tuple[Selector, ...]:
    """Where the edges into one app lead."""
    edges = tuple(edges)
    label = edges[0].to_app
    if width == "apps":
        return (_selector(label, ""),)
    named = []
    for edge in edges:
        inside = _path_in_app(snapshot, label, edge.to_module) if width == "exact" or not edge.to_symbol else ""
        named.append(_selector(label, _join_parts(inside, edge.to_symbol)))
    return _distinct_selectors(named, label, MAX_TARGETS if width == "readable" else 0)


def _is_about_services(edges: tuple[Edge, ...]) -> bool:
    """Whether several modules of an app import nothing but services."""
    services = all(edge.kind == "import" and edge.symbol_kind == "service" for edge in edges)
    return services and len({edge.module for edge in edges}) > 1


def _path_in_app(snapshot: Snapshot, label: str, module: str) -> str:
    """The path of a module inside its app's package."""
    app = snapshot.apps.get(label)
    package = app.package if app is not None else ""
    return "" if module == package else module.removeprefix(f"{package}.")


def _join_parts(*parts: str) -> str:
    return ".".join(filter(None, parts))


def _selector(label: str, inside: str) -> Selector:
    """A selector; what cannot be written in one stands as its whole app."""
    parts = tuple(inside.split(".")) if inside else ()
    written = ".".join((label, *parts))
    if len(written) > _MAX_SELECTOR_CHARS or not all(_PART.fullmatch(part) for part in parts):
        written, parts = label, ()
    return Selector(written, label, parts, WHOLE_FIRST_LINE)


def _distinct_selectors(named: Iterable[Selector], label: str, most: int) -> tuple[Selector, ...]:
    """Each selector once, sorted; the app alone when it is among them, or when they are too many (0: never)."""
    found = sorted(set(named))
    whole = [it for it in found if not it.parts]
    if whole:
        return (whole[0],)
    return (_selector(label, ""),) if most and len(found) > most else tuple(found)
