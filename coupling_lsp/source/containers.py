"""Value paths of lists, tuples and dictionaries that are written in brackets, and of what is taken of a container."""

from collections.abc import Callable

from tree_sitter import Node

from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath, either
from coupling_lsp.model.value_path_parts import parse
from coupling_lsp.source.tree import string, text

Value = Callable[[Node | None], ValuePath]
"""Gives the path of an expression; unknown for None."""

_MAX_ITEMS = 8
"""How many items in brackets count; what else may be there is left out."""


def literal(node: Node, value: Value) -> ValuePath:
    """Return the path of a list, set or tuple; a tuple of more than `_MAX_ITEMS` is like a list."""
    items = node.named_children
    paths = [value(item) for item in items[:_MAX_ITEMS]]
    is_tuple = node.type in ("tuple", "expression_list") and len(paths) == len(items)
    if is_tuple and all(item.type not in ("list_splat", "comment") for item in items):
        return value_path.items(paths)
    return value_path.container(either(paths))


def table(node: Node, value: Value) -> ValuePath:
    """Return the path of a dictionary of classes, from which a key takes one: `{"a": A, "b": B}[x]`."""
    values = [it.child_by_field_name("value") for it in node.named_children if it.type == "pair"]
    paths = [value(it) for it in values[: _MAX_ITEMS + 1]]
    is_table = 0 < len(paths) <= _MAX_ITEMS and all(map(value_path.is_class, paths))
    return value_path.mapping(either(paths)) if is_table else value_path.UNKNOWN


def item(container: ValuePath, index: Node | None) -> ValuePath:
    """Return the path of an item or a slice; unknown for one of several values under a key that is written there."""
    if index is None or index.type == "slice":
        return container
    if chooses_one(index, container):
        return value_path.UNKNOWN
    return value_path.item(container, text(index) if index.type == "integer" else string(index) or "")


def chooses_one(key: Node | None, container: ValuePath) -> bool:
    """Return whether a key is a string that chooses one of several values, of a table of the module or of a result."""
    if key is None or key.type != "string":
        return False
    parts = parse(container)
    is_table = bool(parts.name and not parts.rest)
    is_result = value_path.is_result(container) and not value_path.is_class(value_path.class_of(container))
    return len(parts.alternatives) > 1 or is_table or is_result
