"""The classes that `isinstance` or `case` narrows an expression to: in its branch, or behind one that leaves."""

from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.source.parentheses import only_child
from coupling_lsp.source.tree import Tree, arguments, text
from coupling_lsp.text import IN_NAME

_WAYS_OUT = ("return_statement", "raise_statement", "continue_statement", "break_statement")


def tested_classes(tree: Tree, use: Node) -> list[Node]:
    """Return the classes one of which an expression is an instance of where it is used; none when no test tells."""
    if not tree.may_narrow:
        return []
    expression = text(use)
    child, node = use, use.parent
    while node is not None and node.type not in ("function_definition", "class_definition", "lambda"):
        if node.type == "case_clause" and (classes := _classes_of_case(node, child, expression)):
            return classes
        for condition, holds in _conditions(node, child):
            if (tested_class := _tested_class(condition, expression, holds=holds)) is not None:
                return tested_class.named_children if tested_class.type == "tuple" else [tested_class]
        child, node = node, node.parent
    return []


def is_tested(use: Node, name: str) -> bool:
    """Return whether an attribute of what a name stands for is tested by a condition around a use, `if name.is_open`.

    What the condition says of the class is not known.
    """
    child, node = use, use.parent
    while node is not None and node.type not in ("function_definition", "class_definition", "lambda"):
        condition = node.child_by_field_name("condition") if node.type in _CONDITIONAL_STATEMENTS else None
        if node.type == "conditional_expression" and child != node.named_children[1]:
            condition = node.named_children[1]
        if condition is not None and child != condition and _has_attribute(condition.text or b"", f"{name}.".encode()):
            return True
        child, node = node, node.parent
    return False


def _has_attribute(condition: bytes, owner: bytes) -> bool:
    at = condition.find(owner)
    while at > 0 and condition[at - 1] in IN_NAME:
        at = condition.find(owner, at + 1)
    return at >= 0


_CONDITIONAL_STATEMENTS = ("if_statement", "elif_clause", "while_statement")


def matched_classes(pattern: Node | None) -> list[Node]:
    """Return the classes one of which something is an instance of that matches `Order()` or `Order() | Return()`."""
    if pattern is None:
        return []
    match pattern.type:
        case "case_pattern":
            return matched_classes(pattern.named_children[0]) if pattern.named_child_count == 1 else []
        case "as_pattern":
            return matched_classes(pattern.named_children[0])
        case "union_pattern":
            parts = [matched_classes(part) for part in pattern.named_children]
            return [class_node for part in parts for class_node in part] if all(parts) else []
        case "class_pattern":
            return pattern.named_children[:1]
        case _:
            return []


def _classes_of_case(clause: Node, child: Node, expression: str) -> list[Node]:
    """Return the classes that a `case` allows of what is matched, in its body and its guard."""
    statement = clause.parent.parent if clause.parent is not None else None
    patterns = [it for it in clause.named_children if it.type == "case_pattern"]
    is_subject = statement is not None and text(statement.child_by_field_name("subject")) == expression
    return matched_classes(patterns[0]) if is_subject and len(patterns) == 1 and child != patterns[0] else []


def _conditions(node: Node, child: Node) -> Iterator[tuple[Node | None, bool]]:
    """Yield the conditions that are known in one part of a statement or expression, and whether they hold there."""
    match node.type:
        case "if_statement" | "elif_clause" | "while_statement" if child == node.child_by_field_name("consequence"):
            yield node.child_by_field_name("condition"), True
        case "conditional_expression" if child == node.named_children[0]:
            yield node.named_children[1], True
        case "boolean_operator" if child == node.child_by_field_name("right"):
            operator = node.child_by_field_name("operator")
            yield node.child_by_field_name("left"), operator is not None and operator.type == "and"
        case "block":
            for statement in node.named_children:
                if statement.start_byte >= child.start_byte:
                    return
                if statement.type == "assert_statement":
                    yield statement.named_children[0], True
                elif statement.type == "if_statement" and _leaves_block(statement):
                    yield statement.child_by_field_name("condition"), False


def _leaves_block(statement: Node) -> bool:
    block = statement.child_by_field_name("consequence")
    last = block.named_children[-1] if block is not None and block.named_children else None
    return last is not None and last.type in _WAYS_OUT


def _tested_class(condition: Node | None, expression: str, *, holds: bool) -> Node | None:
    """Return the class an expression has if a condition holds, or if it does not; None when that tells nothing."""
    if condition is None:
        return None
    match condition.type:
        case "parenthesized_expression":
            return _tested_class(only_child(condition), expression, holds=holds)
        case "not_operator":
            return _tested_class(condition.child_by_field_name("argument"), expression, holds=not holds)
        case "boolean_operator":
            operator = condition.child_by_field_name("operator")
            if operator is None or (operator.type == "and") != holds:
                return None
            sides = (condition.child_by_field_name(side) for side in ("left", "right"))
            return next(
                (
                    tested_class
                    for side in sides
                    if (tested_class := _tested_class(side, expression, holds=holds)) is not None
                ),
                None,
            )
        case "call" if holds and text(condition.child_by_field_name("function")) == "isinstance":
            positional, _ = arguments(condition)
            return positional[1] if len(positional) == 2 and text(positional[0]) == expression else None
        case _:
            return None
