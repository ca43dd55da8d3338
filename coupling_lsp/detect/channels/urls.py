"""URLs by name: `include("app.urls")`, `reverse("ns:name")`, `reverse_lazy`, `redirect`, `resolve_url`.

The `detail` of an `include` are the namespaces it gives.
"""

import re

from tree_sitter import Node

from coupling_lsp.detect.channels.argument_patterns import ANYTHING
from coupling_lsp.detect.channels.channel_call import ChannelCall, string_value
from coupling_lsp.django.dispatch import INCLUDE, URL_FUNCTIONS
from coupling_lsp.model.expression import is_literal, is_single_name, literal
from coupling_lsp.source.tree import expression

_QUALIFIED_NAME = re.compile(rb"[ \t\r\n]*(?:viewname[ \t]*=[ \t]*)?[uU]?[\"'][\w-]+:[\w:.-]+[\"']")
CALLS = {INCLUDE: ANYTHING, **dict.fromkeys(URL_FUNCTIONS, _QUALIFIED_NAME)}


def read(call: ChannelCall) -> None:
    """Gather the URL or the URLs one call names."""
    if call.name == INCLUDE:
        _read_include(call)
        return
    argument = call.argument(0, "viewname")
    name = string_value(argument)
    if argument is not None and name:
        call.add("url", argument, literal(name), callee=call.callee)


def _read_include(call: ChannelCall) -> None:
    argument = call.argument(0, "arg")
    if argument is None:
        return
    namespaces = [string_value(call.keywords.get("namespace") or call.argument(1, "namespace"))]
    module: Node | None = argument
    if argument.type == "tuple":
        items = [it for it in argument.named_children if it.type != "comment"]
        module = items[0] if items else None
        namespaces += [string_value(it) for it in items[1:2]]
    name = string_value(module)
    target = literal(name) if name else expression(module)
    distinct = tuple(dict.fromkeys(filter(None, namespaces)))
    if distinct or is_literal(target) or is_single_name(target):
        call.add("url", module or argument, target, callee=call.callee, namespaces=distinct)
