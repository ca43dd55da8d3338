"""`mock.patch("app.views.send")` leads to the app of the module whose name is replaced, wherever the name is from."""

from collections.abc import Iterator

from coupling_lsp.index.resolvers.channels.common import edges, is_from, module_around
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import literal_value
from coupling_lsp.model.facts import Channel

_NAMES = ("patch", "dict", "multiple")


def resolve(context: Context, channel: Channel, site: int) -> Iterator[Edge]:
    """Yield the edge of one dotted string."""
    if channel.detail != "fixture" and not is_from(context, channel.callee, ("unittest", "mock", "asyncmock"), _NAMES):
        return
    path = literal_value(channel.target)
    module = module_around(context, path)
    yield from edges(context, channel, "patch", site, context.apps.owner(module), module, path[len(module) + 1 :])
