"""URLs by name: `include("app.urls")`, `reverse("ns:name")`, `reverse_lazy`, `redirect`, `resolve_url`.

The `detail` of an `include` are the namespaces it gives.
"""

import re

from tree_sitter import Node

from coupling_lsp.detect.channels.shapes import ANYTHING
from coupling_lsp.detect.channels.use import Use, literal
from coupling_lsp.django.dispatch import INCLUDE, URL_FUNCTIONS

_NAMED = re.compile(rb"[ \t\r\n]*(?:viewname[ \t]*=[ \t]*)?[uU]?[\"'][\w-]+:[\w:.-]+[\"']")
CALLS = {INCLUDE: ANYTHING, **dict.fromkeys(URL_FUNCTIONS, _NAMED)}


def read(use: Use) -> None:
    """Gather the URL or the URLs one call names."""
    if use.name == INCLUDE:
        _include(use)
        return
    argument = use.given(0, "viewname")
    name = literal(argument)
    if argument is not None and name:
        use.add("url", argument, f'"{name}', callee=use.callee)


def _include(use: Use) -> None:
    argument = use.given(0, "arg")
    if argument is None:
        return
    namespaces = [literal(use.keywords.get("namespace") or use.given(1, "namespace"))]
    module: Node | None = argument
    if argument.type == "tuple":
        items = [it for it in argument.named_children if it.type != "comment"]
        module = items[0] if items else None
        namespaces += [literal(it) for it in items[1:2]]
    target = literal(module)
    if target:
        use.add(
            "url",
            module or argument,
            f'"{target}',
            callee=use.callee,
            namespaces=tuple(dict.fromkeys(filter(None, namespaces))),
        )
