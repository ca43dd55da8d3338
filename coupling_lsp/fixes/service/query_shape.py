"""What the pattern of a query says: the methods it calls, the fields it asks for, the values it sets."""

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.lookups import CONDITIONS, FIELD_LOOKUPS
from coupling_lsp.django.queryset_api import (
    ASYNCHRONOUS_METHODS,
    CREATING_BEGINNINGS,
    RELATION_WRITES,
    RESULTS,
    TAKE_KEYWORDS,
)
from coupling_lsp.fixes.service.pattern import expression_of, placeholder_at
from coupling_lsp.source.tree import arguments, string, text

_DEFAULTS = ("defaults", "create_defaults")
"""https://docs.djangoproject.com/en/stable/ref/models/querysets/#get-or-create"""

_SETTING_METHODS = ("create", "acreate", "update", "aupdate")
_EXCLUDING = "exclude"


class Link(NamedTuple):
    """A method that a query calls, and the call."""

    method: str
    call: Node


class Lookup(NamedTuple):
    """A keyword of a condition: `team__created` and `gte` of `team__created__gte`. An exact one has no `operator`."""

    field: str
    operator: str = ""


class Condition(NamedTuple):
    """What a query asks of a field, or sets it to: a node of the pattern; `is_excluded` asks for the others."""

    lookup: Lookup
    value: Node
    is_excluded: bool = False


class QueryShape(NamedTuple):
    """The methods of a query in order, its conditions, and what it sets.

    `alternatives` are the fields of conditions that operators join, `are_either` tells that one of them is enough.
    `opaque` are the placeholders of whole conditions, with an empty one for a condition without any. `owner` is the
    placeholder of what has the related manager that the query begins at, `accessor` the name of that manager, and `row`
    the placeholder of the row whose method is called, or of a query, which it `holds_query` then.
    """

    links: tuple[Link, ...]
    conditions: tuple[Condition, ...]
    values: tuple[Condition, ...]
    alternatives: tuple[str, ...]
    are_either: bool
    opaque: tuple[str, ...]
    owner: str
    accessor: str
    row: str
    holds_query: bool = False

    @property
    def method(self) -> str:
        """The last method; empty where none is called."""
        return self.links[-1].method if self.links else ""

    @property
    def own_methods(self) -> list[str]:
        """The methods that are the project's own, those that only related managers of Django have included."""
        known = RESULTS.keys() if self.owner else RESULTS.keys() - RELATION_WRITES
        return [it.method for it in self.links if it.method not in known]

    @property
    def is_restricted(self) -> bool:
        """Whether it asks for some of the rows only."""
        return bool(self.conditions or self.alternatives or self.opaque or self.owner)

    @property
    def base_method(self) -> str:
        """The last method, for an asynchronous one its synchronous twin."""
        return self.method.removeprefix("a") if self.is_asynchronous else self.method

    @property
    def is_asynchronous(self) -> bool:
        """Whether the last method gives an awaitable."""
        return self.method in ASYNCHRONOUS_METHODS

    @property
    def is_plain(self) -> bool:
        """Whether all methods are Django's, and none gives dictionaries: then the last one tells what comes."""
        return not self.own_methods and all(RESULTS[it.method] != "dictionaries" for it in self.links)


def query_shape(query: str) -> QueryShape:
    """Return what a pattern says; nothing for what is no expression."""
    node = expression_of(query)
    links = tuple(_links(node))
    conditions = tuple(it for link in links for it in _conditions(link))
    values = tuple(it for link in links for it in _set_values(link))
    alternatives = tuple(dict.fromkeys(it for link in links for it in _alternatives(link)))
    opaque = tuple(dict.fromkeys(it for link in links for it in _opaque_conditions(link)))
    are_either = all(_is_either(it) for link in links for it in _joined(link))
    return QueryShape(links, conditions, values, alternatives, are_either, opaque, *_root(node))


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


def _links(node: Node | None) -> Iterator[Link]:
    if node is None:
        return
    if node.type == "await":
        yield from _links(node.named_children[0] if node.named_children else None)
    elif node.type == "attribute":
        yield from _links(node.child_by_field_name("object"))
    elif node.type == "call":
        function = node.child_by_field_name("function")
        if function is not None and function.type == "attribute":
            yield from _links(function)
            yield Link(text(function.child_by_field_name("attribute")), node)


