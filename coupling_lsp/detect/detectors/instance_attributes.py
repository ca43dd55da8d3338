"""Value paths of the attributes of instances: `self.order = …` in any method that is parsed."""

import re

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.model import value_path
from coupling_lsp.source.annotations import annotated_path, leaves_open
from coupling_lsp.source.tree import Tree, enclosing_symbol, text
from coupling_lsp.source.values import value

_SELF_ASSIGNMENT = re.compile(rb"\bself\.(\w+)[ \t]*(?::[^=\n]+)?=(?!=)")


def concerns(kind: PieceKind) -> bool:
    """Return whether pieces of a kind are functions."""
    return kind.is_function


def read(tree: Tree, facts: FactsBuilder) -> None:
    """Gather what the method a piece holds assigns to attributes of `self`."""
    if b"self." not in tree.data:
        return
    for match in _SELF_ASSIGNMENT.finditer(tree.data):
        node = tree.at(*match.span(1))
        attribute = node.parent if node is not None else None
        statement = attribute.parent if attribute is not None else None
        if statement is None or statement.type != "assignment" or statement.child_by_field_name("left") != attribute:
            continue
        annotation = statement.child_by_field_name("type")
        right = statement.child_by_field_name("right")
        is_annotated = annotation is not None and not leaves_open(text(annotation))
        path = annotated_path(annotation) if annotation is not None and is_annotated else value(tree, right)
        owner = enclosing_symbol(statement).rpartition(".")[0]
        if owner and (value_path.is_instance(path) or value_path.is_query(path) or value_path.has_model_getter(path)):
            facts.holds.append((f"{owner}.{match[1].decode()}", path))
