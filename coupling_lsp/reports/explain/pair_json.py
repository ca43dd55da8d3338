"""`explain APP APP --format json`: the same for programs."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from coupling_lsp.reports.contents.edge_rows import Row
from coupling_lsp.reports.contents.project_view import Project
from coupling_lsp.reports.edges.edges_json import Edge, edge_of
from coupling_lsp.reports.explain.dependency_reasons import hops, reasons


class _Fix(Struct):
    advice: str | None
    replace: str | None
    replacement: str | None = msgspec.field(name="with")


class _Found(Struct):
    edge: Edge
    fix: _Fix | None


class _Hop(Struct):
    source: str
    target: str
    edges: int


class _Pair(Struct):
    source: str
    target: str
    edges: list[_Found]


class _Contract(Struct):
    id: str
    detail: str
    why: str


class _Document(Struct):
    version: int
    source: str
    target: str
    shared: bool
    contracts: list[_Contract]
    edges: list[_Found]
    chains: list[list[_Hop]]
    cut: list[_Pair]
    back: list[Edge]


def render(project: Project, source: str, target: str) -> str:
    """The document. Paths are relative to the folder that was read."""
    it = reasons(project, source, target)
    told = _Document(
        1,
        source,
        target,
        it.shared,
        [_Contract(one.contract.id, one.detail, one.contract.why) for one in it.broken],
        _found(it.edges),
        [[_Hop(*pair, len(it.between[pair])) for pair in hops(chain)] for chain in it.chains],
        [_Pair(*pair, _found(it.between[pair])) for pair in it.cut],
        [edge_of(row) for row in it.back],
    )
    return msgspec.json.format(msgspec.json.encode(told), indent=1).decode() + "\n"


def _found(rows: Iterable[Row]) -> list[_Found]:
    return [_Found(edge_of(row), _fix(row)) for row in rows]


def _fix(row: Row) -> _Fix | None:
    fix = row.decision.rule.fix if row.decision.rule is not None else None
    if fix is None or not (fix.advice or fix.replacement):
        return None
    return _Fix(fix.advice or None, fix.replace or None, fix.replacement or None)
