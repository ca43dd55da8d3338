"""The parts of a setting's value that may be an app, a model, a module, or a list of these.

Of a choice both sides count, of a reader of the environment its default (`django.environment`).
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.django.environment import CASTS, DEFAULT, READER, VALUE_CLASS
from coupling_lsp.django.third_party import OPTIONAL_SETTINGS
from coupling_lsp.model.expression import UNKNOWN, Expression, is_literal, literal, literal_value
from coupling_lsp.source.file_paths import file_path
from coupling_lsp.source.tree import arguments, expression, receiver_of, string, text

_SEPARATORS = re.compile(r"[,;\s]+")
_FILLED_IN = re.compile(r"%s|%\(\w+\)s|\{[^{}]*\}")
_PATH = re.compile(r"""[fFrR]*["']([^"'\s]+\.py)["']""")
_SEQUENCES = ("list", "tuple", "set", "sorted")
_NAMESPACES = ("globals()", "locals()", "vars()")
_NO_DEFAULT_NODES = ("none", "lambda", "call")

Item = tuple[Expression, Node]
"""An expression and where it stands; one that could not be read is unknown."""


def items(node: Node) -> Iterator[Item]:
    """Yield the parts of a value, in order; the path of a file is one."""
    if path := file_path(node):
        yield path, node
        return
    match node.type:
        case "list" | "tuple" | "set" | "expression_list" | "parenthesized_expression" | "list_splat":
            for child in node.named_children:
                if child.type != "comment":
                    yield from items(child)
        case "string" | "binary_operator" if pattern := _path_pattern(node):
            yield literal(pattern), node
        case "binary_operator" if text(node.child_by_field_name("operator")) == "%":
            yield UNKNOWN, node
        case "binary_operator":
            yield from _operands(node)
        case "boolean_operator":
            first, fallback = node.child_by_field_name("left"), node.child_by_field_name("right")
            is_default = first is not None and first.type == "call" and is_reader(first) and default_of(first) is None
            # `os.environ.get("APPS") or "orders"`: another way to write a default.
            yield from items(fallback) if is_default and fallback is not None else _operands(node)
        case "conditional_expression":
            for child in (node.named_children[0], node.named_children[-1]):
                yield from items(child)
        case "call":
            yield from _items_of_call(node)
        case "list_comprehension" | "generator_expression" | "set_comprehension":
            yield from ((part, node) for part, _ in _items_of_filter(node))
        case "subscript" if text(node.child_by_field_name("value")) in _NAMESPACES:
            name = node.child_by_field_name("subscript")
            yield Expression(string(name) or "") if name is not None else UNKNOWN, node
        case _:
            yield expression(node), node


def is_reader(call: Node) -> bool:
    """Return whether a call asks for a variable of the environment."""
    function = text(call.child_by_field_name("function"))
    positional, _ = arguments(call)
    is_named = bool(positional) and positional[0].type == "string" and READER.fullmatch(function) is not None
    return is_named or VALUE_CLASS.fullmatch(function) is not None


def default_of(reader: Node) -> Node | None:
    """Return what a reader of the environment gives where the variable is not set; None when it says nothing."""
    positional, keywords = arguments(reader)
    if DEFAULT in keywords:
        default = keywords[DEFAULT]
        return default if default.type not in _NO_DEFAULT_NODES else None
    is_value_class = VALUE_CLASS.fullmatch(text(reader.child_by_field_name("function"))) is not None
    candidates = positional if is_value_class else positional[1:]
    defaults = [it for it in candidates if it.type not in _NO_DEFAULT_NODES and text(it) not in CASTS]
    return defaults[0] if defaults else None


def _path_pattern(node: Node) -> str:
    """Return the path of a file with a star for what is filled in; empty for any other value.

    `f"environments/{name}.py"`, and the same by `%` and `format`.
    """
    if node.type == "string" and all(it.type != "interpolation" for it in node.children):
        return ""
    return _filled_path(node.child_by_field_name("left") if node.type == "binary_operator" else node)


def _filled_path(template: Node | None) -> str:
    path = _PATH.fullmatch(text(template))
    return _FILLED_IN.sub("*", path[1]) if path is not None and _FILLED_IN.search(path[1]) is not None else ""


def _operands(node: Node) -> Iterator[Item]:
    for side in ("left", "right"):
        operand = node.child_by_field_name(side)
        if operand is not None:
            yield from items(operand)


def _items_of_call(call: Node) -> Iterator[Item]:
    function = call.child_by_field_name("function")
    callee = text(function)
    positional, _ = arguments(call)
    argument_list = call.child_by_field_name("arguments")
    if callee in _SEQUENCES and len(positional) == 1:
        yield from items(positional[0])
    elif callee in _SEQUENCES and argument_list is not None and argument_list.type == "generator_expression":
        yield from items(argument_list)
    elif function is not None and function.type == "attribute" and callee.endswith(".split"):
        receiver = receiver_of(function)
        yield from _split(items(receiver)) if receiver is not None else ()
    elif function is not None and callee.endswith(".format") and (pattern := _filled_path(receiver_of(function))):
        yield literal(pattern), call
    elif callee.removesuffix(".get") in _NAMESPACES and positional:
        yield Expression(string(positional[0]) or ""), call
    elif is_reader(call):
        default = default_of(call)
        yield from _split(items(default)) if default is not None else [(UNKNOWN, call)]
    elif callee.rpartition(".")[2] == OPTIONAL_SETTINGS:
        yield expression(call), call
    else:
        yield UNKNOWN, call


def _items_of_filter(comprehension: Node) -> Iterator[Item]:
    """Yield the parts of what `[it for it in APPS if …]` goes through; of any other comprehension nothing is known."""
    body, clauses = comprehension.child_by_field_name("body"), comprehension.named_children[1:]
    loop = clauses[0] if clauses else None
    if loop is None or body is None or any(it.type == "for_in_clause" for it in clauses[1:]):
        yield UNKNOWN, comprehension
        return
    iterable = loop.child_by_field_name("right")
    is_filter = body.type == "identifier" and text(loop.child_by_field_name("left")) == text(body)
    yield from items(iterable) if is_filter and iterable is not None else [(UNKNOWN, comprehension)]


def _split(parts: Iterator[Item]) -> Iterator[Item]:
    """Yield the words of literals, as a variable holds a list: `"orders,billing"`."""
    for part, node in parts:
        if is_literal(part):
            yield from ((literal(word), node) for word in _SEPARATORS.split(literal_value(part)) if word)
        else:
            yield part, node
