"""The sections on what should change: agreed tech debt, and edges that are forbidden or that no rule speaks of."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features import owners, wording
from coupling_lsp.model.rules import Rule, Verdict
from coupling_lsp.reports.document.intent import advice, grouped, line, rule_id
from coupling_lsp.reports.document.parts import Cell, Line, Section, Table, Word, code, joined, prose
from coupling_lsp.reports.rows import Row
from coupling_lsp.snapshot.state import Snapshot

_NOTHING: Cell = (Word("—"),)


def debt(snapshot: Snapshot, rows: Sequence[Row]) -> Section:
    """A row for each rule that calls edges tech debt."""
    own = sorted((row for row in rows if row.decision.verdict == "tech-debt"), key=_by_rule)
    lines = [_debt(snapshot, group) for _, group in grouped(own, _by_rule)]
    if not lines:
        return Section("debt", "Tech debt", ((Word("No edge is called tech debt."),),))
    columns = ("Rule", "Where", "Issue", "Recommended fix", "Owner", "Review by")
    told = f"{wording.count(len(own), 'edge')} by {wording.count(len(lines), 'rule')}."
    return Section("debt", "Tech debt", ((Word(told),), Table(columns, tuple(lines))))


def unsettled(snapshot: Snapshot, rows: Sequence[Row], rules: str) -> Iterator[Section]:
    """The forbidden and the undeclared edges, each a section if there are any; nothing without rules."""
    if rules:
        told = f"that `{rules}` does not allow."
        yield from _unsettled(snapshot, rows, "forbidden", "Forbidden edges", told)
        told = f"that no rule speaks of: decide on each in `{rules}`, or remove it."
        yield from _unsettled(snapshot, rows, "undeclared", "Undeclared edges", told)


def _by_rule(row: Row) -> tuple[str, str]:
    return row.edge.app, rule_id(row)


def _debt(snapshot: Snapshot, group: list[Row]) -> Line:
    rule = group[0].decision.rule
    assert rule is not None, "only a rule calls an edge tech debt"
    told = code(rule.id), _where(group), prose(rule.why), advice(rule) or _NOTHING
    return line(snapshot, group, *told, _owner(snapshot, group) or _NOTHING, prose(rule.review_by) or _NOTHING)


def _owner(snapshot: Snapshot, group: Sequence[Row]) -> Cell:
    found = (owners.edge_owners(snapshot, row.edge, row.decision.rule) for row in group)
    return prose(", ".join(dict.fromkeys(owner for asked in found for owner in asked)))


def _where(group: Sequence[Row]) -> Cell:
    """The files of a rule's edges, and the apps they lead to."""
    files = joined(code(row.edge.path) for row in group)
    return (*files, Word(" → "), *joined(code(row.edge.to_app) for row in group))


def _unsettled(snapshot: Snapshot, rows: Sequence[Row], verdict: Verdict, title: str, told: str) -> Iterator[Section]:
    own = [row for row in rows if row.decision.verdict == verdict]
    if not own:
        return
    more = ("Rule", "Why") if verdict == "forbidden" else ()
    columns = ("Source file", "Lines", "Target app", "Kind", "Symbols", *more)
    lines = []
    for _, group in grouped(sorted(own, key=_place), _place):
        first = group[0]
        symbols = joined(code(row.edge.to_symbol or row.edge.to_module) for row in group)
        numbers = ", ".join(str(number) for number in dict.fromkeys(row.span.line for row in group))
        where = code(first.edge.path), (Word(numbers),), code(first.edge.to_app)
        rule = _rule(first.decision.rule) if verdict == "forbidden" else ()
        lines.append(line(snapshot, group, *where, (Word(wording.kind(first.edge)),), symbols, *rule))
    yield Section(verdict, title, (prose(f"{wording.count(len(own), 'edge')} {told}"), Table(columns, tuple(lines))))


def _place(row: Row) -> tuple[str, ...]:
    it = row.edge
    return it.app, it.path, it.to_app, wording.kind(it), rule_id(row)


def _rule(rule: Rule | None) -> tuple[Cell, ...]:
    return (code(rule.id), prose(rule.why)) if rule is not None else (_NOTHING, _NOTHING)
