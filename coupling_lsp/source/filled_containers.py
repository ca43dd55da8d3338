"""What a function puts into a list, set or dictionary that begins empty."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tree_sitter import Node

from coupling_lsp.source.tree import Tree, arguments

EMPTY_MAPPINGS = ("{}", "dict()", "OrderedDict()")
EMPTY_CONTAINERS = ("[]", "list()", "set()", "deque()", *EMPTY_MAPPINGS)
"""How code writes a container with nothing in it."""


def added_values(tree: Tree, function: Node, name: str) -> Iterator[Node | None]:
    """Yield what `rows.append(order)`, `rows.add(order)` and `rows[key] = order` put into a container.

    None stands for a call that adds something else than one value.
    """
    for match in _additions(name).finditer(tree.data, function.start_byte, function.end_byte):
        bracket = tree.at(match.end() - 1, match.end())
        node = bracket.parent if bracket is not None else None
        if node is not None and node.type == "argument_list" and node.parent is not None:
            positional, _ = arguments(node.parent)
            yield positional[0] if len(positional) == 1 else None
        elif node is not None and node.type == "subscript":
            assignment = node.parent
            is_target = assignment is not None and assignment.child_by_field_name("left") == node
            if assignment is not None and is_target and assignment.type == "assignment":
                yield assignment.child_by_field_name("right")


@lru_cache(maxsize=1 << 12)
def _additions(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"\b%s(?:\.(?:append|add)\(|\[)" % name.encode())
