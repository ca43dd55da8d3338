"""What a name means inside the function that uses it: an import, an assignment, a parameter, a loop variable."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.source.tree import Tree, expression, is_body_of, text
from coupling_lsp.text import IN_NAME


class Binding(NamedTuple):
    """How a function binds a name: the expression it stands for, or why that is not known."""

    expression: str
    reason: str = ""


def rooted(tree: Tree, node: Node) -> tuple[str, str]:
    """An expression with the names of its function replaced by what they stand for, or nothing and why not."""
    root = expression(node)
    seen: set[str] = set()
    while root and (first := _START.match(root)) and first[0] not in seen and not _is_imported(root):
        seen.add(first[0])
        binding = local_binding(tree, node, first[0])
        if binding is None:
            break
        if not binding.expression:
            is_own = first[0] in ("self", "cls") and root != first[0]
            return "", f"what `{root}` stands for is not known" if is_own else binding.reason
        root = binding.expression + root[first.end() :] if root != first[0] else binding.expression
    if not root:
        return "", f"`{_shown(node)}` is computed"
    return root, ""


_START = re.compile(r"[^\W\d]\w*")


def _is_imported(root: str) -> bool:
    return ":" in root.partition("(")[0]


def _shown(node: Node) -> str:
    written = " ".join(text(node).split())
    return written if len(written) <= 40 else written[:39] + "…"


def local_binding(tree: Tree, use: Node, name: str) -> Binding | None:
    """The binding of a name in the functions around a use, the innermost first; None when none of them binds it."""
    child, node = use, use.parent
    while node is not None:
        if is_body_of(node, child):
            bindings = list(_bindings(tree, node, name))
            if bindings:
                before = [b for at, b in bindings if at <= use.start_byte]
                return before[-1] if before else bindings[0][1]
        elif node.type in _COMPREHENSIONS:
            for clause in node.named_children:
                if clause.type == "for_in_clause" and name in _names(clause.child_by_field_name("left")):
                    return Binding("", f"`{name}` is a loop variable")
        child, node = node, node.parent
    return None


_COMPREHENSIONS = ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")


_IN_DOTTED_NAME = IN_NAME | {ord(".")}


def binding_places(tree: Tree, function: Node, name: str) -> list[Node]:
    """The places in a function that may bind a name, in order; nested functions are not part of it."""
    key = function.id, name
    known = tree.bindings.get(key)
    if known is None:
        places = _occurrences(tree.data, name.encode(), function.start_byte, function.end_byte)
        found = (tree.at(*it) for it in places)
        known = [it for it in found if it is not None and it.type == "identifier" and _may_bind(it, function)]
        tree.bindings[key] = known
    return known


def _occurrences(data: bytes, word: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a word stands alone, not part of a name; before a dot only in `import a.b`, which binds `a`."""
    # Where a name is missing, the parser puts in one of no length, and that would be found everywhere.
    at = data.find(word, start, end) if word else -1
    while at >= 0:
        after = at + len(word)
        follows = data[after] if after < end else 0
        is_import = follows == 0x2E and b"import" in data[data.rfind(b"\n", 0, at) + 1 : at]
        if not (at and data[at - 1] in _IN_DOTTED_NAME) and (is_import or follows not in _IN_DOTTED_NAME):
            yield at, after
        at = data.find(word, after, end)


def _may_bind(node: Node, function: Node) -> bool:
    parent = node.parent
    if parent is None or not (parent.type in _BINDING or is_captured(node, parent)):
        return False
    return owner(parent if parent.type in ("class_definition", "function_definition") else node) == function


_BINDING = (
    *("dotted_name", "aliased_import", "assignment", "named_expression", "pattern_list", "tuple_pattern"),
    *("for_statement", "as_pattern_target", "list_splat_pattern", "dictionary_splat_pattern", "global_statement"),
    *("parameters", "typed_parameter", "default_parameter", "typed_default_parameter", "lambda_parameters"),
    *("class_definition", "function_definition"),
)