def _root(node: Node | None) -> tuple[str, str, str]:
    """Return the owner with its accessor that a chain begins with, and the row."""
    names: list[str] = []
    while node is not None and node.type in ("call", "attribute", "await"):
        if node.type == "attribute":
            names.append(text(node.child_by_field_name("attribute")))
        field = {"call": "function", "attribute": "object"}.get(node.type)
        node = node.child_by_field_name(field) if field is not None else node.named_children[0]
    placeholder = placeholder_of(node) if node is not None else ""
    return (placeholder, names[-1], "") if len(names) > 1 and placeholder else ("", "", placeholder)


def _conditions(link: Link) -> Iterator[Condition]:
    if link.method in TAKE_KEYWORDS:
        for keyword, value in _keywords(link.call):
            if keyword not in _DEFAULTS:
                yield Condition(lookup_of(keyword), value, link.method == _EXCLUDING)


def _keywords(call: Node) -> Iterator[tuple[str, Node]]:
    """Yield the keywords of a call with their values, those of plain Q objects among its arguments too."""
    positional, keywords = arguments(call)
    for node in positional:
        if _is_q(node):
            yield from _keywords(node)
    yield from keywords.items()


def _joined(link: Link) -> Iterator[Node]:
    """Yield the arguments of a method that are Q objects joined by operators."""
    for node in arguments(link.call)[0] if link.method in TAKE_KEYWORDS else ():
        if node.type in _OPERATIONS and any(_fields_of_q(node)):
            yield node


def _alternatives(link: Link) -> Iterator[str]:
    """Yield the fields of Q objects that operators join."""
    for node in _joined(link):
        yield from _fields_of_q(node)


def _opaque_conditions(link: Link) -> Iterator[str]:
    """Yield the placeholders of conditions that name no field, and of all keywords of a condition."""
    argument_list = link.call.child_by_field_name("arguments") if link.method in TAKE_KEYWORDS else None
    for node in argument_list.named_children if argument_list is not None else ():
        if node.type == "keyword_argument" or _is_q(node) or (node.type in _OPERATIONS and any(_fields_of_q(node))):
            continue
        yield from list(_placeholders(node)) or [""]


def _placeholders(node: Node) -> Iterator[str]:
    if name := placeholder_of(node):
        yield name
    for child in node.named_children:
        yield from _placeholders(child)


def _fields_of_q(node: Node) -> Iterator[str]:
    if _is_q(node):
        for keyword, _ in _keywords(node):
            yield lookup_of(keyword).field
    elif node.type in _OPERATIONS:
        for child in node.named_children:
            yield from _fields_of_q(child)


def _is_either(node: Node) -> bool:
    """Return whether Q objects with one exact condition each are joined by "or" alone."""
    if node.type == "parenthesized_expression":
        return _is_either(node.named_children[0])
    if node.type == "binary_operator":
        is_or = text(node.child_by_field_name("operator")) == "|"
        return is_or and all(map(_is_either, node.named_children))
    keywords = [*_keywords(node)] if _is_q(node) else []
    return len(keywords) == 1 and not lookup_of(keywords[0][0]).operator


_OPERATIONS = ("binary_operator", "unary_operator", "parenthesized_expression")


def _is_q(node: Node) -> bool:
    return node.type == "call" and text(node.child_by_field_name("function")) in CONDITIONS


def _set_values(link: Link) -> Iterator[Condition]:
    keywords = arguments(link.call)[1]
    for keyword, value in keywords.items():
        if sets_fields(link.method):
            yield Condition(Lookup(keyword), value)
        elif keyword in _DEFAULTS and value.type == "dictionary":
            for pair in value.named_children:
                key, item = pair.child_by_field_name("key"), pair.child_by_field_name("value")
                if key is not None and item is not None and (name := string(key)):
                    yield Condition(Lookup(name), item)


def is_flag(condition: Condition) -> bool:
    """Return whether a condition asks for a flag to be set, or not to be: `is_active=True`."""
    is_plain = not condition.lookup.operator and "__" not in condition.lookup.field
    return is_plain and text(condition.value) in ("True", "False") and not condition.lookup.field.startswith("has_")


def flag_name(condition: Condition) -> str:
    """Return what a flag says of a row: `active` for `is_active`."""
    return condition.lookup.field.removeprefix("is_").removeprefix("was_")


def placeholder_of(node: Node) -> str:
    """Return the name of the placeholder that a node of a pattern is; empty for anything else."""
    placeholder = placeholder_at(node)
    return placeholder[0] if placeholder is not None else ""
