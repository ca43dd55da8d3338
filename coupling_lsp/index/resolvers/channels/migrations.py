"""The dependencies of a migration lead to the apps whose migrations it waits for.

https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies
"""

from collections.abc import Iterator

from coupling_lsp.index.resolvers.channels.common import edges
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import literal_value
from coupling_lsp.model.facts import Channel


def resolve(context: Context, channel: Channel, site: int) -> Iterator[Edge]:
    """Yield the edge of one dependency."""
    label = _swapped(context, channel.target) if channel.mechanism == "swappable" else literal_value(channel.target)
    app = context.apps.by_label.get(label)
    if app is not None:
        yield from edges(context, channel, "migration", site, label, f"{app.package}.migrations", channel.detail)


def _swapped(context: Context, setting: str) -> str:
    """Return the app of the model that a setting names; empty if it is not known."""
    target = context.models.references.target(
        setting, context.module, context.app, context.registry, context.dependencies
    )
    class_ = context.names.find_class(target.module, target.name, context.dependencies) if target.in_project else None
    return context.models.label(target.module, class_, context.dependencies) if class_ is not None else ""
