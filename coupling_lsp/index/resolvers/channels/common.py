"""What the kinds have in common: the edge itself, and the text behind a name."""

from collections.abc import Iterator

from coupling_lsp.index.incremental.dependencies import REGISTERED_NAMES
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import is_call, is_literal, literal_value, shown
from coupling_lsp.model.facts import Channel


def edges(
    context: Context,
    channel: Channel,
    kind: Kind,
    site: int,
    app: str,
    module: str,
    symbol: str = "",
    mechanism: str = "",
) -> Iterator[Edge]:
    """Yield the edge to something of an app, if it leads away."""
    if context.leads_away(app):
        target = Target(module, symbol, True)
        yield context.edge(
            kind,
            mechanism or channel.mechanism,
            site,
            app,
            target,
            symbol=channel.symbol,
            symbol_kind=context.symbol_kind(target),
            timing=channel.timing,
            certainty="inferred" if channel.is_alternative else "exact",
        )


def constant(context: Context, channel: Channel, site: int) -> str:
    """Return the string that a channel leads to; empty if it is not known, which is noted where that is a fault."""
    if is_literal(channel.target):
        return literal_value(channel.target)
    if not channel.target:
        if channel.reason:
            context.note(site, channel.reason)
        return ""
    if is_call(channel.target):
        return ""
    target = context.names.expression(channel.target, context.module, context.dependencies)
    if is_literal(target.assigned):
        return literal_value(target.assigned)
    if not target:
        context.note(site, f"what `{shown(channel.target)}` stands for is not known")
    return ""


def registered_places(context: Context, kind: Kind, name: str) -> frozenset[tuple[str, str]]:
    """Return the module and symbol of each place that registers a name for edges of a kind."""
    context.dependencies.add(REGISTERED_NAMES.of(kind))
    return context.endpoints.registrations.get((kind, name), frozenset())


def is_from(context: Context, callee: str, packages: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Return whether an expression leads to one of some names in some packages outside the project."""
    target = context.names.expression(callee, context.module, context.dependencies)
    top = target.module.partition(".")[0]
    return bool(target) and not target.in_project and top in packages and target.name.rpartition(".")[2] in names


def module_around(context: Context, path: str) -> str:
    """Return the longest module of the project that a dotted path begins with; empty without."""
    while path and path not in context.names.modules:
        path = path.rpartition(".")[0]
    return path
