"""Names that a program looks up when it runs, to edges: signals, tasks, commands, URLs, templates, tables and others.

Each kind is one module with `resolve(context, fact, site)`.
"""

from collections.abc import Callable, Iterator, Mapping

from coupling_lsp.index.resolvers.channels import commands, migrations, patches, signals, tables, tasks, templates, urls
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Channel

Resolver = Callable[[Context, Channel, int], Iterator[Edge]]

KINDS: Mapping[str, Resolver] = {
    "signal": signals.resolve,
    "task": tasks.resolve,
    "command": commands.resolve,
    "url": urls.resolve,
    "template": templates.resolve,
    "patch": patches.resolve,
    "sql": tables.resolve,
    "migration": migrations.resolve,
}


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edges of the names that a file looks up."""
    for site, channel in enumerate(context.facts.channels, context.sites.channels):
        yield from KINDS[channel.kind](context, channel, site)


_IN_UNNAMED_FILES = ("migration", "template")


def resolve_unnamed(context: Context) -> Iterator[Edge]:
    """Yield the edges of a file that no import can name: the dependencies of a migration, the names in a template."""
    for site, channel in enumerate(context.facts.channels, context.sites.channels):
        if channel.kind in _IN_UNNAMED_FILES:
            yield from KINDS[channel.kind](context, channel, site)
