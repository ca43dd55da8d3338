"""The names of parameters: after the field that a value is compared with, or after the value itself."""

import keyword
import re

from tree_sitter import Node

from coupling_lsp.django.queryset_api import QUERY_METHODS
from coupling_lsp.fixes.service.english import plural, snake_case
from coupling_lsp.fixes.service.query_conditions import BOUNDS, lookup_of
from coupling_lsp.source.tree import receiver_of, string, text

_GETTING = ("get_", "fetch_", "build_", "make_")
_SAYING_NOTHING = ("get", "pop", "list", "set", "values", "keys", "items", "strip", "lower", *QUERY_METHODS)
"""Methods and functions whose names say nothing of what they give."""

_NOT_OF_NAMES = re.compile(r"\W+")
_BUILTINS = ("object", "type", "list", "set", "dict", "str", "int")
"""Names of Python that a parameter should not hide; `id` and `filter` it may."""

_SELVES = ("self", "cls")

ARGUMENT_NAMES = {
    **dict.fromkeys(("order_by", "values", "values_list", "only", "defer", "select_related", "latest"), "field"),
    **dict.fromkeys(("filter", "exclude", "get"), "condition"),
    "in_bulk": "keys",
    "bulk_create": "rows",
    "bulk_update": "rows",
    "get_by_natural_key": "key",
}
"""What positional arguments of methods are called, where they are no variables."""


def keyword_name(name: str, value: Node) -> str:
    """Return the name of the parameter for the value of a keyword: the field, as far as one word tells."""
    lookup = lookup_of(name)
    field = parameter_name(lookup.field)
    if not lookup.operator:
        return field
    if lookup.operator == "in":
        return plural(field)
    own_name = value_name(value)
    if lookup.operator in BOUNDS:
        return own_name or BOUNDS[lookup.operator].format(field)
    return own_name or field


def value_name(node: Node | None, fallback: str = "") -> str:
    """Return the name of a parameter for a value, from the value itself: the variable, the attribute, the function."""
    name = ""
    match node.type if node is not None else "":
        case "identifier" if node is not None:
            name = text(node) if text(node) not in _SELVES else _class_around(node)
        case "attribute":
            name = text(node.child_by_field_name("attribute")) if node is not None else ""
            receiver = receiver_of(node) if node is not None else None
            if name in ("pk", "id") and receiver is not None and (owner := value_name(receiver)):
                name = f"{owner}_{name}"
        case "call":
            function = node.child_by_field_name("function") if node is not None else None
            name = text(function).rpartition(".")[2]
            prefix = next((it for it in _GETTING if name.startswith(it)), "")
            name = name.removeprefix(prefix) if name not in _SAYING_NOTHING else ""
            if not name and function is not None and function.type == "attribute":
                return value_name(receiver_of(function), fallback)
        case "subscript":
            index = node.child_by_field_name("subscript") if node is not None else None
            name = (string(index) or "") if index is not None else ""
    return parameter_name(name) or fallback


def _class_around(node: Node) -> str:
    """Return the name of the class that a method is of, without what makes it abstract."""
    parent = node.parent
    while parent is not None and parent.type != "class_definition":
        parent = parent.parent
    name = text(parent.child_by_field_name("name")) if parent is not None else ""
    return name.removeprefix("Abstract").removeprefix("Base") or name


def parameter_name(source: str) -> str:
    """Return words as the name of a parameter."""
    name = _NOT_OF_NAMES.sub("_", snake_case(source)).replace("__", "_").strip("_")
    if not name.isidentifier():
        return ""
    return f"{name}_" if keyword.iskeyword(name) or name in _BUILTINS else name
