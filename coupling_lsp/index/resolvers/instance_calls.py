"""Uses of instances and related managers to ORM edges: `order.lines.filter(…)`, `m2m.add(…)`, `profile.save()`.

Attributes that load a row of another model, `order.invoice`, are reads too:
https://docs.djangoproject.com/en/stable/topics/db/queries/#related-objects
"""

from collections.abc import Iterator

from coupling_lsp.django.managers import is_querying
from coupling_lsp.django.queryset_api import QUERY_METHODS, RELATION_WRITES, ROW_METHODS, ROW_WRITES
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import ANY_MODEL, NOWHERE
from coupling_lsp.index.types.type_kinds import Type, TypeSet
from coupling_lsp.model import value_path
from coupling_lsp.model.edges import ATTRIBUTE, MANY_TO_MANY, Edge, Unresolved
from coupling_lsp.model.facts import Access
from coupling_lsp.model.value_path_parts import parse
from coupling_lsp.model.value_steps import is_attribute_step


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edges of the instances and related managers a file uses."""
    for site, access in context.queries():
        if not access.manager and access.links:
            types = context.types_of(access, access.root) if access.root else ()
            types = types or _by_name(context, access)
            if access.reason and not types and _may_be_row(context, access):
                context.unknown_rows.append(Unresolved(context.path, site, access.reason))
            if value_path.is_choice(access.root) and any(it.target == ANY_MODEL for it in types):
                context.note(site, "which model it is of, a condition tells")
            is_of_project = site >= context.sites.queries
            for type_ in types:
                edges = used(context, access, type_, site)
                # A method of the project was searched for as one that writes, perhaps for another class.
                yield from (edge for edge in edges if edge.kind == "orm-write") if is_of_project else edges
    for site, access in enumerate(context.facts.reads, context.sites.reads):
        if access.manager:
            continue  # A lookup: `index.joins` has it.
        for type_ in context.types_of(access, value_path.attribute(access.root, access.links[0])):
            if type_.name == access.links[0] and context.models.model_kind(type_.target, context.dependencies):
                yield from read(context, access, type_, site)


def _may_be_row(context: Context, access: Access) -> bool:
    """Return whether something of which no type is known may be a row: nothing of a library, no file of a row.

    In tests it is mostly made by fixtures, which are not followed.
    """
    if context.test:
        return False
    owner, _ = value_path.split_attribute(access.root)
    owner_types = context.types_of(access, owner) if owner else ()
    is_of_row = any(context.models.model_kind(it.target, context.dependencies) for it in owner_types)
    return not is_of_row and not _is_of_library(context, access.root)


def _is_of_library(context: Context, path: str) -> bool:
    """Return whether what a path leads to begins at a name of an installed package, of which nothing else is known."""
    parts = parse(path)
    if parts.alternatives:
        return all(_is_of_library(context, it) for it in parts.alternatives)
    target = context.names.expression(parts.name, context.module, context.dependencies) if parts.name else NOWHERE
    return bool(target) and not target.in_project


def _by_name(context: Context, access: Access) -> TypeSet:
    """Return the type that the name of an accessor of something unknown tells, if it is queried as a manager."""
    owner, name = value_path.split_attribute(access.root)
    if not name or value_path.is_unknown(access.root) or not is_querying(name, access.links[0]):
        return ()
    rows = (it for it in context.types_of(access, owner) if it.kind in ("instance", "named"))
    if any(context.models.model_kind(it.target, context.dependencies) for it in rows):
        return ()  # Of a row of a known model, something else is meant.
    return context.types.evaluate(value_path.of_unknown(name), context.module, context.dependencies)


def read(context: Context, access: Access, type_: Type, site: int) -> Iterator[Edge]:
    """Yield the edge of an attribute that loads a row, or gives a related manager, used or passed on."""
    if type_.kind == "instance":
        yield from context.orm_edge(access, site, type_.target, ATTRIBUTE, "orm-read", "inferred")
    elif type_.kind == "query":
        methods = access.links[1:]
        if methods and is_attribute_step(methods[0]):
            return  # No query: `order.lines.model`.
        writer = context.types.writing_method(type_, methods, context.dependencies)
        mechanism = ".".join(filter(None, (type_.name, writer or "".join(methods[:1]))))
        yield from context.orm_edge(
            access, site, type_.target, mechanism, "orm-write" if writer else "orm-read", "inferred"
        )


def is_own(access: Access) -> bool:
    """Return whether a method is called on a row itself, as `save`."""
    return bool(access.links) and access.links[0] in ROW_METHODS


def used(context: Context, access: Access, type_: Type, site: int) -> Iterator[Edge]:
    """Yield the edges of a call on a row, on a related manager, or on what saves rows, as a form."""
    first = access.links[0]
    if type_.kind == "form" or not context.models.model_kind(type_.target, context.dependencies):
        for row in context.types.saves.rows(type_, first, context.dependencies):
            yield from context.orm_edge(access, site, row.target, first, "orm-write", "inferred")
        return
    if type_.kind == "instance" and first in ROW_METHODS:
        writes, mechanism = first in ROW_WRITES, first
        if writes and _may_be_plain_field(context, access, type_):
            return
    elif type_.kind == "instance" and type_.name and value_path.split_attribute(access.root)[1] == type_.name:
        writes, mechanism = False, ATTRIBUTE  # `user.config.get(…)`: what loads the row is the attribute.
    elif type_.kind == "query" and _is_asked_here(access, type_):
        writer = context.types.writing_method(type_, access.links, context.dependencies)
        writes = bool(writer)
        is_many_to_many = type_.m2m and writer in RELATION_WRITES
        mechanism = f"{MANY_TO_MANY}{writer}" if is_many_to_many else f"{type_.name}.{writer or first}"
    else:
        return
    yield from context.orm_edge(
        access, site, type_.target, mechanism, "orm-write" if writes else "orm-read", "inferred"
    )


def _may_be_plain_field(context: Context, access: Access, row: Type) -> bool:
    """Return whether a row is an attribute of some model, of which others have a plain field of that name: a file."""
    owner, name = value_path.split_attribute(access.root)
    if not name or name != row.name:
        return False
    is_of_any_model = any(it.target == ANY_MODEL for it in context.types_of(access, owner))
    return is_of_any_model and context.types.is_plain_field(name, context.dependencies)


def _is_asked_here(access: Access, query: Type) -> bool:
    """Return whether a query is asked at an access; one that a call gives is asked where that makes it.

    What a related manager is asked first by a method of the project, is found with the attribute.
    """
    first = access.links[0]
    is_of_relation = first not in QUERY_METHODS and value_path.last_name(access.root) == query.name
    return first not in ROW_METHODS - QUERY_METHODS and not value_path.is_result(access.root) and not is_of_relation
