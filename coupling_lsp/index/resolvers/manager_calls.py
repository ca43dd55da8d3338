"""Uses of managers to ORM edges. A chain is one edge at its first name; it writes if any link of it writes.

Methods that write: https://docs.djangoproject.com/en/stable/ref/models/querysets/
"""

from collections.abc import Iterator

from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.django.queryset_api import QUERY_WRITES
from coupling_lsp.django.shortcuts import QUERY_SHORTCUTS
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model.edges import Certainty, Edge
from coupling_lsp.model.facts import Access, Sites


def resolve(context: Context) -> Iterator[Edge]:
    """The edges of the managers a file uses."""
    for site, it in enumerate(context.facts.accesses, Sites.of(context.facts).accesses):
        if not it.manager:
            continue
        if it.reason:
            yield from _inferred(context, it, site, it.reason)
            continue
        target = context.models.references.target(
            it.root, context.module, context.app, context.registry, context.dependencies
        )
        target = target or _handed(context, it)
        if not target:
            yield from _inferred(context, it, site, f"what `{_shown(it.root)}` stands for is not known")
        elif target.in_project and _is_manager(context, it, target):
            yield from _edge(context, it, target, site)


def _handed(context: Context, it: Access) -> Target:
    """The model of a manager that a shortcut is handed: `get_object_or_404(Order.open_ones, …)`."""
    before, _, manager = it.root.rpartition(".")
    if it.manager not in QUERY_SHORTCUTS or not before:
        return NOWHERE
    target = context.models.references.target(
        before, context.module, context.app, context.registry, context.dependencies
    )
    is_manager = target.in_project and context.models.managers.has(target, manager, context.dependencies)
    return target if is_manager else NOWHERE


def _inferred(context: Context, it: Access, site: int, reason: str) -> Iterator[Edge]:
    """The edges of a manager of a model in a variable: `model.objects`."""
    models = [
        found.target
        for found in (context.types_of(it, it.root) if it.root else ())
        if found.shape == "class" and _is_manager(context, it, found.target)
    ]
    if not models and it.manager in MANAGERS:
        context.note(site, reason)
    for target in dict.fromkeys(models):
        yield from _edge(context, it, target, site, "inferred")


def of_class(context: Context, it: Access, found: Type, site: int) -> Iterator[Edge]:
    """The edge of a manager that is used through what may be a model: `model.objects`."""
    if found.shape == "class" and _is_manager(context, it, found.target):
        yield from _edge(context, it, found.target, site, "inferred")


def _is_manager(context: Context, it: Access, target: Target) -> bool:
    if not context.types.is_model(target, context.dependencies):
        return False
    return (
        it.manager in MANAGERS
        or it.manager in QUERY_SHORTCUTS
        or context.models.managers.has(target, it.manager, context.dependencies)
    )


def _edge(context: Context, it: Access, target: Target, site: int, certainty: Certainty = "exact") -> Iterator[Edge]:
    writing = next((link for link in it.links if link in QUERY_WRITES), "")
    if (
        not writing
        and it.links
        and context.models.managers.writes(target, it.manager, it.links[0], context.dependencies)
    ):
        writing = it.links[0]
    link = writing or (it.links[0] if it.links else "")
    mechanism = f"{it.manager}.{link}" if link else it.manager
    yield from context.orm_edge(it, site, target, mechanism, "orm-write" if writing else "orm-read", certainty)


def _shown(root: str) -> str:
    return root.replace('"', "").rpartition(":")[2].lstrip(".") or root.rstrip(":")
