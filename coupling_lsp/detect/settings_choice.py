"""Which settings modules a program such as `manage.py` may run with: the values it gives `DJANGO_SETTINGS_MODULE`.

https://docs.djangoproject.com/en/stable/topics/settings/#designating-the-settings
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.detect.detectors.setting_items import items
from coupling_lsp.django.settings_names import SETTINGS_VARIABLE
from coupling_lsp.model.expression import is_literal, is_single_name, literal_value
from coupling_lsp.source.tree import Tree, string, text

_MODULE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_TEST = re.compile(r"(?:^|[._])tests?(?:ing)?(?:$|[._])")
_MAX_ALIASES = 4
"""How many names in a row may stand for a module; what is behind more is not known."""


def settings_choice(source: bytes) -> list[str]:
    """Return the settings modules that a Python file names, in order, of several branches those for tests last."""
    tree = Tree(source)
    modules = [module for value in _values(tree) for module in _modules(tree, value) if _MODULE.fullmatch(module)]
    return sorted(dict.fromkeys(modules), key=lambda module: _TEST.search(module) is not None)


def _values(tree: Tree) -> Iterator[Node]:
    """Yield what stands as the value of the variable: in a call, an assignment or a dictionary, or as a keyword."""
    variable = SETTINGS_VARIABLE.encode()
    for match in re.finditer(rb"\b%s\b" % variable, tree.data):
        node = tree.at(match.start(), match.end())
        while node is not None and node.type in ("string_content", "string"):
            if node.type == "string" and node.parent is not None and node.parent.type != "string":
                break
            node = node.parent
        parent = node.parent if node is not None else None
        if node is None or parent is None or SETTINGS_VARIABLE not in (string(node), text(node)):
            continue
        if parent.type == "argument_list":
            value = node.next_named_sibling if parent.named_children[0] == node else None
        elif parent.type == "subscript":
            assignment = parent.parent
            is_target = assignment is not None and assignment.child_by_field_name("left") == parent
            value = assignment.child_by_field_name("right") if assignment is not None and is_target else None
        elif parent.type == "assignment":
            value = parent.child_by_field_name("right") if parent.child_by_field_name("left") == node else None
        else:
            value = parent.child_by_field_name("value") if parent.type in ("pair", "keyword_argument") else None
        if value is not None and value != node:
            yield value


def _modules(tree: Tree, value: Node, depth: int = 0) -> Iterator[str]:
    for part, _ in items(value):
        if is_literal(part):
            yield literal_value(part)
        elif is_single_name(part) and depth < _MAX_ALIASES:
            for assigned_value in _assigned(tree.root, part):
                yield from _modules(tree, assigned_value, depth + 1)


def _assigned(node: Node, name: str) -> Iterator[Node]:
    """Yield what is assigned to a name anywhere below a node."""
    for child in node.named_children:
        target, value = child.child_by_field_name("left"), child.child_by_field_name("right")
        if child.type == "assignment" and value is not None and text(target) == name:
            yield value
        elif child.type != "assignment":
            yield from _assigned(child, name)
