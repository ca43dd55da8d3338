"""Attributes of a row that a class names in a string: `source="payer.name"` of a serializer, `accessor` of a table.

https://www.django-rest-framework.org/api-guide/fields/#source
https://django-tables2.readthedocs.io/en/stable/pages/accessors.html
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.django.conventions import ROW
from coupling_lsp.django.third_party import ATTRIBUTE_PATHS, KEY_FIELDS, MANY
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access
from coupling_lsp.model.value_path import ValuePath
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, string, text
from coupling_lsp.text import Span

PATTERNS = tuple(f"{it.parameter}=".encode() for it in ATTRIBUTE_PATHS)
"""What a hit of the search is: the parameter with its sign."""

_BY_PARAMETER = {it.parameter: it for it in ATTRIBUTE_PATHS}
_WRAPPERS = (
    "argument_list",
    "keyword_argument",
    "list",
    "tuple",
    "call",
    "parenthesized_expression",
    "dictionary",
    "pair",
)


def is_attribute_path(data: bytes, start: int, end: int) -> bool:
    """Return whether a hit is a parameter that takes such a string."""
    return data[start:end] in PATTERNS


def row_reads(tree: Tree, start: int, end: int) -> Iterator[tuple[Access, Span]]:
    """Yield a read for each attribute that is named by the string of the parameter at a range of bytes."""
    name = tree.at(start, end - 1)
    keyword = name.parent if name is not None else None
    if name is None or keyword is None or keyword.type != "keyword_argument":
        return
    call = keyword.parent.parent if keyword.parent is not None else None
    node = _string_node(keyword.child_by_field_name("value"))
    attribute_path = _BY_PARAMETER.get(text(name))
    if call is None or call.type != "call" or node is None or attribute_path is None:
        return
    maker = text(call.child_by_field_name("function")).rpartition(".")[2]
    if not maker.endswith(attribute_path.makers) or not (class_name := _declaring_class(call)):
        return
    names = re.split(attribute_path.separators, string(node) or "")
    is_key = maker in KEY_FIELDS and MANY not in arguments(call)[1]
    root = value_path.attribute(value_path.instance(class_name), ROW)
    for number, attribute in enumerate(names, 1) if all(map(str.isidentifier, names)) else ():
        if number < len(names) or not is_key:
            yield Access(root, "", (attribute,), class_name, tree.timing(call), ""), tree.span(node)
        root = _member(root, attribute)


def _member(path: ValuePath, name: str) -> ValuePath:
    """Return the path of an attribute, which is called where it is a method."""
    member = value_path.attribute(path, name)
    return value_path.either((member, value_path.called(member)))


def _string_node(node: Node | None) -> Node | None:
    """Return the string of an argument, also of one in `A("payer.name")`."""
    if node is not None and node.type == "call":
        node = next(iter(arguments(node)[0]), None)
    return node if node is not None and node.type == "string" else None


def _declaring_class(call: Node) -> str:
    """Return the dotted name of the class in whose body a call stands; empty for a call in a function."""
    child, node = call, call.parent
    while node is not None and node.type in _WRAPPERS:
        child, node = node, node.parent
    is_assigned = node is not None and node.type == "assignment" and node.child_by_field_name("right") == child
    statement = node.parent if node is not None and is_assigned else None
    block = statement.parent if statement is not None else None
    owner = block.parent if block is not None else None
    return enclosing_symbol(call) if owner is not None and owner.type == "class_definition" else ""
