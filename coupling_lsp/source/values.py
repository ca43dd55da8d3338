"""Value paths of expressions: what they evaluate to (see `model.value_path`).

Names of the function at hand are replaced by what they are bound to, so that a path can be evaluated without the text.
"""

import re

from tree_sitter import Node

from coupling_lsp.django.conventions import FORM_FACTORIES, REQUEST_USER, REQUESTS
from coupling_lsp.django.dispatch import RECEIVER, SENDER, SENT_ROW
from coupling_lsp.django.managers import OPTION_MANAGERS, OPTIONS
from coupling_lsp.django.model_classes import MODEL
from coupling_lsp.django.queryset_api import SET_OPERATORS
from coupling_lsp.django.shortcuts import LIST_SHORTCUTS, ROW_SHORTCUT_BEGINNINGS
from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath, either
from coupling_lsp.model.value_steps import form_class
from coupling_lsp.source import containers, lambdas, narrowing, parameters, targets
from coupling_lsp.source.annotations import annotated_path, leaves_open
from coupling_lsp.source.bindings import (
    COMPREHENSIONS,
    enclosing_function,
    imported_name,
    is_captured,
    reaching_bindings,
)
from coupling_lsp.source.builtin_calls import builtin_value
from coupling_lsp.source.filled_containers import EMPTY_CONTAINERS, EMPTY_MAPPINGS, added_values
from coupling_lsp.source.parentheses import only_child
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, expression, receiver_of, string, text

_MAX_DEPTH = 24
"""How many expressions and bindings are followed from one to the next; what lies behind is unknown."""

_MAX_PATH_LENGTH = 600
"""In characters; a longer path is unknown."""

_QUERYSET_FUNCTION = re.compile(r"(?:_queryset|_qs)$")
_PARAMETER_LISTS = ("parameters", "lambda_parameters")
_PARAMETERS = ("typed_parameter", "typed_default_parameter", "default_parameter", *_PARAMETER_LISTS)


def value(tree: Tree, node: Node | None, depth: int = 0) -> ValuePath:
    """Return the path of an expression; unknown where nothing is known of it."""
    if node is None or depth > _MAX_DEPTH:
        return value_path.UNKNOWN
    path = _value(tree, node, depth + 1)
    return path if len(path) <= _MAX_PATH_LENGTH else value_path.UNKNOWN


def _value(tree: Tree, node: Node, depth: int) -> ValuePath:
    match node.type:
        case "identifier":
            return _narrowed_path(tree, node, depth) or _name_path(tree, node, text(node), depth)
        case "attribute":
            return _narrowed_path(tree, node, depth) or _attribute_path(tree, node, depth)
        case "list" | "set" | "tuple" | "expression_list":
            return containers.literal(node, lambda it: value(tree, it, depth))
        case "dictionary":
            return containers.table(node, lambda it: value(tree, it, depth))
        case "call":
            return _call_path(tree, node, depth)
        case "subscript":
            return _item_path(tree, node, depth)
        case "dotted_name":
            return _dotted_path(tree, node, depth)
        case "parenthesized_expression" | "await":
            return value(tree, only_child(node), depth)
        case "conditional_expression":
            first, last = node.named_children[0], node.named_children[-1]
            return either((value(tree, first, depth), value(tree, last, depth)))
        case "boolean_operator":
            sides = node.child_by_field_name("left"), node.child_by_field_name("right")
            return either(value(tree, side, depth) for side in sides)
        case "binary_operator" if text(node.child_by_field_name("operator")) in SET_OPERATORS:
            sides = node.child_by_field_name("left"), node.child_by_field_name("right")
            return either(value(tree, side, depth) for side in sides)
        case "named_expression":
            return value(tree, node.child_by_field_name("value"), depth)
        case kind if kind in COMPREHENSIONS:
            body = node.child_by_field_name("body")
            if body is not None and body.type == "pair":
                return value_path.mapping(value(tree, body.child_by_field_name("value"), depth))
            return value_path.container(value(tree, body, depth))
        case _:
            return value_path.UNKNOWN


def _item_path(tree: Tree, node: Node, depth: int) -> ValuePath:
    container, index = node.child_by_field_name("value"), node.child_by_field_name("subscript")
    keyword_path = _kwargs_item_path(tree, container, index)
    return keyword_path or containers.item(value(tree, container, depth), index)


