"""Where a new import goes: behind the imports of the module, into a function, or where only type checkers read."""

from collections.abc import Collection
from itertools import takewhile

from tree_sitter import Node

from coupling_lsp.fixes.imports.order import group_of, in_order
from coupling_lsp.fixes.imports.statements import indent
from coupling_lsp.source.tree import Tree, string, text
from coupling_lsp.text import Span, Text, TextEdit

_FUTURE = "future_import_statement"
_IMPORTS = ("import_statement", "import_from_statement", _FUTURE)
_PREAMBLE = ("comment", "expression_statement", "if_statement", "try_statement", *_IMPORTS)
"""What may stand between the imports of a module, before its first definition."""

_DEFINITIONS = ("function_definition", "class_definition", "decorated_definition")
_STANDARD = frozenset(
    (
        *("abc", "argparse", "ast", "asyncio", "base64", "collections", "contextlib", "copy", "csv", "dataclasses"),
        *("datetime", "decimal", "enum", "functools", "hashlib", "importlib", "inspect", "io", "itertools", "json"),
        *("logging", "math", "operator", "os", "pathlib", "pickle", "random", "re", "secrets", "shutil", "socket"),
        *("string", "subprocess", "sys", "tempfile", "textwrap", "threading", "time", "traceback", "types", "typing"),
        *("unittest", "urllib", "uuid", "warnings", "zipfile", "zoneinfo"),
    )
)
"""Modules of Python that Django projects import: https://docs.python.org/3/py-modindex.html"""


def at_top(source: Text, tree: Tree, line: str) -> TextEdit:
    """Return a new import after those that the module begins with, else after its docstring and first comments."""
    last = _last_import(tree)
    if last is not None:
        return behind(source, last, f"\n{line}")
    docstring = _docstring(tree.root)
    if docstring is not None:
        return behind(source, docstring, f"\n\n{line}")
    comment = _last_opening_comment(tree)
    if comment is not None:
        return behind(source, comment, f"\n\n{line}")
    first = tree.root.named_children[0] if tree.root.named_children else None
    gap = "\n" if first is None else "\n\n\n" if first.type in _DEFINITIONS else "\n\n"
    return TextEdit(Span(1, 1, 1, 1), f"{line}{gap}")


def among_libraries(source: Text, tree: Tree, line: str, package: str, own_packages: Collection[str]) -> TextEdit:
    """Return a new import of an installed package: behind others of the package, else before the project's own."""
    imports = [it for it in opening_statements(tree) if it.type in _IMPORTS[:2]]
    same = [it for it in imports if _package(it) == package]
    if same:
        return behind(source, same[-1], f"\n{line}")
    follower = next((it for it in imports if _package(it) in ("", *own_packages)), None)
    if follower is None:
        return at_top(source, tree, line)
    row = source.place(follower.start_byte)[0]
    return TextEdit(Span(row, 1, row, 1), f"{line}\n\n")


def among_standard(source: Text, tree: Tree, line: str) -> TextEdit:
    """Return a new import of a module of Python: among others of these, else above all imports of the file."""
    imports = [it for it in opening_statements(tree) if it.type in _IMPORTS]
    standard = [it for it in imports if it.type in _IMPORTS[:2] and _package(it) in _STANDARD]
    if standard:
        return in_order(source, [it for it in group_of(standard[-1]) if it in standard], line)
    if not imports:
        return at_top(source, tree, line)
    if imports[0].type == _FUTURE:
        return behind(source, [it for it in imports if it.type == _FUTURE][-1], f"\n\n{line}")
    row = source.place(imports[0].start_byte)[0]
    return TextEdit(Span(row, 1, row, 1), f"{line}\n\n")


def _package(statement: Node) -> str:
    name = statement.child_by_field_name("module_name") or statement.child_by_field_name("name")
    return text(name).partition(".")[0]


def in_function(source: Text, function: Node, line: str) -> TextEdit | None:
    """Return a new import as the first statement of a function, or among the imports there.

    None where the body of the function is in the line of its head.
    """
    body = function.child_by_field_name("body")
    statements = [it for it in body.named_children if it.type != "comment"] if body is not None else []
    if body is None or not statements or source.place(body.start_byte)[0] == source.place(function.start_byte)[0]:
        return None
    has_docstring = _docstring(body) is not None and len(statements) > 1
    first = statements[1] if has_docstring else statements[0]
    if first.type in _IMPORTS[:2]:
        return in_order(source, group_of(first), line)
    row = source.place(first.start_byte)[0]
    while source.line(row - 1).lstrip().startswith("#"):  # A comment stays with what it speaks of.
        row -= 1
    gap = "\n" if has_docstring and source.line(row - 1).strip() else ""
    return TextEdit(Span(row, 1, row, 1), f"{gap}{indent(source, first)}{line}\n\n")


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
    return next((it for it in reversed(opening_statements(tree)) if it.type in _IMPORTS), None)


def opening_statements(tree: Tree) -> list[Node]:
    """Return the statements before the first definition of a module."""
    return list(takewhile(lambda it: it.type in _PREAMBLE, tree.root.named_children))


def _docstring(block: Node) -> Node | None:
    first = next((it for it in block.named_children if it.type != "comment"), None)
    return first if first is not None and is_docstring(first) else None


def is_docstring(statement: Node) -> bool:
    """Return whether a statement is a string alone, which is a docstring where it comes first."""
    if statement.type != "expression_statement" or statement.named_child_count != 1:
        return False
    literal = statement.named_children[0]
    is_plain = literal.type in ("string", "concatenated_string")
    return is_plain and (string(literal) is not None or b"\\" in (literal.text or b""))


def _last_opening_comment(tree: Tree) -> Node | None:
    """Return the last of the comments that a module begins with: those with no blank line between."""
    last = None
    for node in tree.root.named_children:
        if node.type != "comment" or (last is not None and node.start_point[0] > last.end_point[0] + 1):
            break
        last = node
    return last


def behind(source: Text, node: Node, addition: str) -> TextEdit:
    """Return an edit at the end of the line in which a node ends, behind a comment there."""
    line = source.place(node.end_byte)[0]
    column = len(source.line(line)) + 1
    return TextEdit(Span(line, column, line, column), addition)
