"""Expressions with the local names of a function replaced by what they are bound to."""

from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.model.expression import UNKNOWN, Expression, root_name, with_root
from coupling_lsp.source.bindings import imported_name, is_captured, reaching_bindings
from coupling_lsp.source.tree import Tree, expression, shown_source

_COMPUTED = "its value is computed"


class Binding(NamedTuple):
    """What an expression or a name stands for, or why that is not known, in words for the user."""

    expression: Expression
    reason: str = ""


def resolve_expression(tree: Tree, node: Node) -> Binding:
    """Return an expression with the names of its function replaced by what they stand for, or nothing and why not.

    Of several bindings of a name the nearest counts; `resolve_alternatives` has all.
    """
    return resolve_alternatives(tree, node)[0]


def resolve_alternatives(tree: Tree, node: Node) -> list[Binding]:
    """Return what an expression resolves to, for each combination of bindings that can reach it, nearest first."""
    whole = expression(node)
    if not whole:
        return [Binding(UNKNOWN, f"`{shown_source(node)}` is computed")]
    return list(dict.fromkeys(_expand(tree, node, whole, frozenset())))


def _expand(tree: Tree, node: Node, whole: Expression, expanded_names: frozenset[str]) -> list[Binding]:
    """Replace the name an expression begins with, again and again, but for names that were replaced already."""
    name = root_name(whole)
    bindings = local_bindings(tree, node, name) if name and name not in expanded_names else []
    if not bindings:
        return [Binding(whole)]
    expansions: list[Binding] = []
    for binding in bindings:
        if binding.expression:
            expansions += _expand(tree, node, with_root(whole, binding.expression), expanded_names | {name})
        else:
            is_own = name in ("self", "cls") and whole != name
            reason = f"what `{whole}` stands for is not known" if is_own else binding.reason
            expansions.append(Binding(UNKNOWN, reason))
    return expansions


def local_bindings(tree: Tree, use: Node, name: str) -> list[Binding]:
    """Return the bindings of a name that can reach a use, the nearest first; none for a name of the module.

    `None` counts only where nothing else does: a name that is used is something by then.
    """
    bindings = [_binding(place, name) for place in reaching_bindings(tree, use, name)]
    return [binding for binding in bindings if binding.reason != _NOTHING] or bindings


def local_binding(tree: Tree, use: Node, name: str) -> Binding | None:
    """Return the nearest binding of a name that can reach a use; None for a name of the module."""
    return next(iter(local_bindings(tree, use, name)), None)


_NOTHING = "it is `None`"


def _binding(node: Node, name: str) -> Binding:
    parent = node.parent
    if parent is None or is_captured(node, parent):
        return Binding(UNKNOWN, _COMPUTED)
    match parent.type:
        case "dotted_name" | "aliased_import":
            return Binding(imported_name(node, parent) or UNKNOWN)
        case "assignment" | "named_expression":
            value = parent.child_by_field_name("right") or parent.child_by_field_name("value")
            if value is not None and value.type == "none":
                return Binding(UNKNOWN, _NOTHING)
            value_expression = expression(value)
            return Binding(value_expression, "" if value_expression else f"`{name}` is computed")
        case "class_definition" | "function_definition":
            return Binding(UNKNOWN, f"`{name}` is defined in this function")
        case "parameters" | "typed_parameter" | "default_parameter" | "typed_default_parameter" | "lambda_parameters":
            return Binding(UNKNOWN, f"`{name}` is a parameter")
        case "list_splat_pattern" | "dictionary_splat_pattern":
            is_parameter = parent.parent is not None and parent.parent.type.endswith("parameters")
            return Binding(UNKNOWN, f"`{name}` is a parameter" if is_parameter else _COMPUTED)
        case "for_statement" | "for_in_clause":
            return Binding(UNKNOWN, f"`{name}` is a loop variable")
        case _:
            in_loop = any(node.type == "for_in_clause" for node in (parent, parent.parent) if node is not None)
            return Binding(UNKNOWN, f"`{name}` is a loop variable" if in_loop else _COMPUTED)
