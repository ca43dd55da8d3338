"""What a document says of a project's edges: intents, reasons, roles of apps, advice.

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
"""Characters of a row that a fault quotes; longer rows are cut off."""


class DocumentReading(NamedTuple):
    """What was read of a document: statements on edges, roles of apps, counts of rows, and rows not used."""

    name: str = ""
    statements: Mapping[Edge, IntentStatement] = MappingProxyType({})
    roles: Mapping[str, str] = MappingProxyType({})
    n_rows: int = 0
    n_used: int = 0
    faults: tuple[str, ...] = ()


NO_READING = DocumentReading()


def read_document(snapshot: Snapshot, name: str, text: Text) -> DocumentReading:
    """Read the tables of a Markdown text, as far as they speak of the project's edges outside tests.

    Tables on debt come last, since they add advice to what other tables say.
    """
    reader = _DocumentReader(snapshot)
    debts: list[tuple[MarkdownTable, dict[str, int]]] = []
    for table in tables(text):
        form_and_columns = table_forms.table_form(table)
        if form_and_columns is None:
            message = count(len(table.rows), "row")
            reader.fault(table.line, f"a table of another form, {message}", " | ".join(table.columns))
            reader.n_rows += len(table.rows)
        elif form_and_columns[0] == "debt":
            debts.append((table, form_and_columns[1]))
        else:
            reader.table(table, *form_and_columns)
    for table, columns in debts:
        reader.table(table, "debt", columns)
    faults = tuple(message for _, message in sorted(reader.faults))
    return DocumentReading(name, reader.statements, reader.roles, reader.n_rows, reader.n_used, faults)


class _DocumentReader:
    """Gathers what the rows say, in their order."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._edges = [edge for edge, _ in snapshot.judged() if not edge.test]
        self.statements: dict[Edge, IntentStatement] = {}
        self.roles: dict[str, str] = {}
        self.faults: list[tuple[int, str]] = []
        self.n_rows = 0
        self.n_used = 0

    def fault(self, line: int, message: str, cells: str = "") -> None:
        """Note a row or table that could not be used."""
        excerpt = cells if len(cells) <= _MAX_FAULT_CHARS else f"{cells[:_MAX_FAULT_CHARS]}…"
        self.faults.append((line, f"line {line}: {message}{f': {excerpt}' if excerpt else ''}"))

    def table(self, table: MarkdownTable, form: TableForm, columns: Mapping[str, int]) -> None:
        """Read the rows of a table."""
        previous_statement: IntentStatement | None = None
        advice = ""
        for row in table.rows:
            self.n_rows += 1
            if len(row.cells) != len(table.columns):
                message = f"not understood, {count(len(row.cells), 'cell')} for {count(len(table.columns), 'column')}"
                self.fault(row.line, message, _row_text(row))
                continue
            cells = {name: row.cells[number] for name, number in columns.items()}
            if form == "inventory":
                self._role(row, cells)
            elif form == "debt":
                advice = self._advice(row, cells, advice)
            else:
                previous_statement = self._edge_row(row, form, cells, previous_statement)

    def _role(self, row: MarkdownRow, cells: Mapping[str, str]) -> None:
        label = self._label(row, cells["app"])
        if label:
            self.roles.setdefault(label, plain(cells["role"]))
            self.n_used += 1

    def _edge_row(
        self, row: MarkdownRow, form: TableForm, cells: Mapping[str, str], previous_statement: IntentStatement | None
    ) -> IntentStatement | None:
        """Use a row on edges, and return its statement, to which the next row may refer."""
        statement = table_forms.intent_statement(cells["intent"], row.line, previous_statement)
        if statement is None:
            self.fault(row.line, "not understood, it says neither intentional nor tech debt", _row_text(row))
            return previous_statement
        pair = tuple(self._label(row, cells[end]) for end in ("source", "target") if end in cells)
        if all(pair):
            self._take(row, statement, self._found(form, cells, pair))
        return statement

    def _found(self, form: TableForm, cells: Mapping[str, str], pair: Sequence[str]) -> RowMatch:
        if form == "schema":
            return row_matching.schema_edges(self._edges, pair[0], pair[1], cells["fields"])
        if form == "orm":
            return row_matching.orm_edges(self._snapshot, self._edges, cells["file"], cells["model"])
        return row_matching.import_edges(self._snapshot, self._edges, pair, cells["file"], cells["symbols"])

    def _take(self, row: MarkdownRow, statement: IntentStatement, row_match: RowMatch) -> None:
        new_edges = [edge for edge in row_match.edges if edge not in self.statements]
        self.statements.update(dict.fromkeys(new_edges, statement))
        self.n_used += bool(new_edges)
        if not row_match.edges:
            self.fault(row.line, "not found in the code", _row_text(row))
        elif not new_edges:
            lines = sorted({self.statements[edge].line for edge in row_match.edges})
            self.fault(row.line, f"says again what line {lines[0]} says", _row_text(row))
        elif row_match.missing_names:
            self.fault(row.line, "used, but these are not found in the code", ", ".join(row_match.missing_names))

    def _advice(self, row: MarkdownRow, cells: Mapping[str, str], previous_advice: str) -> str:
        """Use a row on debt, and return its advice, to which the next row may refer."""
        advice = plain(cells["fix"])
        if advice.casefold() in ("same", "same fix", "same as above") and previous_advice:
            advice = previous_advice
        label = self._label(row, cells["source"])
        debts = [edge for edge, it in self.statements.items() if edge.app == label and it.intent == "tech-debt"]
        lines = {self.statements[edge].line for edge in row_matching.mentioned_edges(debts, cells["issue"])}
        for edge in debts:
            if self.statements[edge].line in lines:
                self.statements[edge] = self.statements[edge]._replace(advice=advice)
        self.n_used += bool(debts)
        if label and not debts:
            self.fault(row.line, f"no row calls an edge of {label} tech debt, so there is no rule to put it in", advice)
        return advice

    def _label(self, row: MarkdownRow, cell: str) -> str:
        label = row_matching.app_label(self._snapshot, cell)
        if not label:
            self.fault(row.line, f"there is no app {plain(cell) or 'without a name'} in this project", _row_text(row))
        return label


def _row_text(row: MarkdownRow) -> str:
    return " | ".join(plain(it) for it in row.cells if it)
