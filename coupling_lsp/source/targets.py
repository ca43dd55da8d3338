"""Value paths of names that a loop or an unpacking binds."""

from collections.abc import Sequence

from tree_sitter import Node

from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath, either
from coupling_lsp.source.builtin_calls import same_elements
from coupling_lsp.source.containers import Value
from coupling_lsp.source.tree import arguments, text

_PATTERNS = ("pattern_list", "tuple_pattern", "list_splat_pattern")
_LOOPS = ("for_statement", "for_in_clause")
_SEQUENCES = ("list", "tuple", "set", "expression_list")

_MAX_ROWS = 8
"""How many items of a list of tuples count; what else may be in it is left out."""


def unpacked_value(pattern: Node, node: Node, value: Value) -> ValuePath:
    """Return the path of a name that is one of several bound at once: of `order` in `order, created = …`."""
    positions: list[int] = []
    child, statement = node, pattern
    while statement.type in _PATTERNS and statement.parent is not None:
        positions.insert(0, statement.named_children.index(child))
        child, statement = statement, statement.parent
    if statement.type in _LOOPS:
        right = statement.child_by_field_name("right")
        has_star = any(it.type == "list_splat_pattern" for it in child.named_children)
        return value_path.UNKNOWN if has_star or right is None else _element(right, positions, value)
    if statement.type != "assignment":
        return value_path.UNKNOWN
    return _unpacked(child, positions, statement.child_by_field_name("right"), value)


def _unpacked(pattern: Node, positions: Sequence[int], right: Node | None, value: Value) -> ValuePath:
    """Return the path of what an assignment binds at a position of its target."""
    number, *inner = positions
    star = next((at for at, it in enumerate(pattern.named_children) if it.type == "list_splat_pattern"), None)
    if right is not None and right.type in _SEQUENCES:
        is_known = not inner and len(right.named_children) > number and (star is None or number < star)
        return value(right.named_children[number]) if is_known else value_path.UNKNOWN
    whole = value(right)
    if star is None or number < star:
        return _item_at(positions, whole)
    return value_path.container(value_path.element(whole)) if number == star else value_path.UNKNOWN


def loop_variable_value(loop: Node, value: Value) -> ValuePath:
    """Return the path of the one variable of a loop."""
    return value_path.element(value(loop.child_by_field_name("right")))


def _element(rows: Node, positions: Sequence[int], value: Value) -> ValuePath:
    """Return the path of what stands at a position of each row: of `order` in `for number, order in enumerate(…)`."""
    if not positions:
        return value_path.element(value(rows))
    number, *inner = positions
    if rows.type in _SEQUENCES:
        return either(_item(row, positions, value) for row in rows.named_children[:_MAX_ROWS])
    positional, _ = arguments(rows)
    match text(rows.child_by_field_name("function")):
        case "enumerate" if positional:
            return _element(positional[0], inner, value) if number == 1 else value_path.UNKNOWN
        case "zip" if number < len(positional):
            return _element(positional[number], inner, value)
    same_rows = same_elements(rows, positional)
    if same_rows is not None:
        return _element(same_rows, positions, value)
    return _item_at(positions, value_path.element(value(rows)))


def _item(row: Node, positions: Sequence[int], value: Value) -> ValuePath:
    """Return the path of what stands at a position of a tuple, or of a tuple in it."""
    for number in positions:
        if row.type not in _SEQUENCES or number >= len(row.named_children):
            return value_path.UNKNOWN
        row = row.named_children[number]
    return value(row)


def _item_at(positions: Sequence[int], path: ValuePath) -> ValuePath:
    """Return the path of what stands at a position of a value, or of a value in it."""
    for number in positions:
        path = value_path.item(path, str(number))
    return path