def is_captured(node: Node, parent: Node) -> bool:
    """Whether a name is bound by a pattern, to a part of what the pattern matches, or else in a way that hides it."""
    above = parent.parent
    match parent.type:
        case "dotted_name":
            return parent.child_count == 1 and above is not None and above.type in _PATTERNS
        case "as_pattern":
            return above is not None and above.type == "case_pattern"
        case "tuple":
            return above is not None and above.type == "as_pattern_target"
        case "augmented_assignment":
            return parent.child_by_field_name("left") == node
        case "type":
            return above is not None and above.type == "type_alias_statement" and above.named_children[0] == parent
        case kind:
            return kind in ("splat_pattern", "list_pattern")


_PATTERNS = ("case_pattern", "union_pattern", "keyword_pattern")


def _bindings(tree: Tree, function: Node, name: str) -> Iterator[tuple[int, Binding]]:
    for node in binding_places(tree, function, name):
        binding = _binding(node, name, function)
        if binding is not None:
            yield node.start_byte, binding


def _binding(node: Node, name: str, function: Node) -> Binding | None:
    """The binding a name's occurrence makes, if it makes one in this very function."""
    parent = node.parent
    if parent is None:
        return None
    if is_captured(node, parent):
        return Binding("", _COMPUTED) if owner(node) == function else None
    match parent.type:
        case "dotted_name" | "aliased_import":
            return _imported(node, parent) if owner(node) == function else None
        case "assignment" | "named_expression":
            target = parent.child_by_field_name("left") or parent.child_by_field_name("name")
            if target != node or owner(node) != function:
                return None
            value = parent.child_by_field_name("right") or parent.child_by_field_name("value")
            written = expression(value)
            return Binding(written, "" if written else f"`{name}` is computed")
        case "class_definition" | "function_definition":
            if parent.child_by_field_name("name") == node and owner(parent) == function:
                return Binding("", f"`{name}` is defined in this function")
        case "parameters" | "typed_parameter" | "default_parameter" | "typed_default_parameter" | "lambda_parameters":
            if parent.type == "default_parameter" and parent.child_by_field_name("name") != node:
                return None
            if owner(node) == function:
                return Binding("", f"`{name}` is a parameter")
        case "list_splat_pattern" | "dictionary_splat_pattern":
            if owner(node) == function:
                around = parent.parent.type if parent.parent is not None else ""
                return Binding("", f"`{name}` is a parameter" if around.endswith("parameters") else _COMPUTED)
        case "for_statement" | "pattern_list" | "tuple_pattern" | "as_pattern_target":
            if parent.type == "for_statement" and parent.child_by_field_name("left") != node:
                return None
            if owner(node) == function:
                return Binding("", f"`{name}` is a loop variable" if parent.type == "for_statement" else _COMPUTED)
    return None


_COMPUTED = "its value is computed"


def imported_name(node: Node, parent: Node) -> str | None:
    """The import expression a name in an import statement stands for; None when it binds nothing."""
    binding = _imported(node, parent)
    return binding.expression if binding is not None else None


def _imported(node: Node, parent: Node) -> Binding | None:
    statement = parent.parent
    name, alias = parent, None
    if parent.type == "aliased_import":
        if parent.child_by_field_name("alias") != node:
            return None
        name, alias = parent.child_by_field_name("name") or parent, node
    elif statement is not None and statement.type == "aliased_import":
        return None
    if statement is None:
        return None
    if statement.type == "import_from_statement":
        source = statement.child_by_field_name("module_name")
        if source is None or source == parent:
            return None
        return Binding(f"{text(source)}:{text(name)}")
    if statement.type == "import_statement":
        dotted = text(name)
        return Binding(dotted + ":" if alias is not None else dotted.partition(".")[0] + ":")
    return None


def owner(node: Node) -> Node | None:
    """The function whose body (or, for a parameter, whose signature) holds a node."""
    current = node.parent
    while current is not None and current.type not in ("function_definition", "lambda"):
        current = current.parent
    return current


def _names(node: Node | None) -> set[str]:
    if node is None:
        return set()
    if node.type == "identifier":
        return {text(node)}
    return set().union(*(_names(child) for child in node.named_children))
