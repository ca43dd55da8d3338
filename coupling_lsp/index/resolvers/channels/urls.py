"""`include("app.urls")` leads to the app of the module, `reverse("ns:name")` to the app that has the namespace.

https://docs.djangoproject.com/en/stable/topics/http/urls/#url-namespaces
"""

from collections.abc import Iterator

from coupling_lsp.django.dispatch import INCLUDE, URL_FUNCTIONS
from coupling_lsp.django.third_party import URL_PACKAGE
from coupling_lsp.index.incremental.dependencies import URL_NAMESPACES
from coupling_lsp.index.resolvers.channels.common import edge, is_from
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Channel

_NAMES = (INCLUDE, *URL_FUNCTIONS)


def resolve(context: Context, it: Channel, site: int) -> Iterator[Edge]:
    """The edge of one included module, or of one name with a namespace."""
    written = it.target[1:]
    if not is_from(context, it.callee, ("django", URL_PACKAGE), _NAMES):
        return
    module = (written if written in context.names.modules else "") if it.mechanism == INCLUDE else ""
    if it.mechanism != INCLUDE:
        module = _module(context, written, site)
    found = edge(context, it, "url", site, context.apps.owner(module), module)
    if found is not None:
        yield found


def _module(context: Context, name: str, site: int) -> str:
    """The module of the innermost namespace of a name that the project gives; empty for one it does not."""
    context.dependencies.add(URL_NAMESPACES.of(""))
    for namespace in reversed(name.split(":")[:-1]):
        modules = context.endpoints.namespaces.get(namespace)
        if modules:
            apps = {context.apps.owner(module) for module in modules}
            if len(apps) == 1:
                return min(modules)
            told = [f"`{app}`" for app in sorted(apps - {""})] + ["elsewhere"] * ("" in apps)
            context.note(site, f"the URL namespace `{namespace}` is given in {' and '.join(told)}")
            return ""
    return ""
