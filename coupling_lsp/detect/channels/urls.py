"""URLs by name: `include("app.urls")`, `reverse("ns:name")`, `reverse_lazy`, `redirect`, `resolve_url`."""

import re

from tree_sitter import Node

from coupling_lsp.detect.channels.shapes import ANYTHING
from coupling_lsp.detect.channels.use import Use, literal

_NAMED = re.compile(rb"[ \t\r\n]*(?:viewname[ \t]*=[ \t]*)?[uU]?[\"'][\w-]+:[\w:.-]+[\"']")
CALLS = {"include": ANYTHING, **dict.fromkeys(("reverse", "reverse_lazy", "redirect", "resolve_url"), _NAMED)}


def read(use: Use) -> None:
    """Gather the URL or the URLs one call names."""
    if use.name == "include":
        _include(use)
        return
    given = use.given(0, "viewname")
    name = literal(given)
    if given is not None and name:
        use.add("url", given, f'"{name}', callee=use.callee)


def _include(use: Use) -> None:
    given = use.given(0, "arg")
    if given is None:
        return
    namespaces = [literal(use.keywords.get("namespace") or use.given(1, "namespace"))]
    module: Node | None = given
    if given.type == "tuple":
        items = [it for it in given.named_children if it.type != "comment"]
        module = items[0] if items else None
        namespaces += [literal(it) for it in items[1:2]]
    target = literal(module)
    if target:
        names = tuple(dict.fromkeys(filter(None, namespaces)))
        use.add("url", module or given, f'"{target}', callee=use.callee, namespaces=names)
