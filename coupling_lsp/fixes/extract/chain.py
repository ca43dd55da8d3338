"""The query that begins at the place of an edge: how far the chain of calls goes that is moved."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from tree_sitter import Node

from coupling_lsp.django.managers import MANAGER_ATTRIBUTES
from coupling_lsp.django.queryset_api import QUERY_METHODS, RESULTS
from coupling_lsp.source.bindings import COMPREHENSIONS
from coupling_lsp.source.tree import FUNCTIONS, receiver_of, text

Root = Literal["model", "row", "related manager", "query"]
"""What a chain begins at: `Account` of `Account.objects.all()`, `account` of `account.save()`, `team.accounts`, or
`accounts` of `accounts.update(active=True)`, a variable that holds a query."""

IsQuery = Callable[[Node], bool]
"""Tells whether an expression is a query of the project, by its type."""


class Chain(NamedTuple):
    """A chain of calls: the expression as a whole, and what it begins at."""

    node: Node
    start: Node
    root: Root


def chain_at(start: Node, root: Root, is_query: IsQuery) -> Chain | None:
    """Return the chain of calls from what an edge covers, up to a row or a value; None where nothing is called."""
    last_call: Node | None = None
    node, name = start, ""
    while (parent := node.parent) is not None:
        if parent.type == "attribute" and parent.child_by_field_name("object") == node:
            name = text(parent.child_by_field_name("attribute"))
            if name in MANAGER_ATTRIBUTES:
                break
            if last_call is not None and not _goes_on(last_call, name, is_query):
                break
        elif parent.type == "call" and parent.child_by_field_name("function") == node and name:
            last_call = parent
            if RESULTS.get(name, "query") not in ("query", "dictionaries"):
                break
            name = ""
        elif parent.type != "parenthesized_expression":
            break
        node = parent
    return Chain(last_call, start, root) if last_call is not None else None


def related_manager(node: Node) -> tuple[Node, Node] | None:
    """Return the owner and the accessor of a related manager: `team` and `accounts` of `team.accounts`.

    One may be called to get another manager: https://docs.djangoproject.com/en/stable/topics/db/queries/#using-a-custom-reverse-manager
    """
    attribute = node.child_by_field_name("function") if node.type == "call" else node
    if attribute is None or attribute.type != "attribute":
        return None
    owner, accessor = receiver_of(attribute), attribute.child_by_field_name("attribute")
    return (owner, accessor) if owner is not None and accessor is not None else None


def runs_in_loop(node: Node) -> bool:
    """Return whether an expression runs once for each item of a loop or comprehension around it, in its function."""
    child, parent = node, node.parent
    while parent is not None and parent.type not in FUNCTIONS:
        if parent.type in ("for_statement", "while_statement") and child == parent.child_by_field_name("body"):
            return True
        if parent.type in COMPREHENSIONS and child != next(_clauses(parent), None):
            return True
        child, parent = parent, parent.parent
    return False


def _clauses(comprehension: Node) -> Iterator[Node]:
    return (it for it in comprehension.named_children if it.type == "for_in_clause")


def _goes_on(call: Node, name: str, is_query: IsQuery) -> bool:
    """Return whether what a call gives is a query, so that a method of it belongs to the chain."""
    function = call.child_by_field_name("function")
    method = text(function.child_by_field_name("attribute")) if function is not None else ""
    return RESULTS.get(method) in ("query", "dictionaries") or name in QUERY_METHODS or is_query(call)
