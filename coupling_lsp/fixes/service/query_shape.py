"""What the pattern of a query says: the methods it calls, the fields it asks for, and what it begins with."""

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.queryset_api import ASYNCHRONOUS_METHODS, RELATION_WRITES, RESULTS
from coupling_lsp.fixes.service.pattern import expression_of, placeholder_of
from coupling_lsp.fixes.service.query_conditions import (
    Condition,
    conditions,
    fields_of_q,
    is_either,
    joined,
    opaque_conditions,
)
from coupling_lsp.source.tree import text


class Link(NamedTuple):
    """A method that a query calls, and the call."""

    method: str
    call: Node


class QueryShape(NamedTuple):
    """The methods of a query in order, and its conditions.

    `alternatives` are the fields of conditions that operators join, `are_either` tells that one of them is enough.
    `opaque` are the placeholders of whole conditions, with an empty one for a condition without any. `owner` is the
    placeholder of what has the related manager that the query begins at, `accessor` the name of that manager, and `row`
    the placeholder of the row whose method is called, or of a query, which it `holds_query` then.
    """

    links: tuple[Link, ...]
    conditions: tuple[Condition, ...]
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
    joined_conditions = [it for link in links for it in joined(*link)]
    return QueryShape(
        links,
        tuple(it for link in links for it in conditions(*link)),
        tuple(dict.fromkeys(field for it in joined_conditions for field in fields_of_q(it))),
        all(map(is_either, joined_conditions)),
        tuple(dict.fromkeys(it for link in links for it in opaque_conditions(*link))),
        *_root(node),
    )


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
