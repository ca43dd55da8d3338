"""Where a new import stands among others in the lines above and below it, so that sorted imports stay sorted.

https://pycqa.github.io/isort/docs/configuration/options.html#force-sort-within-sections
"""

from collections.abc import Sequence
from functools import lru_cache

from tree_sitter import Node

from coupling_lsp.fixes.imports import statements
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.text import Span, Text, TextEdit

Key = tuple[int, int, int, str]
"""Tells where an import stands: its form, whether it is relative, how near its package is, its module."""


def group_of(statement: Node) -> list[Node]:
    """Return the imports in the lines right above and below an import, itself among them, in order."""
    group = [statement]
    while (above := group[0].prev_named_sibling) is not None and _are_close(above, group[0]):
        group.insert(0, above)
    while (below := group[-1].next_named_sibling) is not None and _are_close(group[-1], below):
        group.append(below)
    return group


def is_in_order(group: Sequence[Node]) -> bool:
    """Return whether some imports are sorted, by their form and module or by the module alone."""
    return any(_is_sorted(list(map(it, group))) for it in (_by_form, _by_module))


def in_order(source: Text, group: Sequence[Node], line: str) -> TextEdit:
    """Return an import as a line among some in one block: in its place if these are sorted, else behind them."""
    key = next((it for it in (_by_form, _by_module) if _is_sorted(list(map(it, group)))), None)
    new = _statement(line)
    follower = next((it for it in group if key is not None and new is not None and key(it) > key(new)), None)
    if follower is not None:
        row = source.place(follower.start_byte)[0]
        return TextEdit(Span(row, 1, row, 1), f"{statements.indent(source, follower)}{line}\n")
    row = source.place(group[-1].end_byte)[0]
    column = len(source.line(row)) + 1
    return TextEdit(Span(row, column, row, column), f"\n{statements.indent(source, group[-1])}{line}")


def _are_close(upper: Node, lower: Node) -> bool:
    are_imports = upper.type in statements.KINDS and lower.type in statements.KINDS
    return are_imports and lower.start_point[0] == upper.end_point[0] + 1


def _by_form(statement: Node) -> Key:
    return int(statement.type == statements.FROM), *_module(statement)


def _by_module(statement: Node) -> Key:
    return 0, *_module(statement)


def _module(statement: Node) -> tuple[int, int, str]:
    name = text(statement.child_by_field_name("module_name") or statement.child_by_field_name("name")).lower()
    level = len(name) - len(name.lstrip("."))
    return int(level > 0), -level, name


def _is_sorted(keys: list[Key]) -> bool:
    return keys == sorted(keys)


@lru_cache(maxsize=8)
def _statement(line: str) -> Node | None:
    found = Tree(line.encode()).root.named_children
    return found[0] if found else None
