"""Lookups in queries to edges of kind `join`: one for each model of another app whose table a path reads.

https://docs.djangoproject.com/en/stable/topics/db/queries/#lookups-that-span-relationships
"""

from collections.abc import Iterable, Iterator

from coupling_lsp.django.conventions import LIST_DISPLAY, LOADING_OPTIONS, MODEL_LOOKUP_OPTIONS, ORDERING_OPTIONS
from coupling_lsp.django.managers import DEFAULT_MANAGER, MANAGERS, ROWS_METHODS
from coupling_lsp.django.queryset_api import (
    LOADING_METHODS,
    ORDERING_METHODS,
    PREFETCHING_FUNCTIONS,
    PREFETCHING_METHODS,
)
from coupling_lsp.django.third_party import FILTER_SET, FILTER_SET_FIELDS
from coupling_lsp.index.models.join_paths import Join, JoinPaths
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.class_hierarchy import base_names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model import value_path
from coupling_lsp.model.edges import Certainty, Edge
from coupling_lsp.model.facts import Access
from coupling_lsp.model.value_path_parts import parse
from coupling_lsp.model.value_steps import steps_of, without_call

_LOADING = LOADING_METHODS.union(LOADING_OPTIONS)
_ORDERING = ORDERING_METHODS.union(ORDERING_OPTIONS)

_MAX_MODELS = 6
"""Of how many models the rows of one query may be; a lookup in a query of more is no join."""


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the joins of the queries of a file."""
    for site, access in enumerate(context.facts.reads, context.sites.reads):
        if not access.manager:
            continue
        certainty: Certainty = "exact" if not access.root or _is_by_name(access.root) else "inferred"
        for model in dict.fromkeys(_of_query(context, access) if access.root else _of_class(context, access)):
            yield from _edges(context, access, model, site, certainty)


def _is_by_name(path: str) -> bool:
    """Return whether a path leads to a manager, or to its end, by names alone."""
    parts = parse(path)
    for step in steps_of(parts.rest):
        if step.kind != "attribute" or step.name in MANAGERS:
            return bool(parts.name) and step.kind == "attribute"
    return bool(parts.name)


def _edges(context: Context, access: Access, model: Target, site: int, certainty: Certainty) -> Iterator[Edge]:
    joined_models: set[Target] = set()
    for join in _joins(context, access, model):
        if join.model and join.model not in joined_models:
            joined_models.add(join.model)
            yield from context.orm_edge(access, site, join.model, f"{access.manager}.{join.path}", "join", certainty)


def _joins(context: Context, access: Access, model: Target) -> Iterable[Join]:
    names = access.links[0].split("__")
    if access.manager == LIST_DISPLAY and len(names) == 1:
        return ()
    join_paths = JoinPaths(context.types.relations, context.plain_fields)
    if access.manager in PREFETCHING_METHODS or access.manager in PREFETCHING_FUNCTIONS:
        return join_paths.of_prefetch_related(model, names, context.dependencies)
    if access.manager in _LOADING:
        return join_paths.of_select_related(model, names, context.dependencies)
    return join_paths.of_lookup(model, names, context.dependencies, ordering=access.manager in _ORDERING)


def _of_query(context: Context, access: Access) -> list[Target]:
    """Return the models that a query may be of."""
    types = context.types.evaluate(access.root, context.module, context.dependencies)
    queries = [type_.target for type_ in types if type_.kind in ("query", "rows", "class")]
    return queries or [type_.target for type_ in _of_self(context, access.root)]


def _of_self(context: Context, path: str) -> Iterable[Type]:
    """Return what `self` stands for in a method of a manager or queryset: the rows of each model that has it."""
    class_name, steps = value_path.split_self(path)
    target = context.names.expression(class_name, context.module, context.dependencies)
    if not target.in_project:
        return ()
    models = context.types.relations.tables.managed(Target(*target[:3]), context.dependencies)
    queries = [Type("query", model, DEFAULT_MANAGER) for model in models] if len(models) <= _MAX_MODELS else ()
    return context.types.walk(queries, without_call(steps, ROWS_METHODS), context.dependencies)


def _names_filter_set(context: Context, target: Target) -> bool:
    """Return whether a class or one it inherits from names a `FilterSet` as a base."""
    return any(it.endswith(FILTER_SET) for it in base_names(target, context.names, context.dependencies))


def _of_class(context: Context, access: Access) -> Iterator[Target]:
    """Yield the models for which a class with an option is declared: a view, a filter, an admin, the model itself."""
    target = Target(context.module, access.symbol, True)
    if context.models.model_kind(target, context.dependencies):
        yield from (target,) if access.manager in MODEL_LOOKUP_OPTIONS else ()
        return
    if access.manager in MODEL_LOOKUP_OPTIONS:
        return
    if access.manager == FILTER_SET_FIELDS and not _names_filter_set(context, target):
        return
    declared_models = context.types.declared_models
    models_of_class = declared_models.models(target, context.dependencies)
    if models_of_class:
        yield from models_of_class
        return
    subclasses = context.types.hierarchy.subclasses(target, context.dependencies)
    models = {model for it in subclasses for model in declared_models.models(it, context.dependencies)}
    yield from sorted(models) if len(models) <= _MAX_MODELS else ()
