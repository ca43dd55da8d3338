"""What an expression evaluates to, as a path from a name the project knows.

    Order()                      an instance of `Order`: a parameter annotated so, or a call
    Order().lines.all()[]        an element of what that call gives: the variable of a loop over it
    Order(){}                    a container of them; `[]` takes an element out again
    .services:get_order()        the result of a function imported inside the function at hand
    Order.objects.get_or_create()[0]
    *()                          an instance of some model
    Order.objects.all()=         the same, in a variable
    Order()!total.lines          an attribute of `self` in the method `total`, which heirs may replace
    Report.total#0:order         a parameter without annotation: its function, its number among the given, its name
    <Order()|Invoice()>          one or the other

Names of the function at hand are replaced by what they are bound to, so that a path can be evaluated without the text.
"""

import re

from tree_sitter import Node

from coupling_lsp.source import narrowing, parameters, targets
from coupling_lsp.source.annotations import annotated, either
from coupling_lsp.source.bindings import COMPREHENSIONS, imported_name, is_captured, owner, reaching
from coupling_lsp.source.tree import Tree, arguments, enclosing, expression, string, text

_DEEPEST = 24
_MOST_ITEMS = 8
_LONGEST = 600
_TRANSPARENT = ("list", "sorted", "set", "tuple", "reversed", "iter", "frozenset", "cast")
_OF_QUERYSET = re.compile(r"(?:_queryset|_qs)$")
_EMPTY = ("[]", "list()", "set()", "deque()")
_CLASS = re.compile(r"(?:^|[.:])[A-Z]\w*[a-z]\w*$")
_PARAMETERS = ("typed_parameter", "typed_default_parameter", "default_parameter", "parameters")


def value(tree: Tree, node: Node | None, depth: int = 0) -> str:
    """The path of an expression; empty when it is not known."""
    if node is None or depth > _DEEPEST:
        return ""
    found = _value(tree, node, depth + 1)
    return found if len(found) <= _LONGEST else ""


def is_instance(path: str) -> bool:
    """Whether a path may lead to an instance: it begins at one, or at a parameter."""
    return "()" in path or "#" in path


def is_class(path: str) -> bool:
    """Whether a path may lead to a class, as far as its name tells."""
    return _CLASS.search(path) is not None


def _value(tree: Tree, node: Node, depth: int) -> str:
    match node.type:
        case "identifier":
            return _narrowed(tree, node, depth) or _name(tree, node, text(node), depth)
        case "attribute":
            return _narrowed(tree, node, depth) or _attribute(tree, node, depth)
        case "list" | "tuple" | "set":
            inner = either(value(tree, it, depth) for it in node.named_children[:_MOST_ITEMS])
            return f"{inner}{{}}" if inner else ""
        case "call":
            return _call(tree, node, depth)
        case "subscript":
            if found := _keyword(tree, node.child_by_field_name("value"), node.child_by_field_name("subscript")):
                return found
            left = value(tree, node.child_by_field_name("value"), depth)
            index = node.child_by_field_name("subscript")
            return left if not left or (index is not None and index.type == "slice") else f"{left}[]"
        case "parenthesized_expression" | "await":
            return value(tree, node.named_children[0], depth) if node.named_child_count == 1 else ""
        case "conditional_expression":
            first, last = node.named_children[0], node.named_children[-1]
            return either((value(tree, first, depth), value(tree, last, depth)))
        case "boolean_operator":
            sides = node.child_by_field_name("left"), node.child_by_field_name("right")
            return either(value(tree, side, depth) for side in sides)
        case "named_expression":
            return value(tree, node.child_by_field_name("value"), depth)
        case kind if kind in COMPREHENSIONS:
            body = node.child_by_field_name("body")
            item = body.child_by_field_name("value") if body is not None and body.type == "pair" else body
            inner = value(tree, item, depth)
            return f"{inner}{{}}" if inner else ""
        case _:
            return ""


def _narrowed(tree: Tree, node: Node, depth: int) -> str:
    """What an expression is where `isinstance` has told."""
    classes = narrowing.classes_of(tree, node)
    paths = ("*" if text(it).rpartition(".")[2] == "Model" else value(tree, it, depth) for it in classes)
    return either(f"{path}()" for path in paths if path)


def _attribute(tree: Tree, node: Node, depth: int) -> str:
    before, name = node.child_by_field_name("object"), text(node.child_by_field_name("attribute"))
    if name == "user" and before is not None and text(before) in ("request", "self.request"):
        return "get_user_model()()"  # https://docs.djangoproject.com/en/stable/ref/request-response/
    left = value(tree, before, depth)
    if left.endswith("._meta") and name == "model":
        return f"{left.removesuffix('._meta')}.__class__"
    return f"{left}.{name}" if left else ""


