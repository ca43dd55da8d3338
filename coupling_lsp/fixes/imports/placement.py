"""Where a new import goes: behind the imports of the module, into a function, or where only type checkers read."""

from collections.abc import Collection
from itertools import pairwise, takewhile

from tree_sitter import Node

from coupling_lsp.fixes.imports.statements import has_import
from coupling_lsp.source.tree import Tree, string, text
from coupling_lsp.text import Span, Text, TextEdit

_IMPORTS = ("import_statement", "import_from_statement", "future_import_statement")
_PREAMBLE = ("comment", "expression_statement", "if_statement", "try_statement", *_IMPORTS)
"""What may stand between the imports of a module, before its first definition."""

_DEFINITIONS = ("function_definition", "class_definition", "decorated_definition")
_TYPE_CHECKING_CONDITIONS = ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def at_top(source: Text, tree: Tree, line: str) -> TextEdit:
    """Return a new import after those that the module begins with, else after its docstring and first comments."""
    last = _last_import(tree)
    if last is not None:
        return _behind(source, last, f"\n{line}")
    docstring = _docstring(tree.root)
    if docstring is not None:
        return _behind(source, docstring, f"\n\n{line}")
    comment = _last_opening_comment(tree)
    if comment is not None:
        return _behind(source, comment, f"\n\n{line}")
    first = tree.root.named_children[0] if tree.root.named_children else None
    gap = "\n" if first is None else "\n\n\n" if first.type in _DEFINITIONS else "\n\n"
    return TextEdit(Span(1, 1, 1, 1), f"{line}{gap}")


def among_libraries(source: Text, tree: Tree, line: str, package: str, own_packages: Collection[str]) -> TextEdit:
    """Return a new import of an installed package: behind others of the package, else before the project's own."""
    imports = [it for it in _opening_statements(tree) if it.type in _IMPORTS[:2]]
    same = [it for it in imports if _package(it) == package]
    if same:
        return _behind(source, same[-1], f"\n{line}")
    follower = next((it for it in imports if _package(it) in ("", *own_packages)), None)
    if follower is None:
        return at_top(source, tree, line)
    row = source.place(follower.start_byte)[0]
    return TextEdit(Span(row, 1, row, 1), f"{line}\n\n")


def among_standard(source: Text, tree: Tree, line: str, other_packages: Collection[str]) -> TextEdit:
    """Return a new import of a module of Python: at the end of the first group of imports, else as a group before it.

    A group ends at a blank line. One that has any of the other packages is not that of Python's own modules.
    """
    imports = [it for it in _opening_statements(tree) if it.type in _IMPORTS[:2]]
    if not imports:
        return at_top(source, tree, line)
    group = imports[:1]
    for previous, statement in pairwise(imports):
        if statement.start_point[0] > previous.end_point[0] + 1:
            break
        group.append(statement)
    if any(_package(it) in ("", *other_packages) for it in group):
        row = source.place(group[0].start_byte)[0]
        return TextEdit(Span(row, 1, row, 1), f"{line}\n\n")
    follower = next((it for it in group if text(it) > line and it.type == "import_from_statement"), None)
    if follower is None:
        return _behind(source, group[-1], f"\n{line}")
    row = source.place(follower.start_byte)[0]
    return TextEdit(Span(row, 1, row, 1), f"{line}\n")


def _package(statement: Node) -> str:
    name = statement.child_by_field_name("module_name") or statement.child_by_field_name("name")
    return text(name).partition(".")[0]


def in_function(source: Text, function: Node, line: str) -> TextEdit | None:
    """Return a new import as the first statement of a function; None where its body is in the line of its head."""
    body = function.child_by_field_name("body")
    statements = [it for it in body.named_children if it.type != "comment"] if body is not None else []
    if body is None or not statements or source.place(body.start_byte)[0] == source.place(function.start_byte)[0]:
        return None
    docstring = _docstring(body)
    if docstring is not None and len(statements) > 1:
        return _behind(source, docstring, f"\n\n{_indent(source, docstring)}{line}")
    first = statements[0]
    row = source.place(first.start_byte)[0]
    return TextEdit(Span(row, 1, row, 1), f"{_indent(source, first)}{line}\n\n")


def for_types(source: Text, tree: Tree, module: str, name: str) -> list[TextEdit]:
    """Return edits that import a name from a module for type checkers alone, so that no import runs in a circle."""
    line = f"from {module} import {name}"
    for node in tree.root.named_children:
        if node.type == "if_statement" and text(node.child_by_field_name("condition")) in _TYPE_CHECKING_CONDITIONS:
            block = node.child_by_field_name("consequence")
            if block is not None and block.named_children:
                last = block.named_children[-1]
                return [_behind(source, last, f"\n{_indent(source, block.named_children[0])}{line}")]
    guarded_import = f"\nif TYPE_CHECKING:\n    {line}"
    typing_import = "" if has_import(tree, "typing", "TYPE_CHECKING") else "from typing import TYPE_CHECKING\n"
    return [at_top(source, tree, f"{typing_import}{guarded_import}")]


def runs_before(edit: TextEdit, source: Text, use: Node) -> bool:
    """Return whether what an edit puts in at the top level stands before a use, or the use runs later."""
    node = use.parent
    while node is not None:
        if node.type in ("function_definition", "lambda"):
            return True
        node = node.parent
    return edit.span[:2] <= source.place(use.start_byte)


def _last_import(tree: Tree) -> Node | None:
    """Return the last import before the first definition of a module."""
    return next((it for it in reversed(_opening_statements(tree)) if it.type in _IMPORTS), None)


def _opening_statements(tree: Tree) -> list[Node]:
    """Return the statements before the first definition of a module."""
    return list(takewhile(lambda it: it.type in _PREAMBLE, tree.root.named_children))


def _docstring(block: Node) -> Node | None:
    first = next((it for it in block.named_children if it.type != "comment"), None)
    if first is None or first.type != "expression_statement" or first.named_child_count != 1:
        return None
    literal = first.named_children[0]
    is_plain = literal.type in ("string", "concatenated_string")
    return first if is_plain and (string(literal) is not None or b"\\" in (literal.text or b"")) else None


def _last_opening_comment(tree: Tree) -> Node | None:
    """Return the last of the comments that a module begins with: those with no blank line between."""
    last = None
    for node in tree.root.named_children:
        if node.type != "comment" or (last is not None and node.start_point[0] > last.end_point[0] + 1):
            break
        last = node
    return last


def _behind(source: Text, node: Node, addition: str) -> TextEdit:
    """Return an edit at the end of the line in which a node ends, behind a comment there."""
    line = source.place(node.end_byte)[0]
    column = len(source.line(line)) + 1
    return TextEdit(Span(line, column, line, column), addition)


def _indent(source: Text, node: Node) -> str:
    line = source.line(source.place(node.start_byte)[0])
    return line[: len(line) - len(line.lstrip())]
