"""`diff --format json`: every edge that came, went, moved or is judged anew, for programs."""

from msgspec import Struct

from coupling_lsp.model.edges import CHANNELS, KINDS
from coupling_lsp.reports.diff.difference import Change, Difference, Found, State, Tally
from coupling_lsp.reports.edges.edges_json import document
from coupling_lsp.reports.terminal.screen import Screen

NAME = "json"


class _Revision(Struct, gc=False):
    side: str
    name: str
    commit: str | None


class _Pair(Struct, gc=False):
    source: str
    target: str
    before: dict[str, int]
    after: dict[str, int]


class _Edge(Struct, gc=False):
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


class _Change(Struct, gc=False):
    before: _Edge
    after: _Edge


def render(difference: Difference, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """The document. Paths are relative to the project's folder."""
    return document(
        {
            "revisions": [_revision("base", difference.base), _revision("head", difference.head)],
            "pairs": [_pair(difference, pair) for pair in difference.pairs],
            "added": map(_edge, difference.added),
            "removed": map(_edge, difference.removed),
            "moved": map(_change, difference.moved),
            "judged_anew": map(_change, difference.judged),
        }
    )


def _revision(side: str, state: State) -> _Revision:
    return _Revision(side, state.name, state.commit or None)


def _pair(difference: Difference, pair: tuple[str, str]) -> _Pair:
    return _Pair(*pair, _numbers(difference.before, pair), _numbers(difference.after, pair))


def _numbers(tally: Tally, pair: tuple[str, str]) -> dict[str, int]:
    told = [kind for kind in KINDS if kind not in CHANNELS or tally[pair, kind]]
    return {**{kind: tally[pair, kind] for kind in told}, "debt": tally[pair, "debt"]}


def _change(it: Change) -> _Change:
    return _Change(_edge(it.before), _edge(it.after))


def _edge(it: Found) -> _Edge:
    span, edge, decision = it.row
    return _Edge(
        edge.kind,
        edge.mechanism,
        edge.app,
        edge.module,
        edge.symbol or None,
        edge.path,
        span.line,
        span.column,
        edge.to_app,
        edge.to_module,
        edge.to_symbol or None,
        edge.test,
        it.verdict,
        decision.rule.id if decision.rule is not None else None,
    )
