"""Relation fields that choose their own target in `__init__`: `kwargs["to"] = Status`, `super().__init__(Status)`."""

import re

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.fields import TARGET
from coupling_lsp.model.class_options import FIELD_DEFAULT_TARGET, FIELD_TARGET
from coupling_lsp.model.expression import UNKNOWN, Expression, attribute, default_of_key, may_be_model, own_attribute
from coupling_lsp.model.facts import Class
from coupling_lsp.source.scope import local_binding, resolve_expression
from coupling_lsp.source.tree import Tree, arguments, expression, text

_TARGET = re.compile(
    rb"""\[["'](to)["']\][ \t]*=(?!=)|["'](to)["'][ \t]*:"""
    rb"""|\.(setdefault)\([ \t]*["']to["']|\.(update)\(|\.(__init__)\("""
)
_ASSIGNMENT, _PAIR, _SETDEFAULT, _UPDATE = 1, 2, 3, 4


def read(tree: Tree, function: Node, owner: str, facts: FactsBuilder) -> None:
    """Gather the target that an `__init__` of the class `owner` gives, as an option of the class."""
    name = function.child_by_field_name("name")
    options = [_default_option(tree, function)]
    for match in _TARGET.finditer(tree.data, function.start_byte, function.end_byte):
        options.append(_option_of_match(tree, match))
    known_options = tuple(it for it in options if it[1])
    if known_options and owner and name is not None:
        facts.classes.append((Class(owner, (), (), known_options, partial=True), [tree.span(name)]))


def _option_of_match(tree: Tree, match: re.Match[bytes]) -> tuple[str, Expression]:
    group = match.lastindex or 0
    kinds = {_ASSIGNMENT: ("assignment",), _PAIR: ("pair",)}.get(group, ("call",))
    node = tree.at(*match.span(group))
    while node is not None and node.type not in (*kinds, "block"):
        node = node.parent
    if node is None or node.type == "block":
        return FIELD_TARGET, UNKNOWN
    if group == _ASSIGNMENT:
        return _target_option(tree, node.child_by_field_name("right"))
    if group == _PAIR:
        return _target_option(tree, node.child_by_field_name("value"))
    positional, keywords = arguments(node)
    if group == _SETDEFAULT:
        return FIELD_DEFAULT_TARGET, _model(tree, positional[1] if len(positional) > 1 else None)
    if positional and text(positional[0]) == "self":
        positional = positional[1:]
    first = positional[0] if positional and group != _UPDATE else None
    return _target_option(tree, keywords.get(TARGET) or first)


def _default_option(tree: Tree, function: Node) -> tuple[str, Expression]:
    """Return the default of a parameter `to`, as an option."""
    parameters = function.child_by_field_name("parameters")
    for parameter in parameters.named_children if parameters is not None else ():
        if (
            parameter.type in ("default_parameter", "typed_default_parameter")
            and text(parameter.child_by_field_name("name")) == TARGET
        ):
            return FIELD_DEFAULT_TARGET, _model(tree, parameter.child_by_field_name("value"))
    return FIELD_DEFAULT_TARGET, UNKNOWN


def _target_option(tree: Tree, node: Node | None) -> tuple[str, Expression]:
    """Return the option for a target that is passed on; `kwargs.pop("to", Status)` is only a default."""
    default = default_of_key(_local_expression(tree, node), TARGET)
    if default is not None:
        return FIELD_DEFAULT_TARGET, default if may_be_model(default) else UNKNOWN
    return FIELD_TARGET, _model(tree, node)


def _model(tree: Tree, node: Node | None) -> Expression:
    """Return an expression with local names resolved, if it may stand for a model; else unknown."""
    if node is None:
        return UNKNOWN
    if name := own_attribute(_local_expression(tree, node)):
        return attribute("self", name)
    model = resolve_expression(tree, node).expression
    return model if may_be_model(model) else UNKNOWN


def _local_expression(tree: Tree, node: Node | None) -> Expression:
    """Return an expression, or for a local name the expression it is bound to."""
    if node is None:
        return UNKNOWN
    binding = local_binding(tree, node, text(node)) if node.type == "identifier" else None
    return binding.expression if binding is not None else expression(node)
