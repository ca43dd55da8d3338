"""`call_command("close_month")` leads to the app that has the command.

Of several apps the one installed first wins, and built-in commands come last:
https://docs.djangoproject.com/en/stable/howto/custom-management-commands/#overriding-commands
"""

from collections.abc import Iterator

from coupling_lsp.django.dispatch import CALL_COMMAND
from coupling_lsp.index.resolvers.channels.common import constant, edge, is_from
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Channel


def resolve(context: Context, it: Channel, site: int) -> Iterator[Edge]:
    """The edge of one call."""
    if not is_from(context, it.callee, ("django",), (CALL_COMMAND,)):
        return
    name = constant(context, it, site)
    modules = context.names.modules.paths
    for app in context.apps.by_label.values() if name else ():
        module = f"{app.package}.management.commands.{name}"
        if module in modules:
            found = edge(context, it, "command", site, app.label, module)
            if found is not None:
                yield found
            return
