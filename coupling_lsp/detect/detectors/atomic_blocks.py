"""Transactions: `with transaction.atomic():`, `@transaction.atomic`, `@method_decorator(transaction.atomic, …)`.

A function of the project with a like name, `traced_atomic_transaction()`, may begin one as well.
"""

import re
from typing import Literal

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.transactions import ATOMIC, METHOD_DECORATOR
from coupling_lsp.model.atomic_block import AtomicBlock
from coupling_lsp.model.expression import last_name, text_of
from coupling_lsp.source.scope import resolve_expression
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, expression, text

PATTERNS = (ATOMIC.encode(),)

_CALL = re.compile(rb"\w*[ \t]*\(")
_DECORATOR = re.compile(rb"[ \t\f]*@[\w.(\t ]*")
_IN_WITH = ("as_pattern", "with_item", "with_clause", "parenthesized_expression", "tuple")


def is_candidate(data: bytes, start: int, end: int) -> bool:
    """Return whether the text around the name allows that it is called, or decorates something."""
    if _CALL.match(data, end) is not None:
        return True
    line = data.rfind(b"\n", 0, start) + 1
    return _DECORATOR.fullmatch(data, line, start) is not None


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the transaction that the name at the bytes begins."""
    name = tree.at(start, end)
    if name is None or name.type != "identifier":
        return
    callee = _whole(name, "attribute", "attribute")
    user = _whole(callee, "call", "function")
    while user.parent is not None and user.parent.type in _IN_WITH:
        user = user.parent
    parent = user.parent
    if parent is not None and parent.type == "with_statement":
        _add(tree, callee, enclosing_symbol(parent), "statement", parent, facts)
    elif parent is not None and parent.type == "decorator":
        _add_decorated(tree, callee, parent, "", facts)
    elif (call := _method_decorator(parent)) is not None and call.parent is not None:
        _add_decorated(tree, callee, call.parent, text_of(expression(arguments(call)[1].get("name"))), facts)


def _whole(node: Node, kind: str, field: str) -> Node:
    """Return the node of a kind of which a node is a field, else the node."""
    parent = node.parent
    return parent if parent is not None and parent.type == kind and parent.child_by_field_name(field) == node else node


def _method_decorator(argument_list: Node | None) -> Node | None:
    """Return the call of `method_decorator` around its arguments, if it decorates something."""
    call = argument_list.parent if argument_list is not None and argument_list.type == "argument_list" else None
    if call is None or call.parent is None or call.parent.type != "decorator":
        return None
    return call if last_name(expression(call.child_by_field_name("function"))) == METHOD_DECORATOR else None


def _add_decorated(tree: Tree, callee: Node, decorator: Node, method: str, facts: FactsBuilder) -> None:
    """Add the function that is decorated, or the `method` of a class."""
    definition = decorator.parent.child_by_field_name("definition") if decorator.parent is not None else None
    if definition is None:
        return
    outer, name = enclosing_symbol(definition), text(definition.child_by_field_name("name"))
    symbol = f"{outer}.{name}" if outer else name
    if definition.type == "function_definition":
        _add(tree, callee, symbol, "function", definition, facts)
    elif method:
        _add(tree, callee, f"{symbol}.{method}", "method", decorator, facts)


def _add(
    tree: Tree,
    callee: Node,
    symbol: str,
    form: Literal["statement", "function", "method"],
    place: Node,
    facts: FactsBuilder,
) -> None:
    block = AtomicBlock(resolve_expression(tree, callee).expression, symbol, form)
    facts.atomic_blocks.append((block, tree.span(place)))
