"""The section on names a program looks up: signals, tasks, commands, URLs, tables in SQL, what tests patch."""

from collections.abc import Sequence

from coupling_lsp.features import wording
from coupling_lsp.model.edge_kinds import CHANNELS
from coupling_lsp.reports.document.intent import grouped, intent, line, rule_id
from coupling_lsp.reports.document.parts import Section, Table, Word, code, joined
from coupling_lsp.reports.rows import Row
from coupling_lsp.snapshot.state import Snapshot


def channels(snapshot: Snapshot, rows: Sequence[Row]) -> list[Section]:
    """A row for what one file looks up of one app in one way; no section where no such kind is judged."""
    own = sorted((row for row in rows if row.edge.kind in CHANNELS), key=_key)
    columns = ("Source file", "Target app", "How", "Names", "Sites", "Intent")
    lines = []
    for _, group in grouped(own, _key):
        first = group[0].edge
        names = joined(code(name) for name in sorted({row.edge.to_symbol or row.edge.to_module for row in group}))
        sites = Word(str(len({row.span for row in group})))
        cells = code(first.path), code(first.to_app), (Word(wording.kind(first)),), names, (sites,)
        lines.append(line(snapshot, group, *cells, intent(snapshot, group[0])))
    if not lines:
        return []
    places = wording.count(len({(row.edge.path, row.span) for row in own}), "place")
    told = Word(f"Other apps are reached by names that are looked up when the program runs, at {places}.")
    return [Section("channels", "Names looked up", ((told,), Table(columns, tuple(lines))))]


def _key(row: Row) -> tuple[str, ...]:
    return row.edge.app, row.edge.path, row.edge.to_app, row.edge.kind, rule_id(row)
