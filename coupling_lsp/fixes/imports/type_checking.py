"""Imports that only type checkers read: `if TYPE_CHECKING:`.

https://docs.python.org/3/library/typing.html#typing.TYPE_CHECKING
"""

from tree_sitter import Node

from coupling_lsp.fixes.imports import placement, statements
from coupling_lsp.fixes.imports.order import in_order
from coupling_lsp.fixes.texts import tree_of
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.text import WHOLE_FIRST_LINE, Text, TextEdit

_NAME = "TYPE_CHECKING"
_TYPING = "typing"


def with_import(source: Text, line: str) -> Text:
    """Return a text with one more import that only type checkers read, `line`, which may end with a comment."""
    guard = _guard(source, tree_of(source))
    if guard is not None:
        return source.apply([_in_guard(source, guard, line)])
    condition = _condition(tree_of(source))
    if not condition:
        source, condition = source.apply([_typing_import(source, tree_of(source))]), _NAME
    indent = "\t" if b"\n\t" in source.data and b"\n    " not in source.data else "    "
    edit = placement.at_top(source, tree_of(source), f"\nif {condition}:\n{indent}{line}")
    is_followed = source.line_bytes(edit.span.line + 1).strip() and edit.span != WHOLE_FIRST_LINE
    return source.apply([edit._replace(text=f"{edit.text}\n") if is_followed else edit])


def _guard(source: Text, tree: Tree) -> Node | None:
    """Return the block that only type checkers read, if a module has one in lines of its own."""
    for node in tree.root.named_children:
        if node.type == "if_statement" and text(node.child_by_field_name("condition")).rpartition(".")[2] == _NAME:
            block = node.child_by_field_name("consequence")
            is_below = block is not None and source.place(block.start_byte)[0] > source.place(node.start_byte)[0]
            if block is not None and is_below and block.named_children:
                return block
    return None


def _in_guard(source: Text, block: Node, line: str) -> TextEdit:
    module, _, name = line.removeprefix("from ").partition(" import ")
    imports = [it for it in block.named_children if it.type in statements.KINDS]
    for statement in imports:
        is_same = statement.type == statements.FROM and text(statement.child_by_field_name("module_name")) == module
        if is_same and "#" not in line and statements.names_of(statement):
            return statements.with_name(source, statement, name)
    if imports:
        return in_order(source, imports, line)
    last = block.named_children[-1]
    if last.type == "pass_statement":
        return TextEdit(source.span(last.start_byte, last.end_byte), line)
    return placement.behind(source, last, f"\n{statements.indent(source, last)}{line}")


def _condition(tree: Tree) -> str:
    """Return how a module can name the condition by what it imports at its top; empty where it cannot."""
    for statement in placement.opening_statements(tree):
        if statement.type not in statements.KINDS:
            continue
        for node in statements.names_of(statement):
            is_from_typing = text(statement.child_by_field_name("module_name")) == _TYPING
            if is_from_typing and text(node) == _NAME:
                return _NAME
            if statement.type != statements.FROM and text(node) == _TYPING:
                return f"{_TYPING}.{_NAME}"
    return ""


def _typing_import(source: Text, tree: Tree) -> TextEdit:
    """Return the edit that imports the name of the condition, beside others of its module."""
    for statement in placement.opening_statements(tree):
        is_from = statement.type == statements.FROM and text(statement.child_by_field_name("module_name")) == _TYPING
        if is_from and statements.names_of(statement):
            return statements.with_name(source, statement, _NAME)
    return placement.among_standard(source, tree, f"from {_TYPING} import {_NAME}")
