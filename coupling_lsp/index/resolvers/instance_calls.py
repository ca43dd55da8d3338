"""Uses of instances and related managers to ORM edges: `order.lines.filter(…)`, `m2m.add(…)`, `profile.save()`.

Attributes that load a row of another model, `order.invoice`, are reads too:
https://docs.djangoproject.com/en/stable/topics/db/queries/#related-objects
"""

from collections.abc import Iterator

from coupling_lsp.django.managers import DEFAULT_MANAGER, is_querying
from coupling_lsp.django.queryset_api import QUERY_METHODS, QUERY_WRITES, RELATION_WRITES, ROW_METHODS, ROW_WRITES
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.types.type_kinds import Found, Type
from coupling_lsp.model import value_path
from coupling_lsp.model.edges import ATTRIBUTE, Edge
from coupling_lsp.model.facts import Access, Sites


def resolve(context: Context) -> Iterator[Edge]:
    """The edges of the instances and related managers a file uses."""
    sites = Sites.of(context.facts)
    for site, it in enumerate(context.facts.accesses, sites.accesses):
        if not it.manager and it.root and it.links:
            found = context.types_of(it, it.root)
            for one in found or _by_name(context, it):
                yield from used(context, it, one, site)
    for site, it in enumerate(context.facts.reads, sites.reads):
        if it.manager:
            continue  # A lookup: `index.joins` has it.
        for one in context.types_of(it, f"{it.root}.{it.links[0]}"):
            if one.name == it.links[0] and context.models.model_kind(one.target, context.dependencies):
                yield from read(context, it, one, site)


def _by_name(context: Context, it: Access) -> Found:
    """What an accessor of something unknown is that is queried like a related manager: its name alone can tell."""
    name = it.root.rpartition(".")[2]
    if not name.isidentifier() or value_path.is_unknown(it.root) or not is_querying(name, it.links[0]):
        return ()
    return context.types.evaluate(value_path.of_unknown(name), context.module, context.dependencies)


def read(context: Context, it: Access, found: Type, site: int) -> Iterator[Edge]:
    """The edge of an attribute: it loads one row, or it is a related manager, used or handed on."""
    if found.shape == "instance":
        yield from context.orm_edge(it, site, found.target, ATTRIBUTE, "orm-read", "inferred")
    elif found.shape == "query":
        called = it.links[1:]
        if called and called[0].startswith("."):
            return  # Only looked at: `order.lines.model`.
        writing = next((link for link in called if link in QUERY_WRITES or link in RELATION_WRITES), "")
        if (
            not writing
            and called
            and context.models.managers.writes(found.target, DEFAULT_MANAGER, called[0], context.dependencies)
        ):
            writing = called[0]
        mechanism = ".".join(filter(None, (found.name, writing or "".join(called[:1]))))
        yield from context.orm_edge(
            it, site, found.target, mechanism, "orm-write" if writing else "orm-read", "inferred"
        )


def is_own(it: Access) -> bool:
    """Whether a method is called on a row itself, as `save`."""
    return bool(it.links) and it.links[0] in ROW_METHODS


def used(context: Context, it: Access, found: Type, site: int) -> Iterator[Edge]:
    """The edge of what is called on a row or on a related manager."""
    if not context.models.model_kind(found.target, context.dependencies):
        return
    first = it.links[0]
    if found.shape == "instance" and first in ROW_METHODS:
        writes, mechanism = first in ROW_WRITES, first
    elif found.shape == "instance" and found.name and it.root.endswith(f".{found.name}"):
        writes, mechanism = False, ATTRIBUTE  # `user.config.get(…)`: what loads the row is the attribute.
    elif found.shape == "query" and first not in ROW_METHODS - QUERY_METHODS and not value_path.is_result(it.root):
        writing = next((link for link in it.links if link in QUERY_WRITES or link in RELATION_WRITES), "")
        writes = bool(writing)
        mechanism = f"m2m.{writing}" if found.m2m and writing in RELATION_WRITES else f"{found.name}.{writing or first}"
    else:
        return
    yield from context.orm_edge(it, site, found.target, mechanism, "orm-write" if writes else "orm-read", "inferred")
