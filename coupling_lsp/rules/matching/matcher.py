"""Which rule decides on an edge.

The most specific one: a symbol over a module over an app over a wildcard; by source, then target, then kind. Of two
that are equally specific the later one in the file.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from coupling_lsp.model.edges import App, Edge
from coupling_lsp.model.rules import Decision, Rule, RuleSet, Selector, Verdict
from coupling_lsp.rules.matching.candidates import Candidates

_VERDICTS: dict[str, Verdict] = {"intentional": "approved", "tech-debt": "tech-debt", "forbidden": "forbidden"}

Rank = tuple[int, int]
"""How specific a selector is on an edge: 0 wildcard, 1 app, 2 module, 3 symbol; then its parts without wildcards."""


class _End(NamedTuple):
    app: str
    module: tuple[str, ...]
    symbol: tuple[str, ...]


class Matcher:
    """The rules of a file, ready to decide on the edges of one project."""

    def __init__(self, ruleset: RuleSet, apps: Mapping[str, App]) -> None:
        self._apps = apps
        self._candidates = Candidates(ruleset.rules)

    def decide(self, edge: Edge) -> Decision:
        """The verdict on an edge, the rule behind it, and the numbers of all rules that match the edge."""
        source = _end(edge.app, edge.module, edge.symbol, self._apps)
        target = _end(edge.to_app, edge.to_module, edge.to_symbol, self._apps)
        matched: list[tuple[tuple[Rank, Rank, bool, int], Rule]] = []
        for number, rule in self._candidates.of(*source):
            if rule.via and edge.kind not in rule.via:
                continue
            from_rank = _best(rule.sources, source)
            to_rank = _best(rule.targets, target) if from_rank is not None else None
            if from_rank is not None and to_rank is not None:
                matched.append(((from_rank, to_rank, bool(rule.via), number), rule))
        if not matched:
            return _UNDECLARED
        _, rule = max(matched, key=lambda it: it[0])
        return Decision(_VERDICTS[rule.intent], rule, tuple(rank[3] for rank, _ in matched))


def names(source: Selector, target: Selector, edge: Edge, apps: Mapping[str, App]) -> bool:
    """Whether two selectors name the ends of an edge."""
    if _rank(source, _end(edge.app, edge.module, edge.symbol, apps)) is None:
        return False
    return _rank(target, _end(edge.to_app, edge.to_module, edge.to_symbol, apps)) is not None


def _end(label: str, module: str, symbol: str, apps: Mapping[str, App]) -> _End:
    app = apps.get(label)
    package = app.package if app is not None else ""
    inside = module[len(package) + 1 :] if module.startswith(f"{package}.") else "" if module == package else module
    return _End(label, tuple(inside.split(".")) if inside else (), tuple(symbol.split(".")) if symbol else ())


_UNDECLARED = Decision("undeclared")
_WILDCARDS = ("*", "**")


def _best(selectors: Iterable[Selector], end: _End) -> Rank | None:
    ranks = [rank for selector in selectors if (rank := _rank(selector, end)) is not None]
    return max(ranks) if ranks else None


def _rank(selector: Selector, end: _End) -> Rank | None:
    """How specifically a selector names an end of an edge; None when it does not."""
    if not _same(selector.app, end.app):
        return None
    if not selector.parts:
        return (0 if "*" in selector.app else 1), 0
    if all(part in _WILDCARDS for part in selector.parts):
        return (1, 1) if covers(selector.parts, end.module + end.symbol) else None
    exact = sum("*" not in part for part in selector.parts)
    if end.symbol and covers(selector.parts, end.symbol):
        return 3, exact
    if covers(selector.parts, end.module):
        return 2, exact
    if end.symbol and covers(selector.parts, end.module + end.symbol):
        return 3, exact
    return None


def covers(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether the pattern names these parts or something around them. Takes time with the product of the lengths."""
    at, part, star, tried = 0, 0, -1, 0
    while at < len(pattern):
        if pattern[at] == "**":
            star, tried = at, part
            at += 1
        elif part < len(parts) and _same(pattern[at], parts[part]):
            at, part = at + 1, part + 1
        elif star >= 0 and tried < len(parts):
            tried += 1
            at, part = star + 1, tried
        else:
            return False
    return True


def _same(pattern: str, part: str) -> bool:
    return pattern == part or ("*" in pattern and fnmatchcase(part, pattern))
