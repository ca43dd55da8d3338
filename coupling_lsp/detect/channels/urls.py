"""URLs by name: `include("app.urls")`, `reverse("ns:name")`, `reverse_lazy`, `redirect`, `resolve_url`.

The `detail` of an `include` are the namespaces it gives.
"""

import re

from tree_sitter import Node

from coupling_lsp.detect.channels.shapes import ANYTHING
from coupling_lsp.detect.channels.use import Use, string_value
from coupling_lsp.model.expression import literal

_NAMED = re.compile(rb"[ \t\r\n]*(?:viewname[ \t]*=[ \t]*)?[uU]?[\"'][\w-]+:[\w:.-]+[\"']")
CALLS = {"include": ANYTHING, **dict.fromkeys(("reverse", "reverse_lazy", "redirect", "resolve_url"), _NAMED)}


def read(use: Use) -> None:
    """Gather the URL or the URLs one call names."""
    if use.name == "include":
        _include(use)
        return
    argument = use.given(0, "viewname")
    name = string_value(argument)
    if argument is not None and name:
        use.add("url", argument, literal(name), callee=use.callee)


def _include(use: Use) -> None:
    argument = use.given(0, "arg")
    if argument is None:
        return
    namespaces = [string_value(use.keywords.get("namespace") or use.given(1, "namespace"))]
    module: Node | None = argument
    if argument.type == "tuple":
        items = [it for it in argument.named_children if it.type != "comment"]
        module = items[0] if items else None
        namespaces += [string_value(it) for it in items[1:2]]
    target = string_value(module)
    if target:
        detail = " ".join(dict.fromkeys(filter(None, namespaces)))
        use.add("url", module or argument, literal(target), detail, callee=use.callee)
