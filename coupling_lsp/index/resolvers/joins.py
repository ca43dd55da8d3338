"""Lookups in queries to edges of kind `join`: one for each model of another app whose table a path reads.

https://docs.djangoproject.com/en/stable/topics/db/queries/#lookups-that-span-relationships
"""

import re
from collections.abc import Iterable, Iterator

from coupling_lsp.django.conventions import LIST_DISPLAY, LOADING_OPTIONS, MODEL_LOOKUP_OPTIONS, ORDERING_OPTIONS
from coupling_lsp.django.managers import DEFAULT_MANAGER, MANAGERS, ROWS_METHODS
from coupling_lsp.django.queryset_api import LOADING_METHODS, ORDERING_METHODS, PREFETCHING_METHODS
from coupling_lsp.index.models.join_paths import Step, Walks
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model.edges import Certainty, Edge
from coupling_lsp.model.facts import Access, Sites

_LOADING = LOADING_METHODS.union(LOADING_OPTIONS)
_ORDERING = ORDERING_METHODS.union(ORDERING_OPTIONS)
_BY_NAME = re.compile(rf"[\w.:]+\.(?:{'|'.join(MANAGERS)})\b|[\w.:]+\Z")
_SELF = re.compile(rf"(\w+)\(\)\^?(?:\.(?:{'|'.join(ROWS_METHODS)})\(\))?")
_MOST = 6


def resolve(context: Context) -> Iterator[Edge]:
    """The joins of the queries of a file."""
    for site, it in enumerate(context.facts.reads, Sites.of(context.facts).reads):
        if not it.manager:
            continue
        certainty: Certainty = "exact" if not it.root or _BY_NAME.match(it.root) else "inferred"
        for model in dict.fromkeys(_of_query(context, it) if it.root else _of_class(context, it)):
            yield from _edges(context, it, model, site, certainty)


def _edges(context: Context, it: Access, model: Target, site: int, certainty: Certainty) -> Iterator[Edge]:
    told: set[Target] = set()
    for step in _join_steps(context, it, model):
        if step.model and step.model not in told:
            told.add(step.model)
            yield from context.orm_edge(it, site, step.model, f"{it.manager}.{step.path}", "join", certainty)


def _join_steps(context: Context, it: Access, model: Target) -> Iterable[Step]:
    names = it.links[0].split("__")
    if it.manager == LIST_DISPLAY and len(names) == 1:
        return ()
    walks = Walks(context.types.relations, context.columns)
    if it.manager in PREFETCHING_METHODS:
        return walks.fetched(model, names, context.dependencies)
    if it.manager in _LOADING:
        return walks.loaded(model, names, context.dependencies)
    return walks.joined(model, names, context.dependencies, ordering=it.manager in _ORDERING)


def _of_query(context: Context, it: Access) -> list[Target]:
    """The models that a query may be of."""
    found = context.types.evaluate(it.root, context.module, context.dependencies)
    queries = [one.target for one in found if one.shape in ("query", "rows", "class")]
    return queries or [one.target for one in _of_self(context, it.root)]


def _of_self(context: Context, path: str) -> Iterable[Type]:
    """What `self` stands for in the methods of a manager or queryset: the rows of each model that has it."""
    start = _SELF.match(path)
    target = context.names.expression(start[1], context.module, context.dependencies) if start is not None else None
    if start is None or target is None or not target.in_project:
        return ()
    models = context.types.relations.tables.managed(Target(*target[:3]), context.dependencies)
    queries = [Type("query", it, DEFAULT_MANAGER) for it in models] if len(models) <= _MOST else ()
    return context.types.following(queries, path[start.end() :], context.dependencies)


def _of_class(context: Context, it: Access) -> Iterator[Target]:
    """The models that the class with an option is declared for: a view, a filter, an admin, the model itself."""
    target = Target(context.module, it.symbol, True)
    if context.models.model_kind(target, context.dependencies):
        yield from (target,) if it.manager in MODEL_LOOKUP_OPTIONS else ()
        return
    if it.manager in MODEL_LOOKUP_OPTIONS:
        return
    for made in context.facts.declarations:
        if made.form == "register" and made.symbol == it.symbol:
            meant = context.models.references.target(
                made.target, context.module, context.app, context.registry, context.dependencies
            )
            if meant.in_project:
                yield meant
    declaring = DeclaredModels(context.models, context.registry, context.types.hierarchy, context.types.evaluate)
    declared = declaring.model(target, context.dependencies)
    if declared is not None:
        yield declared
        return
    heirs = context.types.hierarchy.subclasses(target, context.dependencies)
    found = {model for it in heirs if (model := declaring.model(it, context.dependencies)) is not None}
    yield from sorted(found) if len(found) <= _MOST else ()
