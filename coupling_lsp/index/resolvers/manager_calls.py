"""Uses of managers to ORM edges. A chain is one edge at its first name (see `query_chains`)."""

from collections.abc import Iterator

from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.django.shortcuts import QUERY_SHORTCUTS
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model.edges import Certainty, Edge
from coupling_lsp.model.expression import shown, split_attribute
from coupling_lsp.model.facts import Access


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edges of the managers a file uses."""
    for site, access in context.queries():
        if not access.manager:
            continue
        if access.reason:
            yield from _inferred(context, access, site, access.reason)
            continue
        target = context.models.references.target(
            access.root, context.module, context.app, context.registry, context.dependencies
        )
        target = target or _handed(context, access)
        if not target:
            yield from _inferred(context, access, site, f"what `{shown(access.root)}` stands for is not known")
        elif target.in_project and _is_manager(context, access, target):
            yield from _edge(context, access, target, site)
        elif context.models.is_unknown(target, context.dependencies) and access.manager in MANAGERS:
            context.note(site, f"what `{shown(access.root)}` stands for is not known")


def _handed(context: Context, access: Access) -> Target:
    """Return the model of a manager that a shortcut gets: `get_object_or_404(Order.open_ones, …)`."""
    expression, manager = split_attribute(access.root)
    if access.manager not in QUERY_SHORTCUTS or not expression:
        return NOWHERE
    target = context.models.references.target(
        expression, context.module, context.app, context.registry, context.dependencies
    )
    is_manager = target.in_project and context.models.managers.has(target, manager, context.dependencies)
    return target if is_manager else NOWHERE


def _inferred(context: Context, access: Access, site: int, reason: str) -> Iterator[Edge]:
    """Yield the edges of a manager of a model in a variable: `model.objects`."""
    models = [
        type_.target
        for type_ in (context.types_of(access, access.root) if access.root else ())
        if type_.kind == "class" and _is_manager(context, access, type_.target)
    ]
    if not models and access.manager in MANAGERS:
        context.note(site, reason)
    for target in dict.fromkeys(models):
        yield from _edge(context, access, target, site, "inferred")


def of_class(context: Context, access: Access, type_: Type, site: int) -> Iterator[Edge]:
    """Yield the edge of a manager that is used through what may be a model: `model.objects`."""
    if type_.kind == "class" and _is_manager(context, access, type_.target):
        yield from _edge(context, access, type_.target, site, "inferred")


def _is_manager(context: Context, access: Access, target: Target) -> bool:
    if not context.types.is_model(target, context.dependencies):
        return False
    return (
        access.manager in MANAGERS
        or access.manager in QUERY_SHORTCUTS
        or context.models.managers.has(target, access.manager, context.dependencies)
    )


def _edge(
    context: Context, access: Access, target: Target, site: int, certainty: Certainty = "exact"
) -> Iterator[Edge]:
    writer = context.types.writing_method(Type("query", target, access.manager), access.links, context.dependencies)
    link = writer or (access.links[0] if access.links else "")
    mechanism = f"{access.manager}.{link}" if link else access.manager
    yield from context.orm_edge(access, site, target, mechanism, "orm-write" if writer else "orm-read", certainty)
