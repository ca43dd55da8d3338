"""The conditions of a query: which fields the arguments of a call ask for, or set.

https://docs.djangoproject.com/en/stable/topics/db/queries/
"""

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.lookups import CONDITIONS, FIELD_LOOKUPS
from coupling_lsp.django.queryset_api import CREATING_BEGINNINGS, TAKE_KEYWORDS
from coupling_lsp.fixes.service.pattern import placeholder_of
from coupling_lsp.source.tree import arguments, text

BOUNDS = {"gt": "min_{}", "gte": "min_{}", "lt": "max_{}", "lte": "max_{}"}
"""What a field is called whose values an operator bounds."""

_DEFAULTS = ("defaults", "create_defaults")
"""https://docs.djangoproject.com/en/stable/ref/models/querysets/#get-or-create"""

_SETTING_METHODS = ("create", "acreate", "update", "aupdate")
_EXCLUDING = "exclude"
_OPERATIONS = ("binary_operator", "unary_operator", "parenthesized_expression")


class Lookup(NamedTuple):
    """A keyword of a condition: `team__created` and `gte` of `team__created__gte`. An exact one has no `operator`."""

    field: str
    operator: str = ""


class Condition(NamedTuple):
    """What a query asks of a field, or sets it to: a node of the pattern; `is_excluded` asks for the others."""

    lookup: Lookup
    value: Node
    is_excluded: bool = False


def lookup_of(keyword: str) -> Lookup:
    """Return the field and the operator that a keyword of a condition names."""
    field, _, operator = keyword.rpartition("__")
    if field and operator in FIELD_LOOKUPS:
        return Lookup(field, "" if operator == "exact" else operator)
    return Lookup(keyword)


def is_lookup(keyword: Node) -> bool:
    """Return whether a keyword of a call names a field: in a condition, or where values are set."""
    call = keyword.parent.parent if keyword.parent is not None else None
    name = text(keyword.child_by_field_name("name"))
    return call is not None and name not in _DEFAULTS and takes_fields(call)


def sets_fields(method: str) -> bool:
    """Return whether the keywords of a method are fields that it sets."""
    return method in _SETTING_METHODS or method.startswith(CREATING_BEGINNINGS)


def takes_fields(call: Node) -> bool:
    """Return whether the keywords of a call name fields."""
    callee = text(call.child_by_field_name("function")).rpartition(".")[2]
    return callee in TAKE_KEYWORDS or sets_fields(callee) or callee in CONDITIONS


def conditions(method: str, call: Node) -> Iterator[Condition]:
    """Yield the conditions of the call of a method that all have to be met."""
    if method in TAKE_KEYWORDS:
        for keyword, value in _keywords(call):
            if keyword not in _DEFAULTS:
                yield Condition(lookup_of(keyword), value, method == _EXCLUDING)


def joined(method: str, call: Node) -> Iterator[Node]:
    """Yield the arguments of the call of a method that are Q objects joined by operators."""
    for node in arguments(call)[0] if method in TAKE_KEYWORDS else ():
        if node.type in _OPERATIONS and any(fields_of_q(node)):
            yield node


def opaque_conditions(method: str, call: Node) -> Iterator[str]:
    """Yield the placeholders of conditions that name no field, and of all keywords of a condition."""
    argument_list = call.child_by_field_name("arguments") if method in TAKE_KEYWORDS else None
    for node in argument_list.named_children if argument_list is not None else ():
        if node.type == "keyword_argument" or _is_q(node) or (node.type in _OPERATIONS and any(fields_of_q(node))):
            continue
        yield from list(_placeholders(node)) or [""]


def fields_of_q(node: Node) -> Iterator[str]:
    """Yield the fields of Q objects, joined by operators or not."""
    if _is_q(node):
        for keyword, _ in _keywords(node):
            yield lookup_of(keyword).field
    elif node.type in _OPERATIONS:
        for child in node.named_children:
            yield from fields_of_q(child)


def is_either(node: Node) -> bool:
    """Return whether Q objects with one exact condition each are joined by "or" alone."""
    if node.type == "parenthesized_expression":
        return is_either(node.named_children[0])
    if node.type == "binary_operator":
        is_or = text(node.child_by_field_name("operator")) == "|"
        return is_or and all(map(is_either, node.named_children))
    keywords = [*_keywords(node)] if _is_q(node) else []
    return len(keywords) == 1 and not lookup_of(keywords[0][0]).operator


def is_flag(condition: Condition) -> bool:
    """Return whether a condition asks for a flag to be set, or not to be: `is_active=True`."""
    is_plain = not condition.lookup.operator and "__" not in condition.lookup.field
    return is_plain and text(condition.value) in ("True", "False") and not condition.lookup.field.startswith("has_")


def flag_name(condition: Condition) -> str:
    """Return what a flag says of a row: `active` for `is_active`."""
    return condition.lookup.field.removeprefix("is_").removeprefix("was_")


def _keywords(call: Node) -> Iterator[tuple[str, Node]]:
    """Yield the keywords of a call with their values, those of plain Q objects among its arguments too."""
    positional, keywords = arguments(call)
    for node in positional:
        if _is_q(node):
            yield from _keywords(node)
    yield from keywords.items()


def _placeholders(node: Node) -> Iterator[str]:
    if name := placeholder_of(node):
        yield name
    for child in node.named_children:
        yield from _placeholders(child)


def _is_q(node: Node) -> bool:
    return node.type == "call" and text(node.child_by_field_name("function")) in CONDITIONS
