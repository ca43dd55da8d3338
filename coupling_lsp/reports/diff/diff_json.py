"""`diff --format json`: every edge that was added, removed or moved or is judged anew, for programs."""

from msgspec import Struct

from coupling_lsp.model.edge_kinds import CHANNELS, KINDS
from coupling_lsp.reports.contents.json_document import json_document
from coupling_lsp.reports.diff.difference import DiffEdge, Difference, EdgeChange, RevisionState, Tally
from coupling_lsp.reports.terminal.screen import Screen

NAME = "json"


class _RevisionRecord(Struct, gc=False):
    side: str
    name: str
    commit: str | None


class _PairNumbers(Struct, gc=False):
    source: str
    target: str
    before: dict[str, int]
    after: dict[str, int]


class _DiffEdgeRecord(Struct, gc=False):
    kind: str
    mechanism: str
    source_app: str
    source_module: str
    source_symbol: str | None
    path: str
    line: int
    column: int
    target_app: str
    target_module: str
    target_symbol: str | None
    test: bool
    verdict: str | None
    rule: str | None


class _ChangeRecord(Struct, gc=False):
    before: _DiffEdgeRecord
    after: _DiffEdgeRecord


def render(difference: Difference, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """Return a JSON object. Paths are relative to the project's folder."""
    return json_document(
        {
            "revisions": [_revision_record("base", difference.base), _revision_record("head", difference.head)],
            "pairs": [_pair_numbers(difference, pair) for pair in difference.pairs],
            "added": map(_edge_record, difference.added),
            "removed": map(_edge_record, difference.removed),
            "moved": map(_change_record, difference.moved),
            "judged_anew": map(_change_record, difference.judged_anew),
        }
    )


def _revision_record(side: str, state: RevisionState) -> _RevisionRecord:
    return _RevisionRecord(side, state.name, state.commit or None)


def _pair_numbers(difference: Difference, pair: tuple[str, str]) -> _PairNumbers:
    return _PairNumbers(*pair, _edge_counts(difference.base_tally, pair), _edge_counts(difference.head_tally, pair))


def _edge_counts(tally: Tally, pair: tuple[str, str]) -> dict[str, int]:
    counted_kinds = [kind for kind in KINDS if kind not in CHANNELS or tally[pair, kind]]
    return {**{kind: tally[pair, kind] for kind in counted_kinds}, "debt": tally[pair, "debt"]}


def _change_record(change: EdgeChange) -> _ChangeRecord:
    return _ChangeRecord(_edge_record(change.base), _edge_record(change.head))


def _edge_record(diff_edge: DiffEdge) -> _DiffEdgeRecord:
    span, edge, decision = diff_edge.row
    return _DiffEdgeRecord(
        edge.kind,
        edge.mechanism,
        edge.app,
        edge.module,
        edge.symbol or None,
        diff_edge.project.relative(edge.path),
        span.line,
        span.column,
        edge.to_app,
        edge.to_module,
        edge.to_symbol or None,
        edge.test,
        diff_edge.verdict,
        decision.rule.id if decision.rule is not None else None,
    )
