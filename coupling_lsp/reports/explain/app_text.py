"""`explain APP`: with which apps it has edges, and the transactions that write its tables and those of others."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features import wording
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.explain.app_relations import AppRelation, depends_on, used_by
from coupling_lsp.reports.explain.atomic_requests import atomic_requests
from coupling_lsp.reports.explain.transactions import Transaction, Write, transactions_of
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.reports.wording.counts import edges_by_kind


def render(project: ProjectView, app: str, screen: Screen) -> str:
    """Return the explanation of an app of the project."""
    return "".join(f"{line}\n" for line in _lines(project, app, screen))


def _lines(project: ProjectView, app: str, screen: Screen) -> Iterator[str]:
    yield f"{screen.paint('strong', app)}  {screen.paint('faint', cells.clean(project.snapshot.apps[app].path))}"
    yield from _relation_lines("→", depends_on(project.snapshot, app), "depends on no other app")
    yield from _relation_lines("←", used_by(project.snapshot, app), "no other app depends on it")
    yield ""
    transactions = transactions_of(project, app)
    if transactions:
        number = wording.count(len(transactions), "transaction")
        verb = "writes" if len(transactions) == 1 else "write"
        yield screen.paint("strong", f"{number} of or with {app} {verb} tables of several apps")
    else:
        yield f"No transaction of or with {app} writes tables of several apps"
    for it in transactions:
        yield ""
        yield from _transaction_lines(project, it, screen)
    for requests in atomic_requests(project):
        place = project.place(requests.path, requests.span.line, requests.span.column)
        verb = "make" if requests.is_certain else "may make"
        yield ""
        yield f"The settings {verb} each request one transaction, whatever its view writes: {cells.clean(place)}"


def _relation_lines(arrow: str, relations: Sequence[AppRelation], none: str) -> Iterator[str]:
    if not relations:
        yield f"  {none}"
    width = max((cells.width(it.app) for it in relations), default=0)
    for it in relations:
        yield f"  {arrow} {cells.pad(it.app, width)}  {edges_by_kind(row.edge for row in it.rows)}"


def _transaction_lines(project: ProjectView, transaction: Transaction, screen: Screen) -> Iterator[str]:
    """Yield a transaction with the first write of each model."""
    span = transaction.span
    place = project.place(transaction.path, span.line, span.column)
    symbol = transaction.symbol or "the module"
    apps = f"writes {', '.join(transaction.apps)}"
    yield f"{screen.paint('place', cells.clean(place))}  {screen.paint('strong', cells.clean(symbol))}  {apps}"
    writes_by_model: dict[tuple[str, str], list[Write]] = {}
    for write in transaction.writes:
        writes_by_model.setdefault((write.app, write.model), []).append(write)
    rows = [_columns(project, writes) for _, writes in sorted(writes_by_model.items())]
    widths = cells.column_widths(rows)
    for model, where, calls in rows:
        columns = cells.pad(model, widths[0]), screen.paint("faint", cells.pad(where, widths[1])), calls
        yield f"  {'  '.join(columns)}".rstrip()


def _columns(project: ProjectView, writes: Sequence[Write]) -> tuple[str, str, str]:
    """Return the model of some writes, the place of the first, and the functions that lead there."""
    first = writes[0]
    place = project.place(first.path, first.span.line, first.span.column)
    more = f" and {len(writes) - 1} more" if len(writes) > 1 else ""
    calls = f"by {' → '.join(first.calls)}" if first.calls else ""
    return cells.clean(f"{first.app}.{first.model}"), cells.clean(place + more), cells.clean(calls)
