"""Section on names that are looked up at run time: signals, tasks, commands, URLs, tables in SQL, patches in tests."""

from collections.abc import Sequence

from coupling_lsp.features import words
from coupling_lsp.model.edge_kinds import CHANNELS
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.document.elements import DocumentSection, DocumentTable, TextRun, code, join_cells
from coupling_lsp.reports.document.table_rows import group_rows, intent_cell, rule_id, table_row
from coupling_lsp.snapshot.state import Snapshot


def channels_section(snapshot: Snapshot, rows: Sequence[EdgeRow]) -> list[DocumentSection]:
    """Return a section with a row for what a file looks up of an app in one way; none without such edges."""
    channel_rows = sorted((row for row in rows if row.edge.kind in CHANNELS), key=_group_key)
    columns = ("Source file", "Target app", "How", "Names", "Sites", "Intent")
    table_rows = []
    for _, group in group_rows(channel_rows, _group_key):
        first = group[0].edge
        names = join_cells(code(name) for name in sorted({row.edge.to_symbol or row.edge.to_module for row in group}))
        sites = TextRun(str(len({row.span for row in group})))
        cells = code(first.path), code(first.to_app), (TextRun(words.kind(first)),), names, (sites,)
        table_rows.append(table_row(snapshot, group, *cells, intent_cell(snapshot, group[0])))
    if not table_rows:
        return []
    places = words.count(len({(row.edge.path, row.span) for row in channel_rows}), "place")
    introduction = TextRun(f"Other apps are reached by names that are looked up when the program runs, at {places}.")
    return [
        DocumentSection("channels", "Names looked up", ((introduction,), DocumentTable(columns, tuple(table_rows))))
    ]


def _group_key(row: EdgeRow) -> tuple[str, ...]:
    return row.edge.app, row.edge.path, row.edge.to_app, row.edge.kind, rule_id(row)
