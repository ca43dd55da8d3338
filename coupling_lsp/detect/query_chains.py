"""Chains of calls on a query: where they start, and which methods are called one after the other."""

import re

from tree_sitter import Node

from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.django.queryset_api import QUERY_METHODS, RESULTS, ROW_WRITES, SET_OPERATORS, SQL_METHODS
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access
from coupling_lsp.model.value_path import ValuePath
from coupling_lsp.source.narrowing import is_tested
from coupling_lsp.source.parentheses import only_child
from coupling_lsp.source.tree import Tree, enclosing_symbol, receiver_of, shown_source, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

CALLED = QUERY_METHODS.difference(SQL_METHODS)
"""The methods that are looked for on related managers. `detect.channels.sql` looks for those that take SQL."""

_OF_CLASS = re.compile(r"\b[A-Z]\w*\.[a-z_]\w*\Z")
_INSTANCES = ("self", "cls")


def links(start: Node) -> tuple[str, ...]:
    """Return the names of the methods called on a query, one after the other, up to an attribute of a result.

    A query has no attributes that are queries, so `Customer.objects.get(…).orders.create()` creates no customer.
    """
    links: list[str] = []
    node, name = start, ""
    while (parent := node.parent) is not None:
        if parent.type == "attribute" and parent.child_by_field_name("object") == node:
            if links and not name and not _is_called(parent):
                break
            name = text(parent.child_by_field_name("attribute"))
        elif parent.type == "call" and parent.child_by_field_name("function") == node:
            if name:
                links.append(name)
            name = ""
        elif parent.type == "subscript":
            if parent.child_by_field_name("value") != node:
                break
        elif parent.type == "binary_operator":
            if text(parent.child_by_field_name("operator")) not in SET_OPERATORS:
                break
        elif parent.type not in ("parenthesized_expression", "list_splat"):
            break
        node = parent
    return tuple(links)


def chain_start(receiver: Node) -> Node:
    """Return what the chain of calls starts at that ends with `receiver`.

    That is an attribute, `team.rows` of `team.rows.all()`, else the variable or the call on which methods of Django
    are called: `rows` of `rows.filter(…)`, `get_rows()` of `get_rows().filter(…)`.
    """
    called_on = _called_on(receiver)
    if called_on is None:
        return receiver
    start = chain_start(called_on)
    if start.type == "attribute" or receiver.type != "call":
        return start
    method = receiver.child_by_field_name("function")
    name = method.child_by_field_name("attribute") if method is not None else None
    return start if RESULTS.get(text(name)) == "query" else receiver


def chain_access(tree: Tree, reference: Node) -> tuple[Access, Span] | None:
    """Return the use of a query or row by a method, with its place; None where another place of the chain has it.

    `reference` is the method with what it is called on. What a manager or an attribute is asked for at the start of a
    chain is found there.
    """
    receiver = receiver_of(reference)
    start = chain_start(receiver) if receiver is not None else None
    if start is None or receiver is None or is_of_manager(start):
        return None
    if start.type == "attribute" and start != receiver and links(start)[0] in CALLED:
        return None
    path = _start_path(tree, start)
    is_known = value_path.is_instance(path) or (value_path.has_class_name(path) and start.type == "identifier")
    reason = unknown_row(reference)
    if not is_known and (path or not reason):
        return None
    access = Access(path, "", links(start), enclosing_symbol(reference), tree.timing(reference), reason)
    return access, tree.span(start)


def unknown_row(reference: Node) -> str:
    """Return why it matters if nothing is known of what a method is called on, in words; empty for most methods.

    `save()` and `delete()` without arguments by position hardly anything but a row has:
    https://docs.djangoproject.com/en/stable/ref/models/instances/#saving-objects
    """
    if text(reference.child_by_field_name("attribute")) not in ROW_WRITES:
        return ""
    call = reference.parent
    if call is None or call.type != "call" or call.child_by_field_name("function") != reference:
        return ""
    argument_list = call.child_by_field_name("arguments")
    nodes = argument_list.named_children if argument_list is not None else []
    if any(it.type not in ("keyword_argument", "dictionary_splat", "comment") for it in nodes):
        return ""
    return f"what `{shown_source(receiver_of(reference))}` is, is not known"


def is_of_manager(start: Node) -> bool:
    """Return whether a chain starts at a manager of a class, which is found by its own name."""
    source = text(start)
    return any(f".{manager}" in source for manager in MANAGERS) or (
        start.type == "attribute" and _OF_CLASS.search(source) is not None
    )


def _start_path(tree: Tree, start: Node) -> ValuePath:
    """Return the path of what a chain starts at; that of a query says that it was made elsewhere."""
    path, name = value(tree, start), text(start)
    if name in _INSTANCES:
        return path
    if start.type == "identifier" and is_choice(path, start, name):
        return value_path.choice(path)
    return value_path.variable(path) if value_path.is_result(path) else path


def is_choice(path: str, use: Node, name: str) -> bool:
    """Return whether a condition around a use tests what a name stands for, which is of one class in all calls.

    What callers pass is each of its own class, and the condition may be about anything else.
    """
    return not value_path.has_parameter(path) and name not in _INSTANCES and is_tested(use, name)


def _called_on(node: Node) -> Node | None:
    """Return what a method is called on, a slice is taken of, or what stands in brackets; None for anything else."""
    match node.type:
        case "call":
            function = node.child_by_field_name("function")
            return receiver_of(function) if function is not None and function.type == "attribute" else None
        case "subscript":
            index = node.child_by_field_name("subscript")
            return node.child_by_field_name("value") if index is not None and index.type == "slice" else None
        case "parenthesized_expression":
            inner = only_child(node)
            return inner if inner is not None and inner.type != "binary_operator" else None
        case _:
            return None


def _is_called(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        node, parent = parent, parent.parent
    return parent is not None and parent.type == "call" and parent.child_by_field_name("function") == node
