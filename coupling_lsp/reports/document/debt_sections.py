"""Sections on what should change: agreed tech debt, forbidden edges, undeclared edges."""

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
"""The cell of something a rule does not say."""


def debt_section(snapshot: Snapshot, rows: Sequence[EdgeRow]) -> DocumentSection:
    """Return a section with a row for each rule that calls edges tech debt."""
    debt_rows = sorted((row for row in rows if row.decision.verdict == "tech-debt"), key=_rule_key)
    table_rows = [_debt_row(snapshot, group) for _, group in group_rows(debt_rows, _rule_key)]
    if not table_rows:
        return DocumentSection("debt", "Tech debt", ((TextRun("No edge is called tech debt."),),))
    columns = ("Rule", "Where", "Issue", "Recommended fix", "Owner", "Review by")
    introduction = f"{words.count(len(debt_rows), 'edge')} by {words.count(len(table_rows), 'rule')}."
    return DocumentSection("debt", "Tech debt", ((TextRun(introduction),), DocumentTable(columns, tuple(table_rows))))


def open_edge_sections(snapshot: Snapshot, rows: Sequence[EdgeRow], rules_path: str) -> Iterator[DocumentSection]:
    """Yield a section on forbidden and one on undeclared edges, where there are any; none without rules."""
    if rules_path:
        predicate = f"that `{rules_path}` does not allow."
        yield from _open_edges_section(snapshot, rows, "forbidden", "Forbidden edges", predicate)
        predicate = f"that no rule speaks of: decide on each in `{rules_path}`, or remove it."
        yield from _open_edges_section(snapshot, rows, "undeclared", "Undeclared edges", predicate)


def _rule_key(row: EdgeRow) -> tuple[str, str]:
    return row.edge.app, rule_id(row)


def _debt_row(snapshot: Snapshot, group: list[EdgeRow]) -> TableRow:
    rule = group[0].decision.rule
    assert rule is not None, "only a rule calls an edge tech debt"
    cells = code(rule.id), _places_cell(group), prose(rule.why), advice_cell(rule) or _DASH
    return table_row(snapshot, group, *cells, _owners_cell(snapshot, group) or _DASH, prose(rule.review_by) or _DASH)


def _owners_cell(snapshot: Snapshot, group: Sequence[EdgeRow]) -> Cell:
    names_by_row = (owners.asked(snapshot, row.edge, row.decision.rule) for row in group)
    return prose(", ".join(dict.fromkeys(owner for names in names_by_row for owner in names)))


def _places_cell(group: Sequence[EdgeRow]) -> Cell:
    """Return the files of a rule's edges, and the apps they lead to."""
    files = join_cells(code(row.edge.path) for row in group)
    return (*files, TextRun(" → "), *join_cells(code(row.edge.to_app) for row in group))


def _open_edges_section(
    snapshot: Snapshot, rows: Sequence[EdgeRow], verdict: Verdict, title: str, predicate: str
) -> Iterator[DocumentSection]:
    open_rows = [row for row in rows if row.decision.verdict == verdict]
    if not open_rows:
        return
    rule_columns = ("Rule", "Why") if verdict == "forbidden" else ()
    columns = ("Source file", "Lines", "Target app", "Kind", "Symbols", *rule_columns)
    table_rows = []
    for _, group in group_rows(sorted(open_rows, key=_group_key), _group_key):
        first = group[0]
        symbols = join_cells(code(row.edge.to_symbol or row.edge.to_module) for row in group)
        numbers = ", ".join(str(number) for number in dict.fromkeys(row.span.line for row in group))
        place = code(first.edge.path), (TextRun(numbers),), code(first.edge.to_app)
        rule_cells = _rule_cells(first.decision.rule) if verdict == "forbidden" else ()
        table_rows.append(table_row(snapshot, group, *place, (TextRun(words.kind(first.edge)),), symbols, *rule_cells))
    yield DocumentSection(
        verdict,
        title,
        (prose(f"{words.count(len(open_rows), 'edge')} {predicate}"), DocumentTable(columns, tuple(table_rows))),
    )


def _group_key(row: EdgeRow) -> tuple[str, ...]:
    edge = row.edge
    return edge.app, edge.path, edge.to_app, words.kind(edge), rule_id(row)


def _rule_cells(rule: Rule | None) -> tuple[Cell, ...]:
    return (code(rule.id), prose(rule.why)) if rule is not None else (_DASH, _DASH)