def _narrowed_path(tree: Tree, node: Node, depth: int) -> ValuePath:
    """Return the path of an instance of the classes that `isinstance` narrows an expression to."""
    classes = narrowing.tested_classes(tree, node)
    if not classes:
        return value_path.UNKNOWN
    paths = (
        value_path.ANY_MODEL if text(class_node).rpartition(".")[2] == MODEL else value(tree, class_node, depth)
        for class_node in classes
    )
    return either(map(value_path.instance, paths))


def _attribute_path(tree: Tree, node: Node, depth: int) -> ValuePath:
    receiver, name = receiver_of(node), text(node.child_by_field_name("attribute"))
    if name == REQUEST_USER and receiver is not None and text(receiver) in REQUESTS:
        return value_path.instance(value_path.USER_MODEL)
    path = value(tree, receiver, depth)
    owner, last_name = value_path.split_attribute(path)
    if last_name == OPTIONS and name == "model":
        return value_path.attribute(owner, "__class__")
    if last_name == OPTIONS and name in OPTION_MANAGERS:
        return value_path.attribute(owner, OPTION_MANAGERS[name])
    return value_path.attribute(path, name)


def _call_path(tree: Tree, node: Node, depth: int) -> ValuePath:
    function = node.child_by_field_name("function")
    function_name = text(function)
    positional, keywords = arguments(node)
    if "manager" in keywords and not positional:
        return value(tree, function, depth)  # `order.lines(manager="open")`: the related manager still.
    if function_name == "super":
        return _superclass_path(node, positional)
    if (subject := FORM_FACTORIES.get(function_name.rpartition(".")[2])) is not None:
        number, name = subject
        subject_node = positional[number] if number < len(positional) else keywords.get(name)
        return ValuePath(form_class(value(tree, subject_node, depth)))
    if function is not None and positional:
        builtin = builtin_value(function, positional, keywords, lambda it: value(tree, it, depth))
        if builtin is not None:
            return builtin
    if function is not None and function.type == "identifier" and positional:
        if function_name == "type" and len(positional) == 1:
            return value_path.attribute(value(tree, positional[0], depth), "__class__")
        if function_name == "getattr" and len(positional) > 1 and (attribute := string(positional[1])):
            inner = value(tree, positional[0], depth)
            return value_path.attribute(inner, attribute) if attribute.isidentifier() else value_path.UNKNOWN
        if function_name.startswith(ROW_SHORTCUT_BEGINNINGS):
            return value_path.row_of(value(tree, positional[0], depth))
        if function_name in LIST_SHORTCUTS:
            return value_path.container(value_path.row_of(value(tree, positional[0], depth)))
    if function is not None and function_name.endswith((".pop", ".get")) and positional:
        keyword_path = _kwargs_item_path(tree, receiver_of(function), positional[0])
        if keyword_path:
            return keyword_path
        key = positional[0]
        if key.type == "string" and containers.chooses_one(key, value(tree, receiver_of(function), depth)):
            return value_path.UNKNOWN
    callee = value(tree, function, depth)
    is_named = bool(positional) and all(it.type == "string" for it in positional)
    if value_path.gives_model(callee) and (is_named or not value_path.has_call(callee)):
        return ValuePath(expression(node))
    result = value_path.called(callee)
    if positional and _QUERYSET_FUNCTION.search(function_name):
        return either((result, value(tree, positional[0], depth)))  # It narrows the rows it is given.
    return result


def _superclass_path(call: Node, positional: list[Node]) -> ValuePath:
    """Return the path of `super()` in a method of `Order`, and of `super(Order, self)`; not that of another class."""
    method = enclosing_function(call)
    class_name = enclosing_symbol(method) if method is not None else ""
    is_own = not positional or text(positional[0]) == class_name.rpartition(".")[2]
    return value_path.superclass(class_name if is_own else "")


def _kwargs_item_path(tree: Tree, container: Node | None, key: Node | None) -> ValuePath:
    """Return the path of `kwargs["order"]`, if `kwargs` are all keywords of the function."""
    function = (
        parameters.function_of_kwargs(container) if container is not None and container.type == "identifier" else None
    )
    name = string(key) if function is not None and key is not None else None
    if function is None or name is None or not name.isidentifier():
        return value_path.UNKNOWN
    received = _sender_path(tree, function) if name == SENT_ROW else value_path.UNKNOWN
    return value_path.instance(received) if received else parameters.keyword_path(function, name)


_MAX_ADDED_VALUES = 4
"""In how many places a container may be filled; with more of them its items are unknown."""


