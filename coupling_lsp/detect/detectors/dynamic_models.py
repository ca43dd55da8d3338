"""Models and fields made by calls: `Order.add_to_class("invoice", field)`, `type("Order", (Base,), {…})`."""

import re

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.deletion import ON_DELETE
from coupling_lsp.django.fields import TARGET, parameters_of
from coupling_lsp.django.model_classes import ADD_TO_CLASS, CONTRIBUTE_TO_CLASS
from coupling_lsp.model.declaration import Declaration
from coupling_lsp.model.expression import UNKNOWN, call_of, text_of
from coupling_lsp.source.scope import resolve_expression
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, expression, text

_TYPE = b"type("
_ADD, _CONTRIBUTE = (f".{name}(".encode() for name in (ADD_TO_CLASS, CONTRIBUTE_TO_CLASS))
PATTERNS = (_TYPE, _ADD, _CONTRIBUTE)

_CLASS_ARGUMENTS = re.compile(rb"[^()\n]*(?:\n[^()\n]*)?,[ \t\r\n]*\(")
_IN_NAME = re.compile(rb"[\w.]")


def is_candidate(data: bytes, start: int, end: int) -> bool:
    """Return whether the text around a pattern allows that a class is made, or given a field."""
    if data[start:end] != _TYPE:
        return True
    return not (start and _IN_NAME.match(data, start - 1)) and _CLASS_ARGUMENTS.match(data, end) is not None


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the call whose opening bracket ends the bytes."""
    call = tree.at(end - 1, end)
    while call is not None and call.type != "call":
        call = call.parent
    function = call.child_by_field_name("function") if call is not None else None
    if call is None or function is None or function.end_byte != end - 1:
        return
    positional, keywords = arguments(call)
    pattern = tree.data[start:end]
    if pattern == _TYPE:
        _add_class(tree, call, positional, facts)
        return
    receiver = function.child_by_field_name("object")
    call_arguments = [*positional, *(keywords[name] for name in ("cls", "name", "value") if name in keywords)]
    if receiver is not None and len(call_arguments) >= 2:
        owner, name, field = (
            (receiver, call_arguments[0], call_arguments[1])
            if pattern == _ADD
            else (call_arguments[0], call_arguments[1], receiver)
        )
        _add_field(tree, call, owner, name, field, facts)


def _add_class(tree: Tree, call: Node, positional: list[Node], facts: FactsBuilder) -> None:
    """`type(name, bases, members)`: https://docs.python.org/3/library/functions.html#type"""
    if len(positional) != 3 or positional[1].type != "tuple":
        return
    bases = [node for node in positional[1].named_children if node.type in ("identifier", "attribute")]
    targets = tuple(filter(None, (resolve_expression(tree, base).expression for base in bases)))
    if targets:
        declaration = Declaration("type", "", enclosing_symbol(call), tree.timing(call), "type", bases=targets)
        facts.declarations.append((declaration, tree.span(bases[0], bases[-1])))


def _add_field(tree: Tree, call: Node, owner: Node, name: Node, field: Node, facts: FactsBuilder) -> None:
    field_expression, _ = resolve_expression(tree, field)
    field_call = call_of(field_expression)
    if field_call is None or field_call.rest:
        return
    model, reason = resolve_expression(tree, owner)
    field_name = text_of(expression(name)) if name.type == "string" else ""
    if not field_name and not reason:
        reason = f"the name `{text(name)[:40]}` is computed"
    target = next(iter(field_call.arguments), UNKNOWN)
    positional, keywords = arguments(field) if field.type == "call" else ([], {})
    named_arguments = {**dict(zip(parameters_of(field_call.callee), positional, strict=False)), **keywords}
    keyword = keywords.get(TARGET)
    if (target_node := keyword or next(iter(positional), None)) is not None:
        target = resolve_expression(tree, target_node).expression
    declaration = Declaration(
        "relation",
        target,
        f"{model}.{field_name}",
        tree.timing(call),
        field_call.callee,
        reason,
        on_delete=expression(named_arguments.get(ON_DELETE)),
    )
    place = _target_node(field, keyword)
    facts.declarations.append((declaration, tree.span(place)))


def _target_node(field: Node, keyword: Node | None) -> Node:
    """Return the node of the target of a field, else of the field."""
    if keyword is not None or field.type != "call":
        return keyword or field
    positional, _ = arguments(field)
    return positional[0] if positional else field
