"""Names a module gives to other things: `User = get_user_model()`, `Account = models.GitHubAccount`.

Tables of classes, `KINDS = {"a": Invoice, "b": Receipt}`, are kept as value paths.
A type variable is a name for its bound, and a new type for the one it is made of:
`OrderT = TypeVar("OrderT", bound=Order)`, `Paid = NewType("Paid", Order)`.
"""

import re

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.model import value_path
from coupling_lsp.model.expression import UNKNOWN, Expression, is_dotted, last_name, text_of
from coupling_lsp.source import values
from coupling_lsp.source.tree import Tree, arguments, expression, is_for_type_checkers, text

_ASSIGNMENT = re.compile(
    rb"^[ \t]*[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*[(A-Za-z_\"'\x80-\xff]", re.M
)
_TABLE = re.compile(
    rb"""^[ \t]*[A-Za-z_]\w*(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*[\[({]\s*(?:["'][^"'\n]*["']\s*:\s*)?"""
    rb"""(?:[a-z_]\w*\.)*[A-Z]\w*[a-z]\w*\s*[,\])}]""",
    re.M,
)
_TABLE_NODES = ("list", "tuple", "set", "dictionary")
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

_TYPE_VARIABLES = ("TypeVar", "NewType")


def has_candidates(data: bytes) -> bool:
    """Return whether a text assigns something to a name that may be an alias."""
    return _ASSIGNMENT.search(data) is not None or _TABLE.search(data) is not None


def concerns(kind: PieceKind) -> bool:
    """Return whether pieces of a kind stand outside functions and classes."""
    return not kind.is_function and not kind.is_class_body


def read(tree: Tree, facts: FactsBuilder) -> None:
    """Gather the assignments of a piece."""
    _read(tree, tree.root, facts)


def _expression(value: Node) -> Expression:
    """Return what a name stands for: for a type variable its bound, which may be a string; unknown without one."""
    callee = expression(value.child_by_field_name("function")) if value.type == "call" else UNKNOWN
    if last_name(callee) not in _TYPE_VARIABLES:
        return expression(value)
    positional, keywords = arguments(value)
    bound = expression(keywords.get("bound") or (positional[1] if len(positional) == 2 else None))
    return Expression(text_of(bound)) if is_dotted(bound) else UNKNOWN


def _read(tree: Tree, node: Node, facts: FactsBuilder) -> None:
    for statement in node.named_children:
        if statement.type == "expression_statement":
            assignment = statement.named_children[0] if statement.named_children else None
            if assignment is not None and assignment.type == "assignment":
                target, value = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
                is_name = target is not None and target.type == "identifier"
                if is_name and value is not None and value.type in _VALUE_NODES and (alias := _expression(value)):
                    is_type_checked = is_for_type_checkers(statement)
                    (facts.type_checked_aliases if is_type_checked else facts.aliases).append((text(target), alias))
                elif is_name and value is not None and value.type in _TABLE_NODES:
                    _read_table(tree, text(target), value, facts)
        elif statement.type in _BLOCK_NODES:
            _read(tree, statement, facts)


def _read_table(tree: Tree, name: str, table: Node, facts: FactsBuilder) -> None:
    """Gather a list or dictionary, if it holds classes alone."""
    items = [it.child_by_field_name("value") or it for it in table.named_children if it.type != "comment"]
    if all(value_path.is_class(expression(it)) for it in items) and (path := values.value(tree, table)):
        facts.holds.append((name, path))