def _collected_items(tree: Tree, use: Node, name: str, depth: int) -> ValuePath:
    """Return the path of what is put into a container that begins empty; unknown where any of it is."""
    function = enclosing_function(use)
    nodes = list(added_values(tree, function, name)) if function is not None else []
    paths = [value(tree, node, depth) for node in nodes[:_MAX_ADDED_VALUES]]
    return either(paths) if len(nodes) <= _MAX_ADDED_VALUES and all(paths) else value_path.UNKNOWN


def _name_path(tree: Tree, use: Node, name: str, depth: int) -> ValuePath:
    """Return the path of a name where it is used: of all bindings that can reach it, else of the module's name."""
    places = reaching_bindings(tree, use, name)
    if len(places) == 1:
        return _binding_path(tree, places[0], name, use, depth)
    return either(_binding_path(tree, place, name, use, depth) for place in places) if places else ValuePath(name)


def _binding_path(tree: Tree, node: Node, name: str, use: Node, depth: int) -> ValuePath:
    """Return the path that a place binds a name to."""
    parent = node.parent
    if parent is None:
        return value_path.UNKNOWN
    if is_captured(node, parent):
        return _captured_path(tree, node, parent, depth)
    match parent.type:
        case "dotted_name" | "aliased_import":
            return ValuePath(imported_name(node, parent) or "")
        case "assignment":
            annotation = parent.child_by_field_name("type")
            if annotation is not None and not leaves_open(text(annotation)):
                return annotated_path(annotation)
            right = parent.child_by_field_name("right")
            if right is not None and text(right) in EMPTY_CONTAINERS:
                items = _collected_items(tree, use, name, depth)
                return value_path.mapping(items) if text(right) in EMPTY_MAPPINGS else value_path.container(items)
            return value(tree, right, depth)
        case "named_expression":
            return value(tree, parent.child_by_field_name("value"), depth)
        case "list_splat_pattern" | "dictionary_splat_pattern" if _is_parameter(parent):
            return parameters.starred_path(parent)
        case "pattern_list" | "tuple_pattern" | "list_splat_pattern":
            return targets.unpacked_value(parent, node, lambda it: value(tree, it, depth))
        case "for_statement" | "for_in_clause":
            return targets.loop_variable_value(parent, lambda it: value(tree, it, depth))
        case kind if kind in _PARAMETERS:
            return _parameter_path(tree, parent, node, name, depth)
        case _:
            return value_path.UNKNOWN


def _is_parameter(starred: Node) -> bool:
    return starred.parent is not None and starred.parent.type in _PARAMETERS


def _captured_path(tree: Tree, node: Node, parent: Node, depth: int) -> ValuePath:
    """Return the path of what a pattern matches: of `order` in `case Order() as order`."""
    pattern = parent.named_children[0] if parent.type == "as_pattern" and parent.named_children[-1] == node else None
    classes = (value(tree, class_node, depth) for class_node in narrowing.matched_classes(pattern))
    return either(map(value_path.instance, classes))


def _dotted_path(tree: Tree, node: Node, depth: int) -> ValuePath:
    """Return the path of a dotted name in a pattern."""
    first, *attributes = map(text, node.named_children)
    path = _name_path(tree, node, first, depth)
    for name in attributes:
        path = value_path.attribute(path, name)
    return path


def _parameter_path(tree: Tree, parent: Node, node: Node, name: str, depth: int) -> ValuePath:
    """Return the path of a parameter: of its annotation, of the model a receiver is for, or of what callers pass."""
    if (path := parameters.declared_path(parent, node, name)) is not None:
        return path
    parameter = node if parent.type in _PARAMETER_LISTS else parent
    parameter_list = parameter.parent
    function = parameter_list.parent if parameter_list is not None else None
    if parameter_list is None or function is None:
        return value_path.UNKNOWN
    if function.type == "lambda":
        return lambdas.parameter_value(function, parameter, lambda it: value(tree, it, depth))
    received = _sender_path(tree, function) if name in (SENT_ROW, SENDER) else value_path.UNKNOWN
    if received:
        return received if name == SENDER else value_path.instance(received)
    return parameters.argument_path(parameter_list, function, parameter, name)


def _sender_path(tree: Tree, function: Node) -> ValuePath:
    """Return the class of the models a receiver of signals is for: https://docs.djangoproject.com/en/stable/topics/signals/"""
    decorated = function.parent
    senders = []
    for decorator in decorated.named_children if decorated is not None else ():
        call = decorator.named_children[0] if decorator.type == "decorator" and decorator.named_children else None
        if call is not None and call.type == "call":
            callee = text(call.child_by_field_name("function"))
            sender = arguments(call)[1].get(SENDER) if callee.rpartition(".")[2] == RECEIVER else None
            senders.append(value(tree, sender))
    return either(senders)
