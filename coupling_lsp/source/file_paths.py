"""Expressions that build the path of a file: `BASE_DIR / "templates"`, `os.path.join(BASE_DIR, "templates")`.

https://docs.python.org/3/library/pathlib.html, https://docs.python.org/3/library/os.path.html; the class `Path` of
django-environ, https://django-environ.readthedocs.io/en/latest/api.html#environ.Path, goes up by a number.
"""

from tree_sitter import Node

from coupling_lsp.model.expression import UNKNOWN, Expression, is_literal, is_name, last_name, literal_value
from coupling_lsp.model.file_path import UP, joined
from coupling_lsp.source.parentheses import only_child
from coupling_lsp.source.tree import arguments, expression, text

_SAME_PATH = frozenset(["Path", "PurePath", "str", "abspath", "realpath", "normpath", "expanduser", "fspath"])
"""Functions and methods that give the path they are given or called on."""

_SAME_PATH_METHODS = frozenset(["resolve", "absolute", "expanduser", "as_posix"])
_JOIN_METHODS = frozenset(["joinpath", "path"])


_MAX_STEPS_UP = 40
"""More steps lead out of any workspace."""


def file_path(node: Node) -> Expression:
    """Return the path that an expression builds from a name; unknown for one that builds none, also for a name."""
    match node.type:
        case "call":
            return _call(node)
        case "binary_operator":
            return _operator(node)
        case "attribute" if text(node.child_by_field_name("attribute")) == "parent":
            return joined(_root(node.child_by_field_name("object")), (UP,))
        case "subscript":
            return _parents(node)
        case "parenthesized_expression" if (inner := only_child(node)) is not None:
            return file_path(inner)
        case _:
            return UNKNOWN


def _root(node: Node | None) -> Expression:
    """Return the path of an expression, or the name that it is."""
    if node is None:
        return UNKNOWN
    name = expression(node) if node.type in ("identifier", "attribute") else UNKNOWN
    return file_path(node) or (Expression(last_name(name)) if is_name(name) else UNKNOWN)


def _call(node: Node) -> Expression:
    function = node.child_by_field_name("function")
    positional, _ = arguments(node)
    name = last_name(expression(function)) or text(function).rpartition(".")[2]
    receiver = function.child_by_field_name("object") if function is not None else None
    if name == "join" and positional and (receiver is None or text(receiver).rpartition(".")[2] == "path"):
        return _joined(_root(positional[0]), positional[1:])
    if name == "dirname" and len(positional) == 1:
        return joined(_root(positional[0]), (UP,))
    if name in _SAME_PATH and positional:
        return _joined(_root(positional[0]), positional[1:])
    if name in _SAME_PATH_METHODS:
        return joined(_root(receiver), ())
    if name in _JOIN_METHODS and receiver is not None:
        return _joined(_root(receiver), positional)
    return UNKNOWN


def _operator(node: Node) -> Expression:
    operator = text(node.child_by_field_name("operator"))
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return UNKNOWN
    if operator == "/":
        return _joined(_root(left), [right])
    if operator == "-" and right.type == "integer":
        return joined(file_path(left), (UP,) * _number(right))
    return UNKNOWN


def _joined(root: str, nodes: list[Node]) -> Expression:
    steps = [expression(it) for it in nodes]
    return joined(root, tuple(map(literal_value, steps))) if all(map(is_literal, steps)) else UNKNOWN


def _parents(node: Node) -> Expression:
    value, index = node.child_by_field_name("value"), node.child_by_field_name("subscript")
    if value is None or index is None or index.type != "integer" or not text(value).endswith(".parents"):
        return UNKNOWN
    return joined(_root(value.child_by_field_name("object")), (UP,) * (_number(index) + 1))


def _number(node: Node) -> int:
    """Return a number of steps up, at most `_MAX_STEPS_UP`; none where it is written in another way than `2`."""
    return min(int(text(node)), _MAX_STEPS_UP) if text(node).isdecimal() else 0
