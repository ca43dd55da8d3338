"""Relation fields that choose their own target in `__init__`: `kwargs["to"] = Status`, `super().__init__(Status)`."""

import re

from tree_sitter import Node

from coupling_lsp.detect.found import Found
from coupling_lsp.model.facts import Class
from coupling_lsp.source.scope import rooted
from coupling_lsp.source.tree import Tree, arguments, text

_TARGET = re.compile(rb"""\[["'](to)["']\][ \t]*=(?!=)|\.(setdefault)\([ \t]*["']to["']|\.(__init__)\(""")
_MODEL = re.compile(r'"[\w.]+\.\w+\Z|(?:[\w.]+[.:])?[A-Z]\w*\Z|settings\.[A-Z_]+\Z|get_user_model\(\)\Z')

FIXED, DEFAULT = "field.to", "field.default"
"""The options of a class that hold the target its `__init__` gives, and the one it has when none is given."""


def read(tree: Tree, function: Node, owner: str, found: Found) -> None:
    """Gather the target that an `__init__` of the class `owner` gives, as an option of the class."""
    name = function.child_by_field_name("name")
    options = [_default(tree, function)]
    for match in _TARGET.finditer(tree.data, function.start_byte, function.end_byte):
        options.append(_given(tree, match))
    known = tuple(it for it in options if it[1])
    if known and owner and name is not None:
        found.classes.append((Class(owner, (), (), known, partial=True), [tree.span(name)]))


def _given(tree: Tree, match: re.Match[bytes]) -> tuple[str, str]:
    node = tree.at(*match.span(match.lastindex or 0))
    while node is not None and node.type not in ("assignment", "call", "block"):
        node = node.parent
    if node is None or node.type == "block":
        return FIXED, ""
    if node.type == "assignment":
        return FIXED, _model(tree, node.child_by_field_name("right"))
    positional, keywords = arguments(node)
    if match[2]:
        return DEFAULT, _model(tree, positional[1] if len(positional) > 1 else None)
    if positional and text(positional[0]) == "self":
        positional = positional[1:]
    return FIXED, _model(tree, keywords.get("to") or (positional[0] if positional else None))


def _default(tree: Tree, function: Node) -> tuple[str, str]:
    """The default of a parameter `to`."""
    parameters = function.child_by_field_name("parameters")
    for it in parameters.named_children if parameters is not None else ():
        if it.type in ("default_parameter", "typed_default_parameter") and text(it.child_by_field_name("name")) == "to":
            return DEFAULT, _model(tree, it.child_by_field_name("value"))
    return DEFAULT, ""


def _model(tree: Tree, node: Node | None) -> str:
    """An expression that may stand for a model, with the names of the function replaced."""
    written = rooted(tree, node)[0] if node is not None else ""
    return written if _MODEL.match(written) else ""
