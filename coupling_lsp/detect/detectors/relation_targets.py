"""Relation fields that choose their own target or `on_delete` in `__init__`.

kwargs["to"] = Status
super().__init__(Status, on_delete=models.PROTECT)
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.deletion import ON_DELETE, ON_DELETE_NAMES
from coupling_lsp.django.fields import TARGET
from coupling_lsp.model.class_options import FIELD_DEFAULT_TARGET, FIELD_ON_DELETE, FIELD_TARGET
from coupling_lsp.model.expression import (
    UNKNOWN,
    Expression,
    attribute,
    callee_of,
    default_of_key,
    last_name,
    literal_value,
    may_be_model,
    own_attribute,
)
from coupling_lsp.model.facts import Class
from coupling_lsp.source.scope import local_binding, resolve_expression
from coupling_lsp.source.tree import Tree, arguments, expression, text

_ARGUMENT = re.compile(
    rb"""\[["'](to|on_delete)["']\][ \t]*=(?!=)|["'](to|on_delete)["'][ \t]*:"""
    rb"""|\.(setdefault)\([ \t]*["'](?:to|on_delete)["']|\.(update)\(|\.(__init__)\("""
)
_ASSIGNMENT, _PAIR, _SETDEFAULT, _UPDATE = 1, 2, 3, 4

Option = tuple[str, Expression]
"""The name of an option of a class (see `model.class_options`), and its expression."""


def read(tree: Tree, function: Node, owner: str, facts: FactsBuilder) -> None:
    """Gather what an `__init__` of the class `owner` gives its field, as options of the class."""
    name = function.child_by_field_name("name")
    options = [*_defaults(tree, function)]
    for match in _ARGUMENT.finditer(tree.data, function.start_byte, function.end_byte):
        options.extend(_options_of_match(tree, match))
    known_options = tuple(it for it in options if it[1])
    if known_options and owner and name is not None:
        facts.classes.append((Class(owner, (), (), known_options, partial=True), [tree.span(name)]))


def _options_of_match(tree: Tree, match: re.Match[bytes]) -> Iterator[Option]:
    group = match.lastindex or 0
    kinds = {_ASSIGNMENT: ("assignment",), _PAIR: ("pair",)}.get(group, ("call",))
    node = tree.at(*match.span(group))
    while node is not None and node.type not in (*kinds, "block"):
        node = node.parent
    if node is None or node.type == "block":
        return
    if group in (_ASSIGNMENT, _PAIR):
        value = node.child_by_field_name("right" if group == _ASSIGNMENT else "value")
        yield _option(tree, match[group].decode(), value)
        return
    positional, keywords = arguments(node)
    if group == _SETDEFAULT:
        value = positional[1] if len(positional) > 1 else None
        is_target = bool(positional) and literal_value(expression(positional[0])) == TARGET
        yield (FIELD_DEFAULT_TARGET, _model(tree, value)) if is_target else _option(tree, ON_DELETE, value)
        return
    if positional and text(positional[0]) == "self":
        positional = positional[1:]
    arguments_by_name = dict(zip((TARGET, ON_DELETE), positional if group != _UPDATE else (), strict=False))
    if last_name(callee_of(expression(arguments_by_name.get(ON_DELETE)))) not in ON_DELETE_NAMES:
        arguments_by_name.pop(ON_DELETE, None)  # Most classes with such a call are no fields.
    for key, value in {**arguments_by_name, **keywords}.items():
        if key in (TARGET, ON_DELETE):
            yield _option(tree, key, value)


def _defaults(tree: Tree, function: Node) -> Iterator[Option]:
    """Yield the defaults of the parameters `to` and `on_delete`, as options."""
    parameters = function.child_by_field_name("parameters")
    for parameter in parameters.named_children if parameters is not None else ():
        if parameter.type not in ("default_parameter", "typed_default_parameter"):
            continue
        key, value = text(parameter.child_by_field_name("name")), parameter.child_by_field_name("value")
        if key == TARGET:
            yield FIELD_DEFAULT_TARGET, _model(tree, value)
        elif key == ON_DELETE:
            yield _option(tree, key, value)


def _option(tree: Tree, key: str, node: Node | None) -> Option:
    """Return the option for a target or `on_delete` that is passed on."""
    return _target_option(tree, node) if key == TARGET else (FIELD_ON_DELETE, _on_delete(tree, node))


def _on_delete(tree: Tree, node: Node | None) -> Expression:
    """Return the `on_delete` that an expression gives, also one that callers may replace; unknown for a parameter."""
    if node is None:
        return UNKNOWN
    default = default_of_key(_local_expression(tree, node), ON_DELETE)
    return resolve_expression(tree, node).expression if default is None else default


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
