"""Lookups that walk from one model to another inside a query: `filter(order__invoice=…)`, `select_related("order")`.

https://docs.djangoproject.com/en/stable/topics/db/queries/#lookups-that-span-relationships
"""

from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.model.facts import Access
from coupling_lsp.source.tree import Tree, arguments, enclosing, string, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

LOADING = ("select_related", "prefetch_related")
_METHODS = frozenset(
    (
        *("filter", "exclude", "get", "aget", "get_or_create", "order_by", "values", "values_list", "annotate"),
        *("aggregate", "alias", "only", "defer", "distinct", "dates", "datetimes", "earliest", "latest", *LOADING),
    )
)
_OUTER = ("OuterRef", "ResolvedOuterRef")


def spanned(tree: Tree, start: int, end: int) -> Iterator[tuple[Access, Span]]:
    """The lookup whose first name, with two underscores behind it, stands at the bytes."""
    node = tree.at(start, end)
    if node is None:
        return
    if node.type == "identifier" and node.parent is not None and node.parent.type == "keyword_argument":
        if node.parent.child_by_field_name("name") == node:
            yield from _in_query(tree, node, text(node))
    elif node.type == "string_content" and node.parent is not None and (written := string(node.parent)) is not None:
        yield from _in_query(tree, node, written.lstrip("-"))


def loaded(tree: Tree, call: Node) -> Iterator[tuple[Access, Span]]:
    """The relations that a call of `select_related` or `prefetch_related` names without walking on."""
    for argument in arguments(call)[0]:
        if argument.type == "call" and text(argument.child_by_field_name("function")).endswith("Prefetch"):
            argument = next(iter(arguments(argument)[0]), argument)
        written = string(argument) if argument.type == "string" else None
        content = next((it for it in argument.children if it.type == "string_content"), None)
        if written and content is not None and "__" not in written:
            yield from _in_query(tree, content, written)


def _in_query(tree: Tree, node: Node, lookup: str) -> Iterator[tuple[Access, Span]]:
    """The lookup with the query it is a part of: that of the nearest method of queries around it."""
    around = node.parent
    while around is not None and around.type not in ("function_definition", "lambda", "class_definition"):
        if around.type == "call":
            function = around.child_by_field_name("function")
            name = text(function).rpartition(".")[2]
            if name in _OUTER:
                return
            if function is not None and function.type == "attribute" and name in _METHODS:
                root = value(tree, function.child_by_field_name("object"))
                if root:
                    it = Access(root, name, (lookup,), enclosing(node), tree.timing(node), "")
                    yield it, tree.span(node)
                return
        around = around.parent
