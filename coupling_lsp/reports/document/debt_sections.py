"""The sections on what should change: agreed tech debt, and edges that are forbidden or that no rule speaks of."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features import owners, words
from coupling_lsp.model.rules import Rule, Verdict
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.document.elements import (
    Cell,
    DocumentSection,
    DocumentTable,
    TableRow,
    TextRun,
    code,
    join_cells,
    prose,
)
from coupling_lsp.reports.document.table_rows import advice_cell, group_rows, rule_id, table_row
from coupling_lsp.snapshot.state import Snapshot

_DASH: Cell = (TextRun("—"),)


def debt_section(snapshot: Snapshot, rows: Sequence[EdgeRow]) -> DocumentSection:
    """A row for each rule that calls edges tech debt."""
    own = sorted((row for row in rows if row.decision.verdict == "tech-debt"), key=_rule_key)
    lines = [_debt_row(snapshot, group) for _, group in group_rows(own, _rule_key)]
    if not lines:
        return DocumentSection("debt", "Tech debt", ((TextRun("No edge is called tech debt."),),))
    columns = ("Rule", "Where", "Issue", "Recommended fix", "Owner", "Review by")
    told = f"{words.count(len(own), 'edge')} by {words.count(len(lines), 'rule')}."
    return DocumentSection("debt", "Tech debt", ((TextRun(told),), DocumentTable(columns, tuple(lines))))


def open_edge_sections(snapshot: Snapshot, rows: Sequence[EdgeRow], rules: str) -> Iterator[DocumentSection]:
    """The forbidden and the undeclared edges, each a section if there are any; nothing without rules."""
    if rules:
        told = f"that `{rules}` does not allow."
        yield from _open_edges_section(snapshot, rows, "forbidden", "Forbidden edges", told)
        told = f"that no rule speaks of: decide on each in `{rules}`, or remove it."
        yield from _open_edges_section(snapshot, rows, "undeclared", "Undeclared edges", told)


def _rule_key(row: EdgeRow) -> tuple[str, str]:
    return row.edge.app, rule_id(row)


def _debt_row(snapshot: Snapshot, group: list[EdgeRow]) -> TableRow:
    rule = group[0].decision.rule
    assert rule is not None, "only a rule calls an edge tech debt"
    told = code(rule.id), _places_cell(group), prose(rule.why), advice_cell(rule) or _DASH
    return table_row(snapshot, group, *told, _owners_cell(snapshot, group) or _DASH, prose(rule.review_by) or _DASH)


def _owners_cell(snapshot: Snapshot, group: Sequence[EdgeRow]) -> Cell:
    found = (owners.asked(snapshot, row.edge, row.decision.rule) for row in group)
    return prose(", ".join(dict.fromkeys(owner for asked in found for owner in asked)))


def _places_cell(group: Sequence[EdgeRow]) -> Cell:
    """The files of a rule's edges, and the apps they lead to."""
    files = join_cells(code(row.edge.path) for row in group)
    return (*files, TextRun(" → "), *join_cells(code(row.edge.to_app) for row in group))


def _open_edges_section(
    snapshot: Snapshot, rows: Sequence[EdgeRow], verdict: Verdict, title: str, told: str
) -> Iterator[DocumentSection]:
    own = [row for row in rows if row.decision.verdict == verdict]
    if not own:
        return
    more = ("Rule", "Why") if verdict == "forbidden" else ()
    columns = ("Source file", "Lines", "Target app", "Kind", "Symbols", *more)
    lines = []
    for _, group in group_rows(sorted(own, key=_group_key), _group_key):
        first = group[0]
        symbols = join_cells(code(row.edge.to_symbol or row.edge.to_module) for row in group)
        numbers = ", ".join(str(number) for number in dict.fromkeys(row.span.line for row in group))
        where = code(first.edge.path), (TextRun(numbers),), code(first.edge.to_app)
        rule = _rule_cells(first.decision.rule) if verdict == "forbidden" else ()
        lines.append(table_row(snapshot, group, *where, (TextRun(words.kind(first.edge)),), symbols, *rule))
    yield DocumentSection(
        verdict, title, (prose(f"{words.count(len(own), 'edge')} {told}"), DocumentTable(columns, tuple(lines)))
    )


def _group_key(row: EdgeRow) -> tuple[str, ...]:
    it = row.edge
    return it.app, it.path, it.to_app, words.kind(it), rule_id(row)


def _rule_cells(rule: Rule | None) -> tuple[Cell, ...]:
    return (code(rule.id), prose(rule.why)) if rule is not None else (_DASH, _DASH)
