"""What instances keep under a name, `self.order = …` in any method that is parsed: as value paths."""

import re

from coupling_lsp.detect.found import Found
from coupling_lsp.source.annotations import annotated
from coupling_lsp.source.tree import Tree, enclosing, text
from coupling_lsp.source.values import is_instance, value

_SELF = re.compile(rb"\bself\.(\w+)[ \t]*(?::[^=\n]+)?=(?!=)")


def read(tree: Tree, found: Found) -> None:
    """Gather what the method a piece holds assigns to attributes of `self`."""
    for match in _SELF.finditer(tree.data):
        node = tree.at(*match.span(1))
        attribute = node.parent if node is not None else None
        statement = attribute.parent if attribute is not None else None
        if statement is None or statement.type != "assignment" or statement.child_by_field_name("left") != attribute:
            continue
        declared = statement.child_by_field_name("type")
        right = statement.child_by_field_name("right")
        path = annotated(text(declared)) if declared is not None else value(tree, right)
        owner = enclosing(statement).rpartition(".")[0]
        if owner and (is_instance(path) or ".objects" in path):
            found.holds.append((f"{owner}.{match[1].decode()}", path))
