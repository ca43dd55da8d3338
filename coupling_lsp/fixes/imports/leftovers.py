"""A variable that held a model for one query, `Account = apps.get_model(…)`: it goes with the query."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from coupling_lsp.fixes.imports import statements
from coupling_lsp.fixes.imports.names import captor, is_read, is_used
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
            edits += statements.without_names(source, import_, (root,))
        elif statements.is_alone(source, import_):
            edits.append(statements.whole_line(source, import_))
    return tuple(edits)


def imports_of(
    source: Text, tree: Tree, use: Node, kept: list[Node], is_needed: Callable[[str], bool]
) -> list[TextEdit]:
    """Return the edits that take away the imports of names that only a use needs; not of those in its parts kept.

    `is_needed` tells of a name whether other files take it from this one.
    """
    dropped: dict[int, tuple[Node, list[str]]] = {}
    for name in _names_in(use, kept):
        statement = statements.statement_of(tree, name, use)
        if (
            statement is None
            or captor(tree, name, use) is not None
            or is_used(tree, name, use, kept)
            or is_needed(name)
        ):
            continue
        dropped.setdefault(statement.start_byte, (statement, []))[1].append(name)
    return [it for statement, names in dropped.values() for it in statements.without_names(source, statement, names)]


def _names_in(node: Node, kept: list[Node]) -> Iterator[str]:
    """Yield the variables that an expression reads, each once, but for those in its parts that are kept."""
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current in kept:
            continue
        waiting += current.named_children
        if current.type == "identifier" and is_read(current) and text(current) not in seen:
            seen.add(text(current))
            yield text(current)
