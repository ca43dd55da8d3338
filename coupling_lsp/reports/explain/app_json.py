"""`explain APP --format json`: edges of an app by the other app, and its transactions, for programs."""

from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.explain.app_relations import AppRelation, depends_on, used_by
from coupling_lsp.reports.explain.atomic_requests import AtomicRequests, atomic_requests
from coupling_lsp.reports.explain.transactions import Transaction, Write, transactions_of


class _RelationRecord(Struct):
    app: str
    edges: dict[str, int]


class _WriteRecord(Struct):
    app: str
    model: str
    method: str | None
    path: str
    line: int
    column: int
    calls: list[str]


class _TransactionRecord(Struct):
    path: str
    line: int
    end_line: int
    symbol: str | None
    app: str
    writes_apps: list[str]
    writes: list[_WriteRecord]


class _RequestsRecord(Struct):
    path: str
    line: int
    certain: bool


class _AppDocument(Struct):
    version: int
    app: str
    depends_on: list[_RelationRecord]
    used_by: list[_RelationRecord]
    transactions: list[_TransactionRecord]
    atomic_requests: list[_RequestsRecord]


def render(project: ProjectView, app: str) -> str:
    """Return a JSON object. Paths are relative to the folder that was read.

    The `calls` of a write are the functions through which the block comes to it.
    """
    document = _AppDocument(
        1,
        app,
        _relation_records(depends_on(project.snapshot, app)),
        _relation_records(used_by(project.snapshot, app)),
        [_transaction_record(project, it) for it in transactions_of(project, app)],
        [_requests_record(project, it) for it in atomic_requests(project)],
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _relation_records(relations: Iterable[AppRelation]) -> list[_RelationRecord]:
    return [_RelationRecord(it.app, dict(Counter(row.edge.kind for row in it.rows))) for it in relations]


def _transaction_record(project: ProjectView, transaction: Transaction) -> _TransactionRecord:
    return _TransactionRecord(
        project.relative(transaction.path),
        transaction.span.line,
        transaction.span.end_line,
        transaction.symbol or None,
        transaction.app,
        list(transaction.apps),
        [_write_record(project, it) for it in transaction.writes],
    )


def _write_record(project: ProjectView, write: Write) -> _WriteRecord:
    line, column = write.span[:2]
    path = project.relative(write.path)
    return _WriteRecord(write.app, write.model, write.method or None, path, line, column, list(write.calls))


def _requests_record(project: ProjectView, requests: AtomicRequests) -> _RequestsRecord:
    return _RequestsRecord(project.relative(requests.path), requests.span.line, requests.is_certain)