def _call(tree: Tree, node: Node, depth: int) -> str:
    function = node.child_by_field_name("function")
    positional, keywords = arguments(node)
    if "manager" in keywords and not positional:
        return value(tree, function, depth)  # `order.lines(manager="open")`: the related manager still.
    if function is not None and text(function) == "super" and not positional:
        within = owner(node)
        around = enclosing(within) if within is not None else ""
        return f"{around}()^" if around else ""
    if function is not None and function.type == "identifier" and positional:
        name = text(function)
        if name in _TRANSPARENT:
            return value(tree, positional[-1], depth)
        if name == "next":
            inner = value(tree, positional[0], depth)
            return f"{inner}[]" if inner else ""
        if name == "type" and len(positional) == 1:
            inner = value(tree, positional[0], depth)
            return f"{inner}.__class__" if inner else ""
        if name == "getattr" and len(positional) > 1 and (attribute := string(positional[1])):
            inner = value(tree, positional[0], depth)
            return f"{inner}.{attribute}" if inner and attribute.isidentifier() else ""
        if name.startswith(("get_object_or_", "aget_object_or_")):
            inner = value(tree, positional[0], depth)
            return f"{inner}()" if inner and inner[-1] not in ")]}>" else f"{inner}[]" if inner else ""
    if function is not None and text(function).endswith((".pop", ".get")) and positional:
        found = _keyword(tree, function.child_by_field_name("object"), positional[0])
        if found:
            return found
    callee = value(tree, function, depth)
    is_named = bool(positional) and all(it.type == "string" for it in positional)
    if callee.endswith(("get_model", "get_user_model")) and (is_named or "()" not in callee):
        return expression(node)
    result = f"{callee}()" if callee else ""
    if positional and function is not None and _OF_QUERYSET.search(text(function)):
        return either((result, value(tree, positional[0], depth)))  # It narrows the rows it is given.
    return result


def _keyword(tree: Tree, before: Node | None, key: Node | None) -> str:
    """What `kwargs["order"]` is, if `kwargs` are all keywords of the function."""
    function = parameters.spread(before) if before is not None and before.type == "identifier" else None
    name = string(key) if function is not None and key is not None else None
    if function is None or name is None or not name.isidentifier():
        return ""
    received = _received(tree, function) if name == "instance" else ""
    return f"{received}()" if received else parameters.keyword(function, name)


_MAX_ITEMS_ADDED = 4
"""How many calls may fill a list; of what more put in is not known."""


def _filled(tree: Tree, use: Node, name: str, depth: int) -> str:
    """A container of what is put into a list or set that begins empty."""
    function = owner(use)
    if function is None:
        return ""
    paths = []
    for match in re.compile(rb"\b%s\.(?:append|add)\(" % name.encode()).finditer(
        tree.data, function.start_byte, function.end_byte
    ):
        call = tree.at(match.end() - 1, match.end())
        while call is not None and call.type != "call":
            call = call.parent
        positional = arguments(call)[0] if call is not None else []
        paths.append(value(tree, positional[0], depth) if len(positional) == 1 else "")
    inner = either(paths) if len(paths) <= _MAX_ITEMS_ADDED and all(paths) else ""
    return f"{inner}{{}}" if inner else ""


def _name(tree: Tree, use: Node, name: str, depth: int) -> str:
    """What a name stands for where it is used: all bindings that can reach it, else the module's own name."""
    places = reaching(tree, use, name)
    return either(_bound(tree, place, name, use, depth) for place in places) if places else name


def _bound(tree: Tree, node: Node, name: str, use: Node, depth: int) -> str:
    """The value that a place binds a name to."""
    parent = node.parent
    if parent is None:
        return ""
    if is_captured(node, parent):
        return ""
    match parent.type:
        case "dotted_name" | "aliased_import":
            return imported_name(node, parent) or ""
        case "assignment":
            declared = parent.child_by_field_name("type")
            if declared is not None:
                return annotated(text(declared))
            right = parent.child_by_field_name("right")
            if right is not None and text(right) in _EMPTY:
                return _filled(tree, use, name, depth)
            return value(tree, right, depth)
        case "named_expression":
            return value(tree, parent.child_by_field_name("value"), depth)
        case "pattern_list" | "tuple_pattern":
            return targets.unpacked(parent, node, lambda it: value(tree, it, depth))
        case "for_statement" | "for_in_clause":
            return targets.looped(parent, name, lambda it: value(tree, it, depth))
        case kind if kind in _PARAMETERS:
            return _parameter(tree, parent, node, name)
        case _:
            return ""


def _parameter(tree: Tree, parent: Node, node: Node, name: str) -> str:
    """The annotated class of a parameter, the model a receiver is for, or what calls hand in."""
    if (path := parameters.declared(parent, node, name)) is not None:
        return path
    around = parent if parent.type == "parameters" else parent.parent
    function = around.parent if around is not None else None
    if around is None or function is None or function.type != "function_definition":
        return ""
    received = _received(tree, function) if name in ("instance", "sender") else ""
    if received:
        return received if name == "sender" else f"{received}()"
    return parameters.handed(around, function, parent if parent.type != "parameters" else node, name)


def _received(tree: Tree, function: Node) -> str:
    """The model a signal's receiver is decorated with: https://docs.djangoproject.com/en/stable/topics/signals/"""
    decorated = function.parent
    senders = []
    for decorator in decorated.named_children if decorated is not None else ():
        call = decorator.named_children[0] if decorator.type == "decorator" and decorator.named_children else None
        if call is not None and call.type == "call":
            callee = text(call.child_by_field_name("function"))
            sender = arguments(call)[1].get("sender") if callee.rpartition(".")[2] == "receiver" else None
            senders.append(value(tree, sender))
    return either(senders)
