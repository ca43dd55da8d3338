"""Matches code with the pattern of a rule's fix: `Model.objects.filter(name=$NAME).first()`.

A placeholder stands for any expression; blanks, comments and trailing commas do not matter.
"""

import re
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.source.tree import Tree, text

_PLACEHOLDER = re.compile(r"\$([A-Za-z_]\w*)")
_PLACEHOLDER_PREFIX = "placeholder_of_"


class Match(NamedTuple):
    """The code that matches a pattern, and the text each placeholder stands for."""

    node: Node
    values: dict[str, str]


def find(pattern: str, tree: Tree, start: int, end: int) -> Match | None:
    """Return the expression around the bytes that equals the pattern."""
    pattern_node = _expression(pattern)
    node = tree.at(start, end)
    while pattern_node is not None and node is not None:
        values: dict[str, str] = {}
        if _matches(pattern_node, node, values):
            return Match(node, values)
        node = node.parent
    return None


def fill(template: str, values: dict[str, str]) -> str:
    """Return a template with its placeholders replaced; unknown ones are left as names."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[1].lower()), template)


def placeholders(pattern: str) -> list[tuple[str, str]]:
    """Return each placeholder of a pattern with the keyword it is passed by, or its own name in lower case."""
    matches = re.finditer(r"(?:(\w+)\s*=\s*)?\$([A-Za-z_]\w*)", pattern)
    return list({it[2]: (it[2], (it[1] or it[2].lower()).split("__")[0]) for it in matches}.values())


def is_valid(pattern: str) -> bool:
    """Return whether a pattern is one Python expression."""
    return _expression(pattern) is not None


def _expression(pattern: str) -> Node | None:
    root = Tree(_PLACEHOLDER.sub(rf"{_PLACEHOLDER_PREFIX}\1", pattern).encode()).root
    if root.has_error or root.named_child_count != 1 or root.named_children[0].type != "expression_statement":
        return None
    return root.named_children[0].named_children[0]


def _matches(pattern_node: Node, node: Node, values: dict[str, str]) -> bool:
    pattern_node, node = _without_parentheses(pattern_node), _without_parentheses(node)
    name = text(pattern_node) if pattern_node.type == "identifier" else ""
    if name.startswith(_PLACEHOLDER_PREFIX):
        return values.setdefault(name.removeprefix(_PLACEHOLDER_PREFIX), text(node)) == text(node)
    if pattern_node.type != node.type:
        return False
    pattern_parts, node_parts = _parts(pattern_node), _parts(node)
    if not pattern_parts and not node_parts:
        return text(pattern_node) == text(node)
    return len(pattern_parts) == len(node_parts) and all(
        _matches(a, b, values) for a, b in zip(pattern_parts, node_parts, strict=True)
    )


def _without_parentheses(node: Node) -> Node:
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return node


def _parts(node: Node) -> list[Node]:
    return [child for child in node.children if child.type not in ("comment", ",")]
