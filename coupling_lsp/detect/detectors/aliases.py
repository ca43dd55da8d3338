"""Names a module gives to other things: `User = get_user_model()`, `Account = models.GitHubAccount`."""

import re

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.source.tree import Tree, expression, text

_ASSIGNMENT = re.compile(
    rb"^[ \t]*[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*[(A-Za-z_\"'\x80-\xff]", re.M
)
_VALUE_NODES = ("identifier", "attribute", "call", "string")
_BLOCK_NODES = (
    "if_statement",
    "try_statement",
    "with_statement",
    "else_clause",
    "elif_clause",
    "except_clause",
    "block",
)


def has_candidates(data: bytes) -> bool:
    """Return whether a text assigns something to a name that may be an alias."""
    return _ASSIGNMENT.search(data) is not None


def concerns(kind: PieceKind) -> bool:
    """Return whether pieces of a kind stand outside functions and classes."""
    return not kind.is_function and not kind.is_class_body


def read(tree: Tree, facts: FactsBuilder) -> None:
    """Gather the assignments of a piece."""
    _read(tree.root, facts)


def _read(node: Node, facts: FactsBuilder) -> None:
    for statement in node.named_children:
        if statement.type == "expression_statement":
            assignment = statement.named_children[0] if statement.named_children else None
            if assignment is not None and assignment.type == "assignment":
                target, value = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
                is_name = target is not None and target.type == "identifier"
                if is_name and value is not None and value.type in _VALUE_NODES and (alias := expression(value)):
                    facts.aliases.append((text(target), alias))
        elif statement.type in _BLOCK_NODES:
            _read(statement, facts)
