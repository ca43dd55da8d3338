"""Section on queries: where code of one app reads or writes tables of another."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features.wording import count
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.edges import DECLARED, Edge
from coupling_lsp.model.facts import Sites
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.document.elements import Cell, DocumentSection, DocumentTable, TextRun, code, join_cells
from coupling_lsp.reports.document.table_rows import group_rows, intent_cell, rule_id, table_row
from coupling_lsp.snapshot.state import Snapshot

_MAX_PATTERNS = 4
"""Query patterns shown in a row; the cell tells how many more there are."""


def orm_section(snapshot: Snapshot, rows: Sequence[EdgeRow]) -> DocumentSection:
    """Return the section, a row for the queries of a file to an app that one rule speaks of."""
    query_rows = sorted((row for row in rows if row.edge.kind in ORM_KINDS), key=_group_key)
    columns = ("Source file", "Foreign model", "Query pattern", "Access", "Sites", "Intent")
    table_rows = []
    for _, group in group_rows(query_rows, _group_key):
        first = group[0].edge
        access = TextRun("write" if first.kind == "orm-write" else "read")
        sites = len({row.span for row in group})
        cells = (
            code(first.path),
            _models_cell(group),
            _patterns_cell(snapshot, group),
            (access,),
            (TextRun(str(sites)),),
        )
        table_rows.append(table_row(snapshot, group, *cells, intent_cell(snapshot, group[0])))
    if not table_rows:
        return DocumentSection("orm", "ORM access", ((TextRun("No app queries the models of another."),),))
    places = len({(row.edge.path, row.span) for row in query_rows})
    introduction = TextRun(f"The managers of models are used outside their own app at {count(places, 'place')}.")
    return DocumentSection("orm", "ORM access", ((introduction,), DocumentTable(columns, tuple(table_rows))))


def _group_key(row: EdgeRow) -> tuple[str, ...]:
    return row.edge.app, row.edge.path, row.edge.to_app, row.edge.kind, rule_id(row)


def _models_cell(group: Sequence[EdgeRow]) -> Cell:
    """Return the first model in full, the others by name: `billing.Invoice`, `Payment`."""
    names = sorted({row.edge.to_symbol for row in group})
    return join_cells(code(name if number else f"{group[0].edge.to_app}.{name}") for number, name in enumerate(names))


def _patterns_cell(snapshot: Snapshot, group: Sequence[EdgeRow]) -> Cell:
    patterns = list(dict.fromkeys(pattern for row in group for pattern in _query_patterns(snapshot, row.edge)))
    shown_patterns = join_cells(map(code, patterns[:_MAX_PATTERNS]))
    n_left_out = len(patterns) - _MAX_PATTERNS
    return (*shown_patterns, TextRun(f" and {n_left_out} more")) if n_left_out > 0 else shown_patterns


def _query_patterns(snapshot: Snapshot, edge: Edge) -> Iterator[str]:
    """Yield the manager with every method called on it, `.objects.filter().first()`, or the declaration."""
    facts = snapshot.extractions[edge.path].facts
    if edge.mechanism == DECLARED:
        declaration = facts.declarations[edge.site - Sites.of(facts).declarations]
        yield declaration.callee.rpartition(":")[2] + "()" if declaration.callee else f"{declaration.form} ="
        return
    number = edge.site - Sites.of(facts).accesses
    if 0 <= number < len(facts.accesses):
        access = facts.accesses[number]
        manager = access.manager or access.root.rpartition(".")[2]
        yield f".{manager}" + "".join(f".{name}()" for name in access.links)
        return
    number = edge.site - Sites.of(facts).reads
    yield f".{facts.reads[number].links[0]}" if 0 <= number < len(facts.reads) else edge.mechanism
