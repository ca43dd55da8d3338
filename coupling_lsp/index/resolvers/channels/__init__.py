"""Names that a program looks up when it runs, to edges: signals, tasks, commands, URLs, patches, tables, migrations.

Each kind is one module with `resolve(context, fact, site)`.
"""

from collections.abc import Callable, Iterator, Mapping

from coupling_lsp.index.resolvers.channels import commands, migrations, patches, signals, tables, tasks, urls
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Channel

Resolver = Callable[[Context, Channel, int], Iterator[Edge]]

KINDS: Mapping[str, Resolver] = {
    "signal": signals.resolve,
    "task": tasks.resolve,
    "command": commands.resolve,
    "url": urls.resolve,
    "patch": patches.resolve,
    "sql": tables.resolve,
    "migration": migrations.resolve,
}


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edges of the names that a file looks up."""
    for site, channel in enumerate(context.facts.channels, context.sites.channels):
        yield from KINDS[channel.kind](context, channel, site)


def resolve_migration(context: Context) -> Iterator[Edge]:
    """Yield the edges of the dependencies of a migration, in a file that no import can name."""
    for site, channel in enumerate(context.facts.channels, context.sites.channels):
        if channel.kind == "migration":
            yield from migrations.resolve(context, channel, site)
