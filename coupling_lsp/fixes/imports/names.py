"""Where a name stands in a module, what binds it, and whether a use sees the binding of the module.

https://docs.python.org/3/reference/executionmodel.html#naming-and-binding
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tree_sitter import Node

from coupling_lsp.source.bindings import COMPREHENSIONS, is_binding
from coupling_lsp.source.tree import FUNCTIONS, Tree, holds, is_attribute_or_keyword, is_body_of, string, text

_ANNOTATIONS = ("type",)
_TYPE_FUNCTIONS = ("cast", "TypeVar", "NewType")
"""Functions of `typing` that take a type in a string."""

_GENERIC = re.compile(r"(?:^|\.)(?:[A-Z]\w*[a-z]\w*|list|dict|tuple|set|frozenset|type|defaultdict)$")
"""Classes whose arguments in brackets are types, in strings too: `Union["Account", "Invoice"]`."""

EXPORTS = "__all__"


@lru_cache(maxsize=64)
def occurrences(tree: Tree, name: str) -> tuple[Node, ...]:
    """Return the nodes in which a name stands as a word, in order: identifiers, strings, comments."""
    word = re.compile(rb"(?<![\w\x80-\xff])" + re.escape(name.encode()) + rb"(?![\w\x80-\xff])")
    nodes = (tree.at(it.start(), it.end()) for it in word.finditer(tree.data))
    return tuple(node for node in nodes if node is not None)


def module_bindings(tree: Tree, name: str) -> list[Node]:
    """Return the places that bind a name of the module, wherever they stand: under `if` and by `global` too."""
    return [node for node in occurrences(tree, name) if binds(node) and _scope(node) is None]


def captor(tree: Tree, name: str, use: Node) -> Node | None:
    """Return a place that binds a name for a use in a function, comprehension or class around it; None if none does."""
    scopes = list(_scopes(use))
    return next((it for it in occurrences(tree, name) if binds(it) and _scope(it) in scopes), None)


def is_used(tree: Tree, name: str, dropped: Node, kept: Sequence[Node] = ()) -> bool:
    """Return whether what a name is bound to in a dropped node is used elsewhere, in annotations as strings too.

    Uses in the node itself do not count, but for those in its parts that are kept.
    """
    binding = captor(tree, name, dropped)
    scope = _scope(binding) if binding is not None else None
    for node in occurrences(tree, name):
        if holds(dropped, node) and not any(holds(it, node) for it in kept):
            continue
        if node.type in ("string_content", "comment"):
            if scope is None and _reads_module(tree, node, name):
                return True
        elif node.type == "identifier" and not binds(node) and is_read(node):
            other = captor(tree, name, node)
            if (_scope(other) if other is not None else None) == scope:
                return True
    return False


def module_reads(tree: Tree, name: str) -> list[Node]:
    """Return the places that read a name of the module, in order.

    They are identifiers, parts of strings that name something, and type comments.
    """
    return [it for it in occurrences(tree, name) if _reads_module(tree, it, name)]


def is_exported(tree: Tree, name: str) -> bool:
    """Return whether `__all__` lists a name of the module."""
    return any(it.type == "string_content" and _is_in_exports(it, name) for it in occurrences(tree, name))


def _reads_module(tree: Tree, node: Node, name: str) -> bool:
    match node.type:
        case "string_content":
            return _names_in_string(node, name)
        case "comment":
            return _TYPE_COMMENT.match(text(node)) is not None
        case "identifier":
            return not binds(node) and is_read(node) and captor(tree, name, node) is None
        case _:
            return False


_TYPE_COMMENT = re.compile(r"#\s*type:\s*(?!ignore)")
"""https://peps.python.org/pep-0484/#type-comments"""


def binds(node: Node) -> bool:
    """Return whether an identifier is bound where it stands."""
    parent = node.parent
    if node.type != "identifier" or parent is None:
        return False
    is_loop_variable = parent.type == "for_in_clause" and parent.child_by_field_name("left") == node
    return parent.type == "global_statement" or is_loop_variable or is_binding(node)


def is_read(node: Node) -> bool:
    """Return whether an identifier is a variable: no attribute, no name of a keyword, nothing in an import."""
    parent = node.parent
    if parent is not None and parent.type == "dotted_name" and parent.parent is not None:
        return parent.parent.type in _READING_PATTERNS and parent.named_children[0] == node
    if parent is None or parent.type in ("aliased_import", "global_statement", "nonlocal_statement"):
        return False
    return not is_attribute_or_keyword(node)


_READING_PATTERNS = ("class_pattern", "case_pattern", "union_pattern", "keyword_pattern")
"""Patterns of `match` in which a dotted name is read; one without a dot is bound but in `class_pattern`."""


def _scope(node: Node) -> Node | None:
    """Return the function, class or comprehension whose name a binding is; None for one of the module."""
    parent = node.parent
    if parent is not None and parent.type == "global_statement":
        return None
    is_definition = parent is not None and parent.type in ("function_definition", "class_definition")
    start = parent if is_definition and parent is not None else node
    in_walrus = parent is not None and parent.type == "named_expression"
    child, outer = start, start.parent
    while outer is not None:
        if outer.type in FUNCTIONS or outer.type == "class_definition":
            return outer
        if outer.type in COMPREHENSIONS and not in_walrus and child.type == "for_in_clause":
            return outer
        child, outer = outer, outer.parent
    return None


def _scopes(use: Node) -> Iterator[Node]:
    """Yield the scopes whose names a use sees, but for the module; those of a class only right in its body."""
    child, node, is_inside_function = use, use.parent, False
    while node is not None:
        if node.type in COMPREHENSIONS or is_body_of(node, child):
            is_inside_function = True
            yield node
        elif node.type == "class_definition" and not is_inside_function and child.type == "block":
            yield node
        child, node = node, node.parent


def _names_in_string(content: Node, name: str) -> bool:
    """Return whether a string names something: in an annotation or a type, for a function of `typing`, in `__all__`."""
    literal, node = content.parent, content.parent
    while node is not None and not node.type.endswith(("_statement", "block", "module")):
        if node.type in _ANNOTATIONS:
            return True
        if node.type == "call" and text(node.child_by_field_name("function")).rpartition(".")[2] in _TYPE_FUNCTIONS:
            return True
        if node.type == "subscript" and _GENERIC.search(text(node.child_by_field_name("value"))):
            return True
        if node.type == "assignment" and text(node.child_by_field_name("type")).endswith("TypeAlias"):
            return True
        node = node.parent
    return literal is not None and _is_in_exports(content, name)


def _is_in_exports(content: Node, name: str) -> bool:
    literal, node = content.parent, content.parent
    while node is not None and not node.type.endswith(("_statement", "block", "module")):
        if node.type in ("assignment", "augmented_assignment"):
            return text(node.child_by_field_name("left")) == EXPORTS and literal is not None and string(literal) == name
        if node.type == "call" and text(node.child_by_field_name("function")).startswith(f"{EXPORTS}."):
            return literal is not None and string(literal) == name
        node = node.parent
    return False
