"""A variable that held a model for one query, `Account = apps.get_model(…)`: it goes with the query."""

from tree_sitter import Node

from coupling_lsp.fixes.imports import statements
from coupling_lsp.fixes.imports.names import captor, is_used
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.text import Text, TextEdit


def removal(source: Text, tree: Tree, name: str, use: Node) -> tuple[TextEdit, ...]:
    """Return the edits that take away what only a query needs of a variable: its assignment, and the import for that.

    Nothing where the variable is used elsewhere, or its assignment is not alone in its lines.
    """
    binding = captor(tree, name, use)
    assignment = binding.parent if binding is not None else None
    statement = assignment.parent if assignment is not None and assignment.type == "assignment" else None
    if binding is None or statement is None or statement.type != "expression_statement":
        return ()
    if is_used(tree, name, use) or not statements.is_alone(source, statement):
        return ()
    root = text(assignment.child_by_field_name("right") if assignment is not None else None).partition(".")[0]
    import_ = statements.statement_of(tree, root, statement) if root.isidentifier() else None
    edits = [statements.whole_line(source, statement)]
    if import_ is not None and not is_used(tree, root, statement):
        is_only = len(statements.names_of(import_)) == 1
        if not is_only:
            edits.append(statements.without_name(source, import_, root))
        elif statements.is_alone(source, import_):
            edits.append(statements.whole_line(source, import_))
    return tuple(edits)
