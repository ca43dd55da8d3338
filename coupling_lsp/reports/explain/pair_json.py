"""`explain APP APP --format json`: the dependency of one app on another, for programs."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.edges.edges_json import EdgeRecord, edge_record
from coupling_lsp.reports.explain.dependency_reasons import dependency_reasons, hops


class _ReplacementRecord(Struct):
    replace: str
    call: str = msgspec.field(name="with")


class _FixRecord(Struct, omit_defaults=True):
    advice: str | None
    replace: str | None
    call: str | None = msgspec.field(name="with")
    calls: list[_ReplacementRecord] = []


class _EdgeWithFix(Struct):
    edge: EdgeRecord
    fix: _FixRecord | None


class _HopRecord(Struct):
    source: str
    target: str
    edges: int


class _CutPair(Struct):
    source: str
    target: str
    edges: list[_EdgeWithFix]


class _BrokenContract(Struct):
    id: str
    detail: str
    why: str


class _PairDocument(Struct):
    version: int
    source: str
    target: str
    shared: bool
    contracts: list[_BrokenContract]
    edges: list[_EdgeWithFix]
    chains: list[list[_HopRecord]]
    cut: list[_CutPair]
    back: list[EdgeRecord]


def render(project: ProjectView, source: str, target: str) -> str:
    """Return a JSON object. Paths are seen from the folder that the command was given."""
    reasons = dependency_reasons(project, source, target)
    document = _PairDocument(
        1,
        source,
        target,
        reasons.shared,
        [
            _BrokenContract(broken_contract.contract.id, broken_contract.detail, broken_contract.contract.why)
            for broken_contract in reasons.broken
        ],
        _edges_with_fixes(project, reasons.edges),
        [[_HopRecord(*pair, len(reasons.rows_by_pair[pair])) for pair in hops(chain)] for chain in reasons.chains],
        [_CutPair(*pair, _edges_with_fixes(project, reasons.rows_by_pair[pair])) for pair in reasons.cut],
        [edge_record(project, row) for row in reasons.reverse_edges],
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _edges_with_fixes(project: ProjectView, rows: Iterable[EdgeRow]) -> list[_EdgeWithFix]:
    return [_EdgeWithFix(edge_record(project, row), _fix_record(row)) for row in rows]


def _fix_record(row: EdgeRow) -> _FixRecord | None:
    fix = row.decision.rule.fix if row.decision.rule is not None else None
    if fix is None or not (fix.advice or fix.replacements):
        return None
    pairs = [_ReplacementRecord(it.pattern, it.call) for it in fix.replacements]
    query, call = (pairs[0].replace, pairs[0].call) if pairs else (None, None)
    return _FixRecord(fix.advice or None, query, call, pairs[1:])
