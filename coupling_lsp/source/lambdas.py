"""Value paths of the parameters of a lambda: of its default, or of a row that a function calls it with.

https://docs.python.org/3/library/functions.html
https://docs.python.org/3/library/itertools.html
"""

from collections.abc import Sequence

from tree_sitter import Node

from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath, either
from coupling_lsp.source.containers import Value
from coupling_lsp.source.tree import arguments, receiver_of, text

_KEY = "key"
_EXTREMES = ("max", "min")
_CALLED_WITH_REST = ("map", "filter", "filterfalse", "takewhile", "dropwhile")
"""Functions that take the function first, and then what to call it with."""

_REDUCE = "reduce"
"""https://docs.python.org/3/library/functools.html#functools.reduce"""

_COUNTED = ("nlargest", "nsmallest")
"""Functions of `heapq` that take a number before the rows."""

_HOLDERS = ("dictionary", "pair", "tuple", "list", "parenthesized_expression")
"""What a lambda may stand in where it is handed on."""


def parameter_value(function: Node, parameter: Node, value: Value) -> ValuePath:
    """Return the path of a parameter of a lambda; unknown where nothing tells with what it is called."""
    default = parameter.child_by_field_name("value")
    if default is not None:
        return value(default)
    parameter_list = function.child_by_field_name("parameters")
    names = parameter_list.named_children if parameter_list is not None else []
    call, keyword = _call_around(function)
    if call is None or parameter not in names:
        return value_path.UNKNOWN
    return _called_with(call, keyword, names.index(parameter), len(names), value)


def _call_around(function: Node) -> tuple[Node | None, str]:
    """Return the call that a lambda is handed to, and the name of the keyword it is in."""
    keyword, node = "", function.parent
    while node is not None and node.type in _HOLDERS:
        node = node.parent
    if node is not None and node.type == "keyword_argument":
        keyword, node = text(node.child_by_field_name("name")), node.parent
    is_argument = node is not None and node.type == "argument_list"
    return (node.parent if node is not None and is_argument else None), keyword


def _called_with(call: Node, keyword: str, number: int, count: int, value: Value) -> ValuePath:
    callee = call.child_by_field_name("function")
    name = text(callee).rpartition(".")[2]
    positional, _ = arguments(call)
    if callee is not None and name == "sort" and keyword == _KEY:
        return value_path.element(value(receiver_of(callee)))
    if name == _REDUCE:
        return _row(positional[1:], 0, value) if number == 1 else value_path.UNKNOWN
    if name in _CALLED_WITH_REST:
        return _row(positional[1:], number, value)
    if count > 1 or not positional:
        return value_path.UNKNOWN
    if name in _EXTREMES and len(positional) > 1:
        return either(map(value, positional))
    return _row(positional[1:] if name in _COUNTED else positional, 0, value)


def _row(rows: Sequence[Node], number: int, value: Value) -> ValuePath:
    return value_path.element(value(rows[number])) if number < len(rows) else value_path.UNKNOWN
