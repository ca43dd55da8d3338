"""Edits to the imports of a Python file, as small as they can be."""

import re

from tree_sitter import Node

from coupling_lsp.source.tree import Tree, text
from coupling_lsp.text import Span, Text, TextEdit


def statement_of(tree: Tree, name: str, near: Node) -> Node | None:
    """Return the `from … import name` statement that serves a use: one of its own function, else one of the module."""
    imported_names = [node for node in _occurrences(tree, name) if _is_imported_name(node)]
    statements = [node for it in imported_names if (node := _ancestor(it, "import_from_statement")) is not None]
    visible_statements = [it for it in statements if _contains(near, _ancestor(it, "function_definition"))]
    return visible_statements[-1] if visible_statements else None


def is_used(tree: Tree, name: str, ignored_nodes: tuple[Node, ...]) -> bool:
    """Return whether a name stands anywhere in the code but in these nodes; strings count, comments do not."""
    for node in _occurrences(tree, name):
        if node.type != "comment" and not any(it.start_byte <= node.start_byte < it.end_byte for it in ignored_nodes):
            return True
    return False


def swap_import(source: Text, tree: Tree, statement: Node | None, drop: str, module: str, name: str) -> list[TextEdit]:
    """Return edits that import a name from a module and, if `drop` is given, take that name out of the statement."""
    line = f"from {module} import {name}"
    if statement is None:
        return [] if imports(tree, module, name) else [_new_import(source, tree, line)]
    names = statement.children_by_field_name("name")
    is_imported = imports(tree, module, name)
    if drop and len(names) == 1:
        if not is_imported:
            return [TextEdit(_span(source, statement), line)]
        return [TextEdit(_whole_line(source, statement), "")]
    edits = [_removal(source, names, drop)] if drop else []
    if not is_imported:
        indent = " " * (_span(source, statement).column - 1)
        end = _span(source, statement)
        edits.append(TextEdit(Span(end.end_line, end.end_column, end.end_line, end.end_column), f"\n{indent}{line}"))
    return edits


def binds(tree: Tree, name: str) -> bool:
    """Return whether a module defines or imports a name at its top level."""
    for node in _occurrences(tree, name):
        parent = node.parent
        if parent is None or _ancestor(node, "block") is not None:
            continue
        if parent.type in ("function_definition", "class_definition") and parent.child_by_field_name("name") == node:
            return True
        if _is_imported_name(node) or (parent.type == "assignment" and parent.child_by_field_name("left") == node):
            return True
    return False


def imports(tree: Tree, module: str, name: str) -> bool:
    """Return whether a module imports a name from another at its top level."""
    for node in _occurrences(tree, name):
        statement = _ancestor(node, "import_from_statement")
        if statement is None or not _is_imported_name(node) or _ancestor(statement, "function_definition") is not None:
            continue
        if text(statement.child_by_field_name("module_name")) == module:
            return True
    return False


def import_for_types(source: Text, tree: Tree, module: str, name: str) -> list[TextEdit]:
    """Return edits that import a name from a module for type checkers alone, so that no import runs in a circle."""
    line = f"from {module} import {name}"
    for node in tree.root.named_children:
        if node.type == "if_statement" and text(node.child_by_field_name("condition")) in _TYPE_CHECKING_CONDITIONS:
            block = node.child_by_field_name("consequence")
            if block is not None and block.named_children:
                last = _span(source, block.named_children[-1])
                indent = " " * (_span(source, block.named_children[0]).column - 1)
                return [
                    TextEdit(Span(last.end_line, last.end_column, last.end_line, last.end_column), f"\n{indent}{line}")
                ]
    guarded_import = f"\nif TYPE_CHECKING:\n    {line}"
    typing_import = "" if imports(tree, "typing", "TYPE_CHECKING") else "from typing import TYPE_CHECKING\n"
    return [_new_import(source, tree, f"{typing_import}{guarded_import}")]


_TYPE_CHECKING_CONDITIONS = ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _occurrences(tree: Tree, name: str) -> list[Node]:
    word = re.compile(rb"(?<![\w\x80-\xff])" + re.escape(name.encode()) + rb"(?![\w\x80-\xff])")
    nodes = (tree.at(it.start(), it.end()) for it in word.finditer(tree.data))
    return [node for node in nodes if node is not None]


def _is_imported_name(node: Node) -> bool:
    dotted = node.parent
    if dotted is None or dotted.type != "dotted_name" or dotted.parent is None:
        return False
    statement = dotted.parent
    return statement.type == "import_from_statement" and dotted in statement.children_by_field_name("name")


def _ancestor(node: Node, kind: str) -> Node | None:
    parent = node.parent
    while parent is not None and parent.type != kind:
        parent = parent.parent
    return parent


def _contains(node: Node, outer: Node | None) -> bool:
    return outer is None or outer.start_byte <= node.start_byte < outer.end_byte


def _span(source: Text, node: Node) -> Span:
    return source.span(node.start_byte, node.end_byte)


def _whole_line(source: Text, node: Node) -> Span:
    span = _span(source, node)
    return Span(span.line, 1, span.end_line + 1, 1)


def _removal(source: Text, names: list[Node], name: str) -> TextEdit:
    """Remove one of several names together with the comma and blanks up to its neighbour."""
    number = next(index for index, node in enumerate(names) if text(node) == name)
    if number + 1 < len(names):
        return TextEdit(source.span(names[number].start_byte, names[number + 1].start_byte), "")
    return TextEdit(source.span(names[number - 1].end_byte, names[number].end_byte), "")


def _new_import(source: Text, tree: Tree, line: str) -> TextEdit:
    """Return a new import after the last one at the top level, else after the docstring."""
    last = None
    for number, node in enumerate(tree.root.named_children):
        if node.type in ("import_statement", "import_from_statement", "future_import_statement") or (
            last is None and not number and node.type == "expression_statement" and text(node)[:1] in "\"'rR"
        ):
            last = node
    if last is None:
        return TextEdit(Span(1, 1, 1, 1), f"{line}\n")
    end = _span(source, last)
    blank = "\n" if last.type == "expression_statement" else ""
    return TextEdit(Span(end.end_line, end.end_column, end.end_line, end.end_column), f"{blank}\n{line}")
