"""Uses of instances and related managers to ORM edges: `order.lines.filter(…)`, `m2m.add(…)`, `profile.save()`."""

from collections.abc import Iterator

from coupling_lsp.index.context import Context
from coupling_lsp.index.queries import WRITES
from coupling_lsp.index.types import Type
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Access, Sites

_CHANGES = frozenset(["add", "remove", "set", "clear", "aadd", "aremove", "aset", "aclear"])
_OWN_WRITES = frozenset(["save", "delete", "asave", "adelete"])


def resolve(context: Context) -> Iterator[Edge]:
    """The edges of the instances and related managers a file uses."""
    for site, it in enumerate(context.facts.accesses, Sites.of(context.facts).accesses):
        if it.manager or not it.root or not it.links:
            continue
        found = context.types.evaluate(it.root, context.module, context.seen)
        if found is not None and (edge := _edge(context, it, found, site)) is not None:
            yield edge


def _edge(context: Context, it: Access, found: Type, site: int) -> Edge | None:
    if not context.models.sort(found.target, context.seen):
        return None
    first = it.links[0]
    if found.shape == "instance" and (first in _OWN_WRITES or first == "refresh_from_db"):
        writes, mechanism = first in _OWN_WRITES, first
    elif found.shape == "query" and first not in ("save", "refresh_from_db") and not it.root.endswith(")"):
        writing = next((link for link in it.links if link in WRITES or link in _CHANGES), "")
        writes = bool(writing)
        mechanism = f"m2m.{writing}" if found.m2m and writing in _CHANGES else f"{found.name}.{writing or first}"
    else:
        return None
    return context.orm_edge(it, site, found.target, mechanism, writes=writes, certainty="inferred")
