"""Value paths of names that a loop or an unpacking binds."""

from collections.abc import Callable

from tree_sitter import Node

from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath
from coupling_lsp.source.tree import arguments, text

Value = Callable[[Node | None], ValuePath]
"""Gives the path of an expression; unknown for None."""


def unpacked_value(pattern: Node, node: Node, value: Value) -> ValuePath:
    """Return the path of a name that is one of several bound at once: of `order` in `order, created = …`."""
    statement = pattern.parent
    number = pattern.named_children.index(node)
    if statement is None:
        return value_path.UNKNOWN
    if statement.type in ("for_statement", "for_in_clause"):
        return loop_variable_value(statement, text(node), value)
    if statement.type != "assignment":
        return value_path.UNKNOWN
    right = statement.child_by_field_name("right")
    if right is not None and right.type in ("expression_list", "tuple") and len(right.named_children) > number:
        return value(right.named_children[number])
    whole = value(right)
    return value_path.first(whole) if number == 0 and value_path.is_result(whole) else value_path.UNKNOWN


def loop_variable_value(loop: Node, name: str, value: Value) -> ValuePath:
    """Return the path of a variable of a loop."""
    target, right = loop.child_by_field_name("left"), loop.child_by_field_name("right")
    if target is None or right is None:
        return value_path.UNKNOWN
    names = (
        [text(it) for it in target.named_children]
        if target.type in ("pattern_list", "tuple_pattern")
        else [text(target)]
    )
    if name not in names:
        return value_path.UNKNOWN  # It is a part of a part: `for a, (b, c) in rows`.
    if len(names) == 1:
        return value_path.element(value(right))
    function = right.child_by_field_name("function") if right.type == "call" else None
    positional, _ = arguments(right) if right.type == "call" else ([], {})
    if function is not None and text(function) == "enumerate" and positional and names.index(name) == 1:
        return value_path.element(value(positional[0]))
    if function is not None and function.type == "attribute" and text(function).endswith(".items"):
        whole = value(function.child_by_field_name("object"))
        return value_path.element(whole) if names.index(name) == 1 else value_path.UNKNOWN
    return value_path.UNKNOWN
