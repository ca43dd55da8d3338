"""`include("app.urls")` leads to the app of the module, `reverse("ns:name")` to the app that has the namespace.

https://docs.djangoproject.com/en/stable/topics/http/urls/#url-namespaces
"""

from collections.abc import Iterator

from coupling_lsp.django.dispatch import INCLUDE, URL_FUNCTIONS
from coupling_lsp.django.third_party import URL_PACKAGE
from coupling_lsp.index.incremental.dependencies import URL_NAMESPACES
from coupling_lsp.index.resolvers.channels.common import edges, is_from
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.expression import literal_value
from coupling_lsp.model.facts import Channel

_NAMES = (INCLUDE, *URL_FUNCTIONS)


def resolve(context: Context, channel: Channel, site: int) -> Iterator[Edge]:
    """Yield the edge of one included module, or of one name with a namespace."""
    name = literal_value(channel.target)
    if not is_from(context, channel.callee, ("django", URL_PACKAGE), _NAMES):
        return
    module = (name if name in context.names.modules else "") if channel.mechanism == INCLUDE else ""
    if channel.mechanism != INCLUDE:
        module = module_of_name(context, name, site)
    yield from edges(context, channel, "url", site, context.apps.owner(module), module)


def module_of_name(context: Context, name: str, site: int) -> str:
    """Return the module that has a name, else that of its innermost namespace; empty where the project gives none."""
    context.dependencies.add(URL_NAMESPACES.of(""))
    *namespaces, url_name = name.split(":")
    while namespaces:
        modules = context.endpoints.namespaces.modules(namespaces, url_name)
        if modules:
            apps = {context.apps.owner(module) for module in modules}
            if len(apps) == 1:
                return min(modules)
            names = [f"`{app}`" for app in sorted(apps - {""})] + ["elsewhere"] * ("" in apps)
            context.note(site, f"the URL namespace `{namespaces[-1]}` is given in {' and '.join(names)}")
            return ""
        url_name = namespaces.pop()  # A namespace that is not known has no names that are.
    return ""
