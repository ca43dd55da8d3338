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
    target = found.target
    declared = context.names.find_class(target.module, target.name)
    if declared is None or not context.models.sort(target, context.seen):
        return None
    first = it.links[0]
    if found.shape == "instance" and (first in _OWN_WRITES or first == "refresh_from_db"):
        kind, mechanism = ("orm-write" if first in _OWN_WRITES else "orm-read"), first
    elif found.shape == "query" and first not in ("save", "refresh_from_db") and not it.root.endswith(")"):
        writing = next((link for link in it.links if link in WRITES or link in _CHANGES), "")
        kind = "orm-write" if writing else "orm-read"
        mechanism = f"m2m.{writing}" if found.m2m and writing in _CHANGES else f"{found.name}.{writing or first}"
    else:
        return None
    app = context.models.label(target.module, declared)
    if not context.leads_away(app):
        return None
    return Edge(
        "orm-write" if kind == "orm-write" else "orm-read",
        mechanism,
        context.app,
        context.module,
        it.symbol,
        context.path,
        site,
        app,
        target.module,
        target.name,
        "",
        "model",
        it.timing,
        context.test,
        "inferred",
    )
