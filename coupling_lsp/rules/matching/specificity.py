"""Which selectors name an end of an edge, and how specific each is there."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coupling_lsp.globs.dialects import label_matches, selector_covers
from coupling_lsp.model.edges import App, Edge
from coupling_lsp.model.rules import Selector

Rank = tuple[int, int]
"""How specific a selector is on an edge: 0 wildcard, 1 app, 2 module, 3 symbol; then its parts without wildcards."""

_WILDCARDS = ("*", "**")


class EdgeEnd(NamedTuple):
    """One end of an edge: its app, and the parts of a module inside the app's package and of a symbol in the module."""

    app: str
    module: tuple[str, ...]
    symbol: tuple[str, ...]


def source_of(edge: Edge, apps: Mapping[str, App]) -> EdgeEnd:
    """Return the end an edge leads from."""
    return _end(edge.app, edge.module, edge.symbol, apps)


def target_of(edge: Edge, apps: Mapping[str, App]) -> EdgeEnd:
    """Return the end an edge leads to."""
    return _end(edge.to_app, edge.to_module, edge.to_symbol, apps)


def names_edge(source: Selector, target: Selector, edge: Edge, apps: Mapping[str, App]) -> bool:
    """Whether two selectors name the ends of an edge."""
    return rank_of(source, source_of(edge, apps)) is not None and rank_of(target, target_of(edge, apps)) is not None


def highest_rank(selectors: Iterable[Selector], end: EdgeEnd) -> Rank | None:
    """Return the rank of the selector that names an end most specifically; None when none names it."""
    return max((it for selector in selectors if (it := rank_of(selector, end)) is not None), default=None)


def rank_of(selector: Selector, end: EdgeEnd) -> Rank | None:
    """Return how specifically a selector names an end of an edge; None when it does not."""
    if not label_matches(selector.app, end.app):
        return None
    if not selector.parts:
        return (0 if "*" in selector.app else 1), 0
    if all(part in _WILDCARDS for part in selector.parts):
        return (1, 1) if selector_covers(selector.parts, end.module + end.symbol) else None
    n_plain = sum("*" not in part for part in selector.parts)
    if end.symbol and selector_covers(selector.parts, end.symbol):
        return 3, n_plain
    if selector_covers(selector.parts, end.module):
        return 2, n_plain
    if end.symbol and selector_covers(selector.parts, end.module + end.symbol):
        return 3, n_plain
    return None


def _end(label: str, module: str, symbol: str, apps: Mapping[str, App]) -> EdgeEnd:
    package = apps[label].package if label in apps else ""
    inner_module = "" if module == package else module.removeprefix(f"{package}.")
    return EdgeEnd(
        label, tuple(inner_module.split(".")) if inner_module else (), tuple(symbol.split(".")) if symbol else ()
    )
