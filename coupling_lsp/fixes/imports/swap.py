"""One name of a module in place of another: the import that comes, and the one that goes with its last use."""

from collections.abc import Callable
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.fixes.imports import placement, statements
from coupling_lsp.source.tree import Tree, is_in_definition, text
from coupling_lsp.text import Span, Text, TextEdit


class NewImport(NamedTuple):
    """A name to import from a module; `relative` gives the module with dots, as the file imports others."""

    module: str
    name: str
    relative: Callable[[], str]


class Swap(NamedTuple):
    """The edits of an import, or why there are none."""

    edits: tuple[TextEdit, ...] = ()
    reason: str = ""


def swap(source: Text, tree: Tree, use: Node, new: NewImport, old_name: str, *, drops: bool, lazily: bool) -> Swap:
    """Return the edits that import a name for a use, beside another one that goes where it `drops`.

    `lazily` puts the import into the function around the use.
    """
    beside = statements.statement_of(tree, old_name, use)
    old, dropped = (beside, old_name) if drops else (None, "")
    if old is not None and len(statements.names_of(old)) == 1 and not statements.is_alone(source, old):
        old = None if is_imported(tree, new, use) or lazily else old
    if is_imported(tree, new, use):
        return Swap(_removal(source, old, dropped))
    if lazily:
        return _lazy(source, use, new, _removal(source, old, dropped))
    same = _statement_of_module(tree, new, use)
    is_from = old is not None and old.type == statements.FROM
    if same is not None and same == old:
        return Swap((statements.with_name(source, old, new.name, replaced=dropped),))
    if same is not None:
        return Swap((statements.with_name(source, same, new.name), *_removal(source, old, dropped)))
    near = beside if beside is not None else _neighbour(tree, new)
    line = f"from {_written_module(new, near)} import {new.name}"
    if old is not None and len(statements.names_of(old)) == 1 and is_from:
        return Swap((TextEdit(source.span(old.start_byte, old.end_byte), line),))
    if beside is not None:
        span = source.span(beside.start_byte, beside.end_byte)
        indent = statements.indent(source, beside)
        end = len(source.line(span.end_line)) + 1
        new_line = TextEdit(Span(span.end_line, end, span.end_line, end), f"\n{indent}{line}")
        return Swap((*_removal(source, old, dropped), new_line))
    edit = placement.at_top(source, tree, line)
    if not placement.runs_before(edit, source, use):
        return Swap(reason=f"no import of `{new.name}` can stand before the query")
    return Swap((edit,))


def additions(source: Text, tree: Tree, module: str, names: list[str], relative: str) -> list[TextEdit]:
    """Return the edits that import names of a module at the top of another, beside others of the same module.

    `relative` is the module with dots, as the other imports it.
    """
    new = NewImport(module, names[0], lambda: relative)
    same = _statement_of_module(tree, new, None)
    if same is not None:
        return statements.with_names(source, same, names)
    line = f"from {_written_module(new, _neighbour(tree, new))} import {', '.join(names)}"
    return [placement.at_top(source, tree, line)]


def is_imported(tree: Tree, new: NewImport, use: Node) -> bool:
    """Return whether a use sees an import of a name already."""
    modules = {new.module, new.relative()}
    return any(statements.has_import(tree, module, new.name, use) for module in modules)


def _statement_of_module(tree: Tree, new: NewImport, use: Node | None) -> Node | None:
    """Return the import at the top of the file that has other names of the module already, before a use."""
    for node in tree.root.named_children:
        is_of_module = node.type == statements.FROM and {new.module, new.relative()} & {_module_of(node)}
        if is_of_module and statements.names_of(node) and _stands_before(node, use):
            return node
    return None


def _stands_before(statement: Node, use: Node | None) -> bool:
    return use is None or is_in_definition(use) or statement.end_byte <= use.start_byte


def _module_of(statement: Node) -> str:
    return text(statement.child_by_field_name("module_name"))


def _neighbour(tree: Tree, new: NewImport) -> Node | None:
    """Return an import of the file that tells by its form how the project is imported here."""
    package = new.module.partition(".")[0]
    found = [it for it in tree.root.named_children if it.type == statements.FROM]
    own = [it for it in found if _module_of(it).partition(".")[0] in ("", package)]
    relative = [it for it in own if _module_of(it).startswith(".")]
    return relative[0] if relative and len(relative) == len(own) else None


def _written_module(new: NewImport, near: Node | None) -> str:
    is_relative = near is not None and _module_of(near).startswith(".")
    return (new.relative() if is_relative else "") or new.module


def _removal(source: Text, statement: Node | None, dropped: str) -> tuple[TextEdit, ...]:
    if statement is None:
        return ()
    if len(statements.names_of(statement)) > 1:
        return statements.without_names(source, statement, (dropped,))
    return (statements.whole_line(source, statement),)


def _lazy(source: Text, use: Node, new: NewImport, removal: tuple[TextEdit, ...]) -> Swap:
    function = use.parent
    while function is not None and function.type != "function_definition":
        function = function.parent
    line = f"from {new.module} import {new.name}"
    edit = placement.in_function(source, function, line) if function is not None else None
    if edit is None:
        return Swap(reason=f"an import of `{new.name}` would make a circle, and the query is in no function")
    return Swap((edit, *removal))
