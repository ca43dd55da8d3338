"""What a name means in the function that uses it: the expressions it may stand for, or why that is not known."""

import re
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.source.bindings import imported_name, is_captured, reaching
from coupling_lsp.source.tree import Tree, expression, text

_START = re.compile(r"[^\W\d]\w*")
_COMPUTED = "its value is computed"


class Binding(NamedTuple):
    """How a function binds a name: the expression it stands for, or why that is not known, in words for the user."""

    expression: str
    reason: str = ""


def rooted(tree: Tree, node: Node) -> tuple[str, str]:
    """Return an expression with the names of its function replaced by what they stand for, or nothing and why not.

    Of several bindings of a name the nearest counts; `alternatives` has all.
    """
    return alternatives(tree, node)[0]


def alternatives(tree: Tree, node: Node) -> list[Binding]:
    """Return an expression as `rooted` does, once for each combination of bindings that can reach it, nearest first."""
    whole = expression(node)
    if not whole:
        return [Binding("", f"`{_shown(node)}` is computed")]
    return list(dict.fromkeys(_expanded(tree, node, whole, frozenset())))


def _expanded(tree: Tree, node: Node, expression_text: str, expanded: frozenset[str]) -> list[Binding]:
    """Return the expressions after names at the start were replaced, but for those replaced already."""
    start = _START.match(expression_text)
    if start is None or start[0] in expanded or ":" in expression_text.partition("(")[0]:
        return [Binding(expression_text)]
    bindings = local_bindings(tree, node, start[0])
    if not bindings:
        return [Binding(expression_text)]
    expansions: list[Binding] = []
    for binding in bindings:
        if binding.expression:
            whole = (
                binding.expression + expression_text[start.end() :]
                if expression_text != start[0]
                else binding.expression
            )
            expansions += _expanded(tree, node, whole, expanded | {start[0]})
        else:
            is_own = start[0] in ("self", "cls") and expression_text != start[0]
            expansions.append(
                Binding("", f"what `{expression_text}` stands for is not known" if is_own else binding.reason)
            )
    return expansions


def local_bindings(tree: Tree, use: Node, name: str) -> list[Binding]:
    """Return the bindings of a name that can reach a use, the nearest first; none for a name of the module.

    `None` counts only where nothing else does: a name that is used is something by then.
    """
    bindings = [_binding(place, name) for place in reaching(tree, use, name)]
    return [binding for binding in bindings if binding.reason != _NOTHING] or bindings


def local_binding(tree: Tree, use: Node, name: str) -> Binding | None:
    """Return the nearest binding of a name that can reach a use; None for a name of the module."""
    return next(iter(local_bindings(tree, use, name)), None)


def _shown(node: Node) -> str:
    source = " ".join(text(node).split())
    return source if len(source) <= 40 else source[:39] + "…"


_NOTHING = "it is `None`"


def _binding(node: Node, name: str) -> Binding:
    parent = node.parent
    if parent is None or is_captured(node, parent):
        return Binding("", _COMPUTED)
    match parent.type:
        case "dotted_name" | "aliased_import":
            return Binding(imported_name(node, parent) or "")
        case "assignment" | "named_expression":
            value = parent.child_by_field_name("right") or parent.child_by_field_name("value")
            if value is not None and value.type == "none":
                return Binding("", _NOTHING)
            value_expression = expression(value)
            return Binding(value_expression, "" if value_expression else f"`{name}` is computed")
        case "class_definition" | "function_definition":
            return Binding("", f"`{name}` is defined in this function")
        case "parameters" | "typed_parameter" | "default_parameter" | "typed_default_parameter" | "lambda_parameters":
            return Binding("", f"`{name}` is a parameter")
        case "list_splat_pattern" | "dictionary_splat_pattern":
            is_parameter = parent.parent is not None and parent.parent.type.endswith("parameters")
            return Binding("", f"`{name}` is a parameter" if is_parameter else _COMPUTED)
        case "for_statement" | "for_in_clause":
            return Binding("", f"`{name}` is a loop variable")
        case _:
            in_loop = any(node.type == "for_in_clause" for node in (parent, parent.parent) if node is not None)
            return Binding("", f"`{name}` is a loop variable" if in_loop else _COMPUTED)
