"""What a document about couplings says of the edges of a project: intents, reasons, roles of apps, advice.

No row is lost: each is used, or stands in `faults` with its line.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from coupling_lsp.features.wording import count
from coupling_lsp.model.edges import Edge
from coupling_lsp.reports.init.from_doc import match, rows
from coupling_lsp.reports.init.from_doc.markdown import Row, Table, tables
from coupling_lsp.reports.init.from_doc.match import Found
from coupling_lsp.reports.init.from_doc.rows import Form, plain
from coupling_lsp.reports.init.groups import Said
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

_LONGEST = 110


class Reading(NamedTuple):
    """What was read: of edges, of apps by label; how many rows there were and were used; what could not be used."""

    name: str = ""
    said: Mapping[Edge, Said] = MappingProxyType({})
    roles: Mapping[str, str] = MappingProxyType({})
    n_rows: int = 0
    n_used: int = 0
    faults: tuple[str, ...] = ()


NOTHING = Reading()


def read(snapshot: Snapshot, name: str, text: Text) -> Reading:
    """The tables of a Markdown text, as far as they speak of the edges of a project outside tests."""
    reader = _Reader(snapshot)
    debts: list[tuple[Table, dict[str, int]]] = []
    for table in tables(text):
        known = rows.form(table)
        if known is None:
            told = count(len(table.rows), "row")
            reader.fault(table.line, f"a table of another form, {told}", " | ".join(table.columns))
            reader.n_rows += len(table.rows)
        elif known[0] == "debt":
            debts.append((table, known[1]))
        else:
            reader.table(table, *known)
    for table, columns in debts:
        reader.table(table, "debt", columns)
    faults = tuple(told for _, told in sorted(reader.faults))
    return Reading(name, reader.said, reader.roles, reader.n_rows, reader.n_used, faults)


class _Reader:
    """Gathers what the rows say, in their order."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._edges = [edge for edge, _ in snapshot.judged() if not edge.test]
        self.said: dict[Edge, Said] = {}
        self.roles: dict[str, str] = {}
        self.faults: list[tuple[int, str]] = []
        self.n_rows = 0
        self.n_used = 0

    def fault(self, line: int, what: str, cells: str = "") -> None:
        """Note what could not be used."""
        shown = cells if len(cells) <= _LONGEST else f"{cells[:_LONGEST]}…"
        self.faults.append((line, f"line {line}: {what}{f': {shown}' if shown else ''}"))

    def table(self, table: Table, form: Form, columns: Mapping[str, int]) -> None:
        """Read the rows of a table."""
        before: Said | None = None
        fix = ""
        for row in table.rows:
            self.n_rows += 1
            if len(row.cells) != len(table.columns):
                told = f"not understood, {count(len(row.cells), 'cell')} for {count(len(table.columns), 'column')}"
                self.fault(row.line, told, _shown(row))
                continue
            cells = {name: row.cells[number] for name, number in columns.items()}
            if form == "inventory":
                self._role(row, cells)
            elif form == "debt":
                fix = self._advice(row, cells, fix)
            else:
                before = self._edge_row(row, form, cells, before)

    def _role(self, row: Row, cells: Mapping[str, str]) -> None:
        label = self._label(row, cells["app"])
        if label:
            self.roles.setdefault(label, plain(cells["role"]))
            self.n_used += 1

    def _edge_row(self, row: Row, form: Form, cells: Mapping[str, str], before: Said | None) -> Said | None:
        said = rows.said(cells["intent"], row.line, before)
        if said is None:
            self.fault(row.line, "not understood, it says neither intentional nor tech debt", _shown(row))
            return before
        pair = tuple(self._label(row, cells[end]) for end in ("source", "target") if end in cells)
        if all(pair):
            self._take(row, said, self._found(form, cells, pair))
        return said

    def _found(self, form: Form, cells: Mapping[str, str], pair: Sequence[str]) -> Found:
        if form == "schema":
            return match.schema(self._edges, pair[0], pair[1], cells["fields"])
        if form == "orm":
            return match.orm(self._snapshot, self._edges, cells["file"], cells["model"])
        return match.imports(self._snapshot, self._edges, pair, cells["file"], cells["symbols"])

    def _take(self, row: Row, said: Said, found: Found) -> None:
        fresh = [edge for edge in found.edges if edge not in self.said]
        self.said.update(dict.fromkeys(fresh, said))
        self.n_used += bool(fresh)
        if not found.edges:
            self.fault(row.line, "not found in the code", _shown(row))
        elif not fresh:
            lines = sorted({self.said[edge].line for edge in found.edges})
            self.fault(row.line, f"says again what line {lines[0]} says", _shown(row))
        elif found.missing:
            self.fault(row.line, "used, but these are not found in the code", ", ".join(found.missing))

    def _advice(self, row: Row, cells: Mapping[str, str], before: str) -> str:
        fix = plain(cells["fix"])
        if fix.casefold() in ("same", "same fix", "same as above") and before:
            fix = before
        label = self._label(row, cells["source"])
        debts = [edge for edge, it in self.said.items() if edge.app == label and it.intent == "tech-debt"]
        lines = {self.said[edge].line for edge in match.mentioned(debts, cells["issue"])}
        for edge in debts:
            if self.said[edge].line in lines:
                self.said[edge] = self.said[edge]._replace(advice=fix)
        self.n_used += bool(debts)
        if label and not debts:
            self.fault(row.line, f"no row calls an edge of {label} tech debt, so there is no rule to put it in", fix)
        return fix

    def _label(self, row: Row, cell: str) -> str:
        label = match.label(self._snapshot, cell)
        if not label:
            self.fault(row.line, f"there is no app {plain(cell) or 'without a name'} in this project", _shown(row))
        return label


def _shown(row: Row) -> str:
    return " | ".join(plain(it) for it in row.cells if it)
