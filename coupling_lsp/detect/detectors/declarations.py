"""Calls that make something for a model: `admin.site.register(Model)`, `@admin.register(Model)`, `modelform_factory`.

A class that says `model = Model` is found by `detectors.classes`.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.conventions import FACTORIES, REGISTER
from coupling_lsp.model.declaration import Declaration
from coupling_lsp.source.scope import resolve_expression
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, text

_REGISTER = f"{REGISTER}(".encode()
PATTERNS = (_REGISTER, *(f"{name}(".encode() for name in FACTORIES))

_REGISTRY = re.compile(rb"(?:@|(?:admin|site)\w*\.)\Z", re.IGNORECASE)
_MAX_REGISTRY_NAME_LENGTH = 40
"""In bytes before `register(`; a longer name of a registry is not recognised."""

_MODEL_NODES = ("identifier", "attribute", "string")
_LIST_NODES = ("list", "tuple", "set")
_IN_NAME = re.compile(rb"\w")


def is_candidate(data: bytes, start: int, end: int) -> bool:
    """Return whether the text before a pattern allows that it is a call of one of these."""
    if data[start:end] == _REGISTER:
        return _REGISTRY.search(data, max(start - _MAX_REGISTRY_NAME_LENGTH, 0), start) is not None
    return not (start and _IN_NAME.match(data, start - 1))


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the models that are arguments of the call whose opening bracket ends the bytes."""
    name = tree.at(start, end - 1)
    if name is None or name.type != "identifier" or name.end_byte != end - 1:
        return
    function = name.parent if name.parent is not None and name.parent.type == "attribute" else name
    call = function.parent
    if call is None or call.type != "call" or call.child_by_field_name("function") != function:
        return
    callee, _ = resolve_expression(tree, function)
    register = tree.data[start:end] == _REGISTER
    for node in _registered_models(call) if register else _model_arguments(call, FACTORIES[text(name)]):
        if callee and node.type in _MODEL_NODES:
            target, reason = resolve_expression(tree, node)
            symbol = _admin_class(call) if register else enclosing_symbol(call)
            declaration = Declaration(
                "register" if register else "factory", target, symbol, tree.timing(call), callee, reason
            )
            facts.declarations.append((declaration, tree.span(node)))


def _model_arguments(call: Node, parameters: tuple[str, ...]) -> Iterator[Node]:
    positional, keywords = arguments(call)
    for number, name in enumerate(parameters):
        node = positional[number] if number < len(positional) else keywords.get(name)
        if node is not None:
            yield node


def _registered_models(call: Node) -> Iterator[Node]:
    """Yield the models of `site.register(Model, Admin)`, `site.register([A, B], Admin)` and `@admin.register(A, B)`."""
    positional, keywords = arguments(call)
    first = positional[0] if positional else keywords.get("model_or_iterable")
    if _decorated_name(call) is not None:
        yield from positional
    elif first is not None and first.type in _LIST_NODES:
        yield from first.named_children
    elif first is not None:
        yield first


def _admin_class(call: Node) -> str:
    """Return the admin class a model is registered with; without one, the definition around the call."""
    decorated = _decorated_name(call)
    if decorated is not None:
        return ".".join(filter(None, (enclosing_symbol(call), text(decorated))))
    positional, keywords = arguments(call)
    argument = positional[1] if len(positional) > 1 else keywords.get("admin_class")
    return (
        text(argument)
        if argument is not None and argument.type in ("identifier", "attribute")
        else enclosing_symbol(call)
    )


def _decorated_name(call: Node) -> Node | None:
    decorator = call.parent
    if decorator is None or decorator.type != "decorator" or decorator.parent is None:
        return None
    definition = decorator.parent.child_by_field_name("definition")
    return definition.child_by_field_name("name") if definition is not None else None
