"""The section on queries: where code of one app reads or writes the tables of another."""

from collections.abc import Iterator, Sequence

from coupling_lsp.features.wording import count
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.edges import DECLARED, Edge
from coupling_lsp.model.facts import Sites
from coupling_lsp.reports.document.intent import grouped, intent, line, rule_id
from coupling_lsp.reports.document.parts import Cell, Section, Table, Word, code, joined
from coupling_lsp.reports.rows import Row
from coupling_lsp.snapshot.state import Snapshot

_SHOWN = 4


def orm(snapshot: Snapshot, rows: Sequence[Row]) -> Section:
    """A row for the queries of one file to one app that one rule speaks of."""
    own = sorted((row for row in rows if row.edge.kind in ORM_KINDS), key=_key)
    columns = ("Source file", "Foreign model", "Query pattern", "Access", "Sites", "Intent")
    lines = []
    for _, group in grouped(own, _key):
        first = group[0].edge
        access = Word("write" if first.kind == "orm-write" else "read")
        sites = len({row.span for row in group})
        cells = code(first.path), _models(group), _patterns(snapshot, group), (access,), (Word(str(sites)),)
        lines.append(line(snapshot, group, *cells, intent(snapshot, group[0])))
    if not lines:
        return Section("orm", "ORM access", ((Word("No app queries the models of another."),),))
    places = len({(row.edge.path, row.span) for row in own})
    told = Word(f"The managers of models are used outside their own app at {count(places, 'place')}.")
    return Section("orm", "ORM access", ((told,), Table(columns, tuple(lines))))


def _key(row: Row) -> tuple[str, ...]:
    return row.edge.app, row.edge.path, row.edge.to_app, row.edge.kind, rule_id(row)


def _models(group: Sequence[Row]) -> Cell:
    """The first model in full, the others by name: `billing.Invoice`, `Payment`."""
    names = sorted({row.edge.to_symbol for row in group})
    return joined(code(name if number else f"{group[0].edge.to_app}.{name}") for number, name in enumerate(names))


def _patterns(snapshot: Snapshot, group: Sequence[Row]) -> Cell:
    patterns = list(dict.fromkeys(pattern for row in group for pattern in _pattern(snapshot, row.edge)))
    told = joined(map(code, patterns[:_SHOWN]))
    more = len(patterns) - _SHOWN
    return (*told, Word(f" and {more} more")) if more > 0 else told


def _pattern(snapshot: Snapshot, edge: Edge) -> Iterator[str]:
    """The manager with every method called on it: `.objects.filter().first()`."""
    facts = snapshot.extractions[edge.path].facts
    if edge.mechanism == DECLARED:
        declared = facts.declarations[edge.site - Sites.of(facts).declarations]
        yield declared.callee.rpartition(":")[2] + "()" if declared.callee else f"{declared.form} ="
        return
    number = edge.site - Sites.of(facts).accesses
    if 0 <= number < len(facts.accesses):
        it = facts.accesses[number]
        manager = it.manager or it.root.rpartition(".")[2]
        yield f".{manager}" + "".join(f".{name}()" for name in it.links)
    else:
        yield f".{facts.reads[edge.site - Sites.of(facts).reads].links[0]}"
