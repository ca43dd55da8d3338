"""Names a module gives to other things: `User = get_user_model()`, `Account = models.GitHubAccount`."""

from tree_sitter import Node

from coupling_lsp.detect.found import Found
from coupling_lsp.source.tree import Tree, expression, text

_FOLLOWED = ("identifier", "attribute", "call", "string")
_BLOCKS = ("if_statement", "try_statement", "with_statement", "else_clause", "elif_clause", "except_clause", "block")


def read(tree: Tree, found: Found) -> None:
    """Gather the assignments of a piece that stand outside functions and classes."""
    _read(tree.root, found)


def _read(node: Node, found: Found) -> None:
    for statement in node.named_children:
        if statement.type == "expression_statement":
            assignment = statement.named_children[0] if statement.named_children else None
            if assignment is not None and assignment.type == "assignment":
                target, value = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
                is_name = target is not None and target.type == "identifier"
                if is_name and value is not None and value.type in _FOLLOWED and (it := expression(value)):
                    found.aliases.append((text(target), it))
        elif statement.type in _BLOCKS:
            _read(statement, found)
