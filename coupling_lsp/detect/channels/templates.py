"""Templates by name: `render(request, "orders/show.html")`, `get_template`, `template_name = "…"` of a view."""

import re

from tree_sitter import Node

from coupling_lsp.detect.channels.channel_call import ChannelCall, string_value
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.template_files import AS_VIEW, RENDER, TEMPLATE_FUNCTIONS, TEMPLATE_NAME
from coupling_lsp.model.expression import literal
from coupling_lsp.model.facts import Channel
from coupling_lsp.source.tree import Tree, enclosing_symbol, text

_STRING = rb"\s*(?:template(?:_name)?\s*=\s*)?[rRuU]?[\"']"
_FIRST_STRING, _LATER_STRING = re.compile(_STRING), re.compile(rb"[^\"'()]*," + _STRING)
CALLS = {name: _LATER_STRING if position else _FIRST_STRING for name, position in TEMPLATE_FUNCTIONS.items()}
MARKS = tuple(f"{TEMPLATE_NAME}{equals}{quote}".encode() for equals in (" = ", "=") for quote in "\"'")


def read(call: ChannelCall) -> None:
    """Gather the template that one call names."""
    argument = call.argument(TEMPLATE_FUNCTIONS[call.name], TEMPLATE_NAME, "template")
    name = string_value(argument)
    if argument is not None and name:
        call.add("template", argument, literal(name), mechanism=RENDER, callee=call.callee)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the template that a class, or an argument of `as_view`, is given at the bytes."""
    name = tree.at(start, tree.data.index(b"=", start, end) - 1)
    holder = name.parent if name is not None and name.type == "identifier" else None
    if (
        holder is None
        or not text(name).endswith(TEMPLATE_NAME)
        or not (_is_class_constant(holder) or _is_option(holder))
    ):
        return
    value = holder.child_by_field_name("right") or holder.child_by_field_name("value")
    template = string_value(value)
    if value is not None and template:
        channel = Channel("template", RENDER, "", literal(template), "", enclosing_symbol(holder), tree.timing(holder))
        facts.channels.append((channel, tree.span(value)))


def _is_class_constant(node: Node) -> bool:
    block = node.parent.parent if node.type == "assignment" and node.parent is not None else None
    return block is not None and block.parent is not None and block.parent.type == "class_definition"


def _is_option(node: Node) -> bool:
    """Return whether a node is an option of a view: `as_view(template_name="orders/show.html")`."""
    argument_list = node.parent if node.type == "keyword_argument" else None
    call = argument_list.parent if argument_list is not None else None
    return call is not None and text(call.child_by_field_name("function")).endswith(f".{AS_VIEW}")
