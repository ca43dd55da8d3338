"""Tables that raw SQL names lead to the app of their model: `billing_invoice`, `Meta.db_table`, many-to-many tables.

https://docs.djangoproject.com/en/stable/ref/models/options/#table-names
"""

from collections.abc import Iterator

from coupling_lsp.index.incremental.dependencies import ATTRIBUTE, REGISTERED_MODEL, TABLE_NAMES
from coupling_lsp.index.resolvers.channels.common import edge
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Channel, Class, Sites


def resolve(context: Context, it: Channel, site: int) -> Iterator[Edge]:
    """The edge of one table, or of the tables in a constant of the module."""
    if it.mechanism == "text":
        return
    if it.detail != "name":
        yield from _edge(context, it, site)
        return
    channels = context.facts.channels
    first = Sites.of(context.facts).channels
    if any(_is_same(other, it) for other in channels[: site - first]):
        return  # One edge for a table in a constant, however often it is used.
    for number, text in enumerate(channels, first):
        if text.kind == "sql" and text.mechanism == "text" and text.detail == it.target:
            used = Channel("sql", it.mechanism, "", text.target, "", it.symbol, it.timing)
            yield from _edge(context, used, number)


def _is_same(one: Channel, other: Channel) -> bool:
    return one.kind == "sql" and one.detail == "name" and one.target == other.target


def _edge(context: Context, it: Channel, site: int) -> Iterator[Edge]:
    name = it.target[1:].lower()
    models = _named(context, name) or set(_default(context, name))
    apps = {
        context.models.label(target.module, declared, context.dependencies): target
        for target, declared in _classes(context, models)
    }
    if context.app in apps:
        return
    if len(apps) > 1:
        context.note(site, f"several apps have a table `{name}`: {', '.join(sorted(apps))}")
        return
    for app, target in apps.items():
        found = edge(context, it, "sql", site, app, target.module, target.name)
        if found is not None:
            yield found


def _named(context: Context, name: str) -> set[Target]:
    context.dependencies.add(TABLE_NAMES.of(""))
    return set(context.endpoints.tables.get(name, ()))


def _default(context: Context, name: str) -> Iterator[Target]:
    """The models whose table, or a many-to-many table of which, Django gives this name."""
    for label in context.apps.by_label:
        rest = name.removeprefix(f"{label.lower()}_")
        if rest == name:
            continue
        target = _model(context, label, rest)
        if target is not None and not _own_table(context, target):
            yield target
        for at, char in enumerate(rest):
            owner = _model(context, label, rest[:at]) if char == "_" else None
            if owner is not None and _has_table(context, owner, rest[at + 1 :]):
                yield owner


def _model(context: Context, label: str, name: str) -> Target | None:
    key = f"{label}.{name}".lower()
    context.dependencies.add(REGISTERED_MODEL.of(key))
    target = context.registry.get(key)
    return (
        target if target is not None and context.models.model_kind(target, context.dependencies) == "concrete" else None
    )


def _own_table(context: Context, target: Target) -> str:
    declared = context.names.find_class(target.module, target.name, context.dependencies)
    return declared.option("Meta.db_table") if declared is not None else ""


def _has_table(context: Context, owner: Target, field: str) -> bool:
    """Whether a model has a many-to-many field of this name with a table of Django's own making."""
    declared = context.names.find_class(owner.module, owner.name, context.dependencies)
    context.dependencies.add(ATTRIBUTE.of(owner.module, field))
    for it in declared.fields if declared is not None else ():
        if it.name == field and not it.through:
            relation = context.models.relation(it, owner.module, context.dependencies)
            return relation is not None and relation.mechanism == "many-to-many"
    return False


def _classes(context: Context, models: set[Target]) -> Iterator[tuple[Target, Class]]:
    for target in sorted(models):
        declared = context.names.find_class(target.module, target.name, context.dependencies)
        if declared is not None:
            yield target, declared
