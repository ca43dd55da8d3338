"""Lookups that walk from one model to another inside a query: `filter(order__invoice=…)`, `select_related("order")`.

https://docs.djangoproject.com/en/stable/topics/db/queries/#lookups-that-span-relationships
A lookup stands in the call of a query's method, or in a variable that such a call is given: `filter(wanted)`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from tree_sitter import Node

from coupling_lsp.detect.query_chains import links
from coupling_lsp.detect.second_pass.lookup_options import is_second_of_pair, option_of
from coupling_lsp.django.lookups import CONDITIONS, LITERAL, LOOKUP_PARAMETERS, OUTER_REFERENCE, PREFETCH
from coupling_lsp.django.queryset_api import (
    DELETING_METHODS,
    LOADING_METHODS,
    PREFETCHING_FUNCTIONS,
    PREFETCHING_METHODS,
    RESULTS,
    TAKE_DICTIONARIES,
    TAKE_KEYWORDS,
    TAKE_LOOKUPS,
    TAKE_NAMES,
)
from coupling_lsp.django.shortcuts import QUERY_SHORTCUTS
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access
from coupling_lsp.source.bindings import enclosing_function
from coupling_lsp.source.tree import (
    Tree,
    arguments,
    enclosing_symbol,
    is_attribute_or_keyword,
    receiver_of,
    string,
    text,
)
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

_TAKE_KEYWORDS = TAKE_KEYWORDS.union(QUERY_SHORTCUTS)
_LOADING_ROWS = LOADING_METHODS | PREFETCHING_METHODS
LOADING = _LOADING_ROWS | {*PREFETCHING_FUNCTIONS}
_ADDING_METHODS = ("append", "extend", "add", "update", "insert", "setdefault")
_LOOKUP = re.compile(r"[-+^=@$?]?(\w+)\Z")
_MAX_VARIABLE_USES = 12
"""How many uses of a variable are tried, the first ones."""

_MAX_VARIABLE_DEPTH = 3
"""How many variables are followed from one to the next; what lies behind is not a lookup."""


_Role = Literal["keyword", "key", "name", "expression"]
"""The role of a lookup: a keyword, the key of a dictionary, a string, or part of an expression such as `F()`."""


def lookups_at(tree: Tree, start: int, end: int) -> Iterator[tuple[Access, Span]]:
    """Yield the lookup whose first name stands at a range of bytes, with two underscores behind it or nothing."""
    node = tree.at(start, end)
    parent = node.parent if node is not None else None
    if node is None or parent is None:
        return
    if node.type == "identifier":
        if parent.type == "keyword_argument" and parent.child_by_field_name("name") == node:
            yield from _lookup_uses(tree, node, text(node), "keyword")
        elif parent.type == "assignment":
            yield from _option_uses(tree, node, text(node))
    elif node.type == "string_content" and (match := _LOOKUP.match(string(parent) or "")) is not None:
        yield from _lookup_uses(tree, node, match[1], "name")


def loaded_relations(tree: Tree, holder: Node) -> Iterator[tuple[Access, Span]]:
    """Yield the relations that `select_related` or `prefetch_related` names without walking on.

    `holder` is a call of the method, or an assignment to an option that is called like it.
    """
    for item in _items(holder):
        if item.type == "call" and text(item.child_by_field_name("function")).endswith(PREFETCH):
            item = next(iter(arguments(item)[0]), item)
        relation = string(item) if item.type == "string" else None
        content = next((it for it in item.children if it.type == "string_content"), None)
        if relation and content is not None and "__" not in relation:
            yield from _lookup_uses(tree, content, relation, "name")


def _items(holder: Node) -> list[Node]:
    if holder.type == "call":
        return arguments(holder)[0]
    right = holder.child_by_field_name("right")
    return right.named_children if right is not None else []


def _lookup_uses(tree: Tree, node: Node, lookup: str, role: _Role) -> Iterator[tuple[Access, Span]]:
    query = _query(tree, node.parent if role == "name" and node.parent is not None else node, role, 0, 0)
    if query is not None:
        yield Access(*query, (lookup,), enclosing_symbol(node), tree.timing(node), ""), tree.span(node)
    elif role == "name":
        yield from _option_uses(tree, node, lookup)


def _option_uses(tree: Tree, node: Node, lookup: str) -> Iterator[tuple[Access, Span]]:
    if name := option_of(node):
        yield (
            Access("", name, (lookup,), enclosing_symbol(node).removesuffix(".Meta"), tree.timing(node), ""),
            tree.span(node),
        )


def _query(tree: Tree, child: Node, role: _Role, outer: int, depth: int) -> tuple[str, str] | None:
    """Return the path of the query around a lookup, and its method; `outer` counts the queries to leave first."""
    keyword, is_spread = "", False
    while (node := child.parent) is not None:
        match node.type:
            case "keyword_argument":
                keyword = text(node.child_by_field_name("name")) if role != "keyword" else ""
            case "dictionary_splat":
                is_spread = True
            case "pair" if role in ("name", "key"):
                if node.child_by_field_name("key") != child:
                    return None
                role = "key"
            case "tuple" if is_second_of_pair(node, child):
                return None
            case "subscript" if child == node.child_by_field_name("subscript"):
                if role != "name" or node.parent is None or node.parent.type != "assignment":
                    return None
                return _query_of_variable(tree, node, "key", outer, depth)
            case "assignment" | "augmented_assignment":
                target = node.child_by_field_name("left")
                return _query_of_variable(tree, target, role, outer, depth) if target != child else None
            case "for_statement" | "for_in_clause" if node.child_by_field_name("right") == child:
                query = _query_of_variable(tree, node.child_by_field_name("left"), role, outer, depth)
                if query is not None:
                    return query
            case "call" if node.child_by_field_name("function") != child:
                function = node.child_by_field_name("function")
                name = text(function).rpartition(".")[2]
                if _is_method(function, name) and not outer:
                    return _query_of_call(tree, node, name, role, keyword, is_spread=is_spread)
                if name in _ADDING_METHODS and function is not None and function.type == "attribute":
                    role_of_addition: _Role = "key" if role == "keyword" or name == "setdefault" else role
                    return _query_of_variable(tree, receiver_of(function), role_of_addition, outer, depth)
                role_in_call = _role_in_call(name, role, keyword, is_spread=is_spread)
                if role_in_call is None:
                    return None
                outer += -1 if _is_method(function, name) else name.endswith(OUTER_REFERENCE)
                role, keyword, is_spread = role_in_call, "", False
            case kind if kind in _NON_QUERY_NODES or kind.endswith(("_statement", "_definition")):
                return None
        child = node
    return None


_NON_QUERY_NODES = ("comparison_operator", "interpolation", "concatenated_string", "lambda", "block", "module")


def _is_method(function: Node | None, name: str) -> bool:
    if name in QUERY_SHORTCUTS or name in PREFETCHING_FUNCTIONS:
        return True
    return function is not None and function.type == "attribute" and name in TAKE_LOOKUPS


def _query_of_call(
    tree: Tree, call: Node, name: str, role: _Role, keyword: str, *, is_spread: bool
) -> tuple[str, str] | None:
    """Return the query of a call and its method, if a lookup in that role means something to it."""
    if name in _LOADING_ROWS and not _loads_rows(name, links(call)):
        return None
    match role:
        case "keyword":
            is_read = name in _TAKE_KEYWORDS
        case "key":
            is_read = name in _TAKE_KEYWORDS and (is_spread or name in TAKE_DICTIONARIES)
        case "name":
            is_read = (name in TAKE_NAMES or name in PREFETCHING_FUNCTIONS) and not keyword
        case "expression":
            is_read = True
    function = call.child_by_field_name("function")
    if not is_read or function is None:
        return None
    first = next(iter(arguments(call)[0]), None)
    if name in PREFETCHING_FUNCTIONS:
        root = value_path.attribute(value_path.element(value(tree, first)), "__class__")
    elif name in QUERY_SHORTCUTS:
        root = value(tree, first)
    else:
        root = value(tree, receiver_of(function))
    return (root, name) if root else None


def _loads_rows(name: str, methods: Iterable[str]) -> bool:
    """Return whether a chain that goes on with some methods loads what `select_related` or `prefetch_related` names.

    Not where it gives dictionaries or a value, as with `values("number")` and `count()`. A `delete()` asks for rows, of
    which it prefetches what is named: https://github.com/django/django/blob/main/django/db/models/query.py
    """
    for method in methods:
        match RESULTS.get(method):
            case "row" | "rows" | "pair":
                return True
            case "dictionaries" | "value":
                return name in PREFETCHING_METHODS and method in DELETING_METHODS
    return True


def _role_in_call(name: str, role: _Role, keyword: str, *, is_spread: bool) -> _Role | None:
    """Return the role of what a call makes of a lookup; None when the call takes it for something else."""
    match role:
        case "expression":
            return role
        case "keyword" | "key" if role == "keyword" or is_spread:
            return "expression" if name.endswith(CONDITIONS) else "key" if name == "dict" else None
        case "name" if name[:1].isupper() and name != LITERAL and (not keyword or keyword in LOOKUP_PARAMETERS):
            return "expression"
    return None


def _query_of_variable(tree: Tree, target: Node | None, role: _Role, outer: int, depth: int) -> tuple[str, str] | None:
    """Return the query that takes a variable which holds a lookup, if there is one in the same function."""
    if target is not None and target.type == "subscript":
        target = target.child_by_field_name("value")
    function = enclosing_function(target) if target is not None and target.type == "identifier" else None
    if target is None or function is None or depth >= _MAX_VARIABLE_DEPTH:
        return None
    uses = re.compile(rb"\b%s\b" % re.escape(target.text or b"")).finditer(
        tree.data, target.end_byte, function.end_byte
    )
    for _, use in zip(range(_MAX_VARIABLE_USES), uses, strict=False):
        node = tree.at(*use.span())
        if node is not None and _is_used(node) and (query := _query(tree, node, role, outer, depth + 1)) is not None:
            return query
    return None


def _is_used(node: Node) -> bool:
    """Return whether a name stands for a variable: not for an attribute, nor for a parameter."""
    return node.type == "identifier" and not is_attribute_or_keyword(node)
