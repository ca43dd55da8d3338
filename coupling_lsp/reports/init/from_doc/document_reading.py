"""What a document about couplings says of the edges of a project: intents, reasons, roles of apps, advice.

No row is lost: each is used, or stands in `faults` with its line.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from coupling_lsp.features.words import count
from coupling_lsp.model.edges import Edge
from coupling_lsp.reports.init.from_doc import row_matching, table_forms
from coupling_lsp.reports.init.from_doc.markdown_tables import MarkdownRow, MarkdownTable, tables
from coupling_lsp.reports.init.from_doc.row_matching import RowMatch
from coupling_lsp.reports.init.from_doc.table_forms import TableForm, plain
from coupling_lsp.reports.init.rule_groups import IntentStatement
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

_MAX_FAULT_CHARS = 110


class DocumentReading(NamedTuple):
    """What was read: of edges, of apps by label; how many rows there were and were used; what could not be used."""

    name: str = ""
    said: Mapping[Edge, IntentStatement] = MappingProxyType({})
    roles: Mapping[str, str] = MappingProxyType({})
    n_rows: int = 0
    n_used: int = 0
    faults: tuple[str, ...] = ()


NO_READING = DocumentReading()


def read_document(snapshot: Snapshot, name: str, text: Text) -> DocumentReading:
    """The tables of a Markdown text, as far as they speak of the edges of a project outside tests."""
    reader = _DocumentReader(snapshot)
    debts: list[tuple[MarkdownTable, dict[str, int]]] = []
    for table in tables(text):
        known = table_forms.table_form(table)
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
    return DocumentReading(name, reader.said, reader.roles, reader.n_rows, reader.n_used, faults)


class _DocumentReader:
    """Gathers what the rows say, in their order."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._edges = [edge for edge, _ in snapshot.judged() if not edge.test]
        self.said: dict[Edge, IntentStatement] = {}
        self.roles: dict[str, str] = {}
        self.faults: list[tuple[int, str]] = []
        self.n_rows = 0
        self.n_used = 0

    def fault(self, line: int, what: str, cells: str = "") -> None:
        """Note what could not be used."""
        shown = cells if len(cells) <= _MAX_FAULT_CHARS else f"{cells[:_MAX_FAULT_CHARS]}…"
        self.faults.append((line, f"line {line}: {what}{f': {shown}' if shown else ''}"))

    def table(self, table: MarkdownTable, form: TableForm, columns: Mapping[str, int]) -> None:
        """Read the rows of a table."""
        before: IntentStatement | None = None
        fix = ""
        for row in table.rows:
            self.n_rows += 1
            if len(row.cells) != len(table.columns):
                told = f"not understood, {count(len(row.cells), 'cell')} for {count(len(table.columns), 'column')}"
                self.fault(row.line, told, _row_text(row))
                continue
            cells = {name: row.cells[number] for name, number in columns.items()}
            if form == "inventory":
                self._role(row, cells)
            elif form == "debt":
                fix = self._advice(row, cells, fix)
            else:
                before = self._edge_row(row, form, cells, before)

    def _role(self, row: MarkdownRow, cells: Mapping[str, str]) -> None:
        label = self._label(row, cells["app"])
        if label:
            self.roles.setdefault(label, plain(cells["role"]))
            self.n_used += 1

    def _edge_row(
        self, row: MarkdownRow, form: TableForm, cells: Mapping[str, str], before: IntentStatement | None
    ) -> IntentStatement | None:
        said = table_forms.intent_statement(cells["intent"], row.line, before)
        if said is None:
            self.fault(row.line, "not understood, it says neither intentional nor tech debt", _row_text(row))
            return before
        pair = tuple(self._label(row, cells[end]) for end in ("source", "target") if end in cells)
        if all(pair):
            self._take(row, said, self._found(form, cells, pair))
        return said

    def _found(self, form: TableForm, cells: Mapping[str, str], pair: Sequence[str]) -> RowMatch:
        if form == "schema":
            return row_matching.schema_edges(self._edges, pair[0], pair[1], cells["fields"])
        if form == "orm":
            return row_matching.orm_edges(self._snapshot, self._edges, cells["file"], cells["model"])
        return row_matching.import_edges(self._snapshot, self._edges, pair, cells["file"], cells["symbols"])

    def _take(self, row: MarkdownRow, said: IntentStatement, found: RowMatch) -> None:
        fresh = [edge for edge in found.edges if edge not in self.said]
        self.said.update(dict.fromkeys(fresh, said))
        self.n_used += bool(fresh)
        if not found.edges:
            self.fault(row.line, "not found in the code", _row_text(row))
        elif not fresh:
            lines = sorted({self.said[edge].line for edge in found.edges})
            self.fault(row.line, f"says again what line {lines[0]} says", _row_text(row))
        elif found.missing:
            self.fault(row.line, "used, but these are not found in the code", ", ".join(found.missing))

    def _advice(self, row: MarkdownRow, cells: Mapping[str, str], before: str) -> str:
        fix = plain(cells["fix"])
        if fix.casefold() in ("same", "same fix", "same as above") and before:
            fix = before
        label = self._label(row, cells["source"])
        debts = [edge for edge, it in self.said.items() if edge.app == label and it.intent == "tech-debt"]
        lines = {self.said[edge].line for edge in row_matching.mentioned_edges(debts, cells["issue"])}
        for edge in debts:
            if self.said[edge].line in lines:
                self.said[edge] = self.said[edge]._replace(advice=fix)
        self.n_used += bool(debts)
        if label and not debts:
            self.fault(row.line, f"no row calls an edge of {label} tech debt, so there is no rule to put it in", fix)
        return fix

    def _label(self, row: MarkdownRow, cell: str) -> str:
        label = row_matching.app_label(self._snapshot, cell)
        if not label:
            self.fault(row.line, f"there is no app {plain(cell) or 'without a name'} in this project", _row_text(row))
        return label


def _row_text(row: MarkdownRow) -> str:
    return " | ".join(plain(it) for it in row.cells if it)
