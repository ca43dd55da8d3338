"""Attributes that are asked for by their name in a string: `hasattr(order, "invoice")`, `getattr(order, "invoice")`.

Both load the row of a relation: https://docs.python.org/3/library/functions.html#hasattr
"""

import re

from tree_sitter import Node

from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access
from coupling_lsp.model.value_steps import attribute_step
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, string, text
from coupling_lsp.source.values import value
from coupling_lsp.text import IN_NAME, Span

_GETTERS = ("hasattr", "getattr")
PATTERNS = tuple(f"{name}(".encode() for name in _GETTERS)
_NAME = re.compile(rb"\s*[\w.]+(?:\(\))?\s*,\s*[\"'](\w+)[\"']")


def asked_name(data: bytes, start: int, end: int) -> str:
    """Return the name that the call of a pattern asks for; empty where it is no plain string."""
    name = _NAME.match(data, end) if not start or data[start - 1] not in IN_NAME else None
    return name[1].decode() if name is not None else ""


def read(tree: Tree, call: Node) -> tuple[Access, Span] | None:
    """Return the read of a row by a call of `hasattr` or `getattr`, with its place; None for any other call."""
    is_getter = text(call.child_by_field_name("function")) in _GETTERS
    positional, _ = arguments(call) if is_getter else ([], {})
    attribute = string(positional[1]) if len(positional) > 1 else None
    path = value(tree, positional[0]) if attribute is not None else value_path.UNKNOWN
    if attribute is None or not value_path.is_instance(path):
        return None
    links = attribute, attribute_step(attribute)  # As of a manager's own attribute: that is no query.
    return Access(path, "", links, enclosing_symbol(call), tree.timing(call), ""), tree.span(call)
