"""Tables that raw SQL names lead to the app of their model: `billing_invoice`, `Meta.db_table`, many-to-many tables.

https://docs.djangoproject.com/en/stable/ref/models/options/#table-names
"""

from collections.abc import Iterator

from coupling_lsp.index.incremental.dependencies import ATTRIBUTE, REGISTERED_MODEL, TABLE_NAMES
from coupling_lsp.index.models.references import registry_key
from coupling_lsp.index.resolvers.channels.common import edges
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.class_options import DB_TABLE
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import literal_value
from coupling_lsp.model.facts import Channel, Class


def resolve(context: Context, channel: Channel, site: int) -> Iterator[Edge]:
    """Yield the edge of one table, or of the tables in a constant of the module."""
    if channel.mechanism == "text":
        return
    if channel.detail != "name":
        yield from _edge(context, channel, site)
        return
    channels = context.facts.channels
    first = context.sites.channels
    if any(_is_same(previous, channel) for previous in channels[: site - first]):
        return  # One edge for a table in a constant, however often it is used.
    for number, text in enumerate(channels, first):
        if text.kind == "sql" and text.mechanism == "text" and text.detail == channel.target:
            use = Channel("sql", channel.mechanism, "", text.target, "", channel.symbol, channel.timing)
            yield from _edge(context, use, number)


def _is_same(channel: Channel, previous: Channel) -> bool:
    return channel.kind == "sql" and channel.detail == "name" and channel.target == previous.target


def _edge(context: Context, channel: Channel, site: int) -> Iterator[Edge]:
    name = literal_value(channel.target).lower()
    models = _named(context, name) or set(_default(context, name))
    apps = {
        context.models.label(target.module, class_, context.dependencies): target
        for target, class_ in _classes(context, models)
    }
    if context.app in apps:
        return
    if len(apps) > 1:
        context.note(site, f"several apps have a table `{name}`: {', '.join(sorted(apps))}")
        return
    for app, target in apps.items():
        yield from edges(context, channel, "sql", site, app, target.module, target.name)


def _named(context: Context, name: str) -> set[Target]:
    context.dependencies.add(TABLE_NAMES.of(""))
    return set(context.endpoints.tables.get(name, ()))


def _default(context: Context, name: str) -> Iterator[Target]:
    """Yield the models to whose table, or a many-to-many table of which, Django gives a name."""
    for label in context.apps.by_label:
        rest = name.removeprefix(f"{label.lower()}_")
        if rest == name:
            continue
        target = _model(context, label, rest)
        if target is not None and not _own_table(context, target):
            yield target
        for position, char in enumerate(rest):
            owner = _model(context, label, rest[:position]) if char == "_" else None
            if owner is not None and _has_table(context, owner, rest[position + 1 :]):
                yield owner


def _model(context: Context, label: str, name: str) -> Target | None:
    key = registry_key(label, name)
    context.dependencies.add(REGISTERED_MODEL.of(key))
    target = context.registry.get(key)
    return (
        target if target is not None and context.models.model_kind(target, context.dependencies) == "concrete" else None
    )


def _own_table(context: Context, target: Target) -> str:
    class_ = context.names.find_class(target.module, target.name, context.dependencies)
    return class_.option(DB_TABLE) if class_ is not None else ""


def _has_table(context: Context, owner: Target, field: str) -> bool:
    """Return whether a model has a many-to-many field of a name, with a table of Django's own making."""
    class_ = context.names.find_class(owner.module, owner.name, context.dependencies)
    context.dependencies.add(ATTRIBUTE.of(owner.module, field))
    for model_field in class_.fields if class_ is not None else ():
        if model_field.name == field and not model_field.through:
            relation = context.models.relation(model_field, owner.module, context.dependencies)
            return relation is not None and relation.mechanism == "many-to-many"
    return False


def _classes(context: Context, models: set[Target]) -> Iterator[tuple[Target, Class]]:
    for target in sorted(models):
        class_ = context.names.find_class(target.module, target.name, context.dependencies)
        if class_ is not None:
            yield target, class_
