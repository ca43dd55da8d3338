"""Matches code with the pattern of a rule's fix: `Model.objects.filter(name=$NAME).first()`.

A placeholder stands for any expression; blanks, comments and trailing commas do not matter.
"""

import re
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.source.tree import Tree, text

_PLACEHOLDER = re.compile(r"\$([A-Za-z_]\w*)")
_MARK = "placeholder_of_"


class Match(NamedTuple):
    """The code a pattern found, and the text each placeholder stands for."""

    node: Node
    values: dict[str, str]


def find(pattern: str, tree: Tree, start: int, end: int) -> Match | None:
    """The expression around the bytes that equals the pattern."""
    wanted = _expression(pattern)
    node = tree.at(start, end)
    while wanted is not None and node is not None:
        values: dict[str, str] = {}
        if _same(wanted, node, values):
            return Match(node, values)
        node = node.parent
    return None


def fill(template: str, values: dict[str, str]) -> str:
    """A template with its placeholders replaced; unknown ones are left as names."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[1].lower()), template)


def placeholders(pattern: str) -> list[tuple[str, str]]:
    """Each placeholder of a pattern with the keyword it is passed by, or its own name in lower case."""
    found = re.finditer(r"(?:(\w+)\s*=\s*)?\$([A-Za-z_]\w*)", pattern)
    return list({it[2]: (it[2], (it[1] or it[2].lower()).split("__")[0]) for it in found}.values())


def is_valid(pattern: str) -> bool:
    """Whether a pattern is one Python expression."""
    return _expression(pattern) is not None


def _expression(pattern: str) -> Node | None:
    root = Tree(_PLACEHOLDER.sub(rf"{_MARK}\1", pattern).encode()).root
    if root.has_error or root.named_child_count != 1 or root.named_children[0].type != "expression_statement":
        return None
    return root.named_children[0].named_children[0]


def _same(wanted: Node, node: Node, values: dict[str, str]) -> bool:
    wanted, node = _unwrapped(wanted), _unwrapped(node)
    name = text(wanted) if wanted.type == "identifier" else ""
    if name.startswith(_MARK):
        return values.setdefault(name.removeprefix(_MARK), text(node)) == text(node)
    if wanted.type != node.type:
        return False
    children, others = _parts(wanted), _parts(node)
    if not children and not others:
        return text(wanted) == text(node)
    return len(children) == len(others) and all(_same(a, b, values) for a, b in zip(children, others, strict=True))


def _unwrapped(node: Node) -> Node:
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return node


def _parts(node: Node) -> list[Node]:
    return [child for child in node.children if child.type not in ("comment", ",")]
