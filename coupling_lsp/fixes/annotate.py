"""Write down what a name is, where it is bound, once that was inferred: then a reader knows, and it is certain."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.fixes import python_edits
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.model.facts import Sites
from coupling_lsp.model.findings import FileEdit, QuickFix
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.bindings import binding_places, enclosing_function
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Text, TextEdit

ID = "annotate"

_PARAMETER = re.compile(r"[\w.]+#\d*:\w+")


class _Class(NamedTuple):
    module: str
    name: str


def annotation(snapshot: Snapshot, path: str, source: Text, line: int, column: int) -> QuickFix | None:
    """The annotation of the name at a place, from 1: a parameter, or a variable of a function that is bound once."""
    module = snapshot.index.names.modules.names.get(path, "")
    tree = Tree(source.data)
    start = source.byte(line, column)
    node = tree.root.descendant_for_byte_range(start, start)
    if not module or node is None or node.type != "identifier":
        return None
    bound = _bound(tree, node)
    function = enclosing_function(bound) if bound is not None else None
    if bound is None or function is None:
        return None
    found = {*_told(snapshot, path, source, function, text(node)), *_handed(snapshot, module, tree, function, node)}
    if len(found) != 1:
        return None
    (it,) = found
    imported = _imported(source, tree, module, it)
    if imported is None or "." in it.name:
        return None
    edit, title = _annotated(source, bound, it.name)
    return QuickFix(ID, title, (FileEdit(path, (*imported, edit)),))


def _bound(tree: Tree, node: Node) -> Node | None:
    """The one place where a function binds a name, if it may have an annotation there and has none."""
    function = enclosing_function(node)
    while function is not None:
        places = binding_places(tree, function, text(node))
        if places:
            return places[0] if len(places) == 1 and _takes_annotation(places[0]) else None
        function = enclosing_function(function)
    return None


def _takes_annotation(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "assignment":
        is_statement = parent.parent is not None and parent.parent.type == "expression_statement"
        is_plain = parent.child_by_field_name("type") is None and parent.child_by_field_name("right") is not None
        chained = parent.child_by_field_name("right")
        is_chain = chained is not None and chained.type == "assignment"
        return is_statement and is_plain and not is_chain and parent.child_by_field_name("left") == node
    if parent.type == "default_parameter":
        return parent.child_by_field_name("name") == node
    return parent.type == "parameters" and text(node) not in ("self", "cls")


def _told(snapshot: Snapshot, path: str, source: Text, function: Node, name: str) -> Iterator[_Class]:
    """What jedi says the name is, in its uses in a function."""
    extraction = snapshot.extractions[path]
    around = source.span(function.start_byte, function.end_byte)
    for site, it in enumerate(extraction.facts.answers, Sites.of(extraction.facts).answers):
        if it.name == name and around.overlaps(extraction.span(site)):
            modules = snapshot.index.names.modules.names
            known = [_Class(modules.get(told.path, ""), told.name) for told in it.told if not told.is_class]
            yield from known if len(known) == len(it.told) == 1 and known[0].module else ()


def _handed(snapshot: Snapshot, module: str, tree: Tree, function: Node, node: Node) -> Iterator[_Class]:
    """What the calls of the project hand in for a parameter without annotation."""
    uses = (tree.at(*it.span()) for it in _word(text(node)).finditer(tree.data, function.start_byte, function.end_byte))
    paths = (
        value(tree, it)
        for it in uses
        if it is not None and it.type == "identifier" and enclosing_function(it) == function
    )
    found = next(filter(_PARAMETER.fullmatch, paths), None)
    if found is not None:
        types = snapshot.index.types.evaluate(found, module, Dependencies())
        if len(types) == 1 and types[0].shape == "instance":
            yield _Class(types[0].target.module, types[0].target.name)


def _word(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w.\x80-\xff])" + re.escape(name.encode()) + rb"(?![\w\x80-\xff])")


def _annotated(source: Text, bound: Node, name: str) -> tuple[TextEdit, str]:
    """The edit where the name is bound, and what it does."""
    parent = bound.parent
    given = parent.child_by_field_name("value") if parent is not None and parent.type == "default_parameter" else None
    written = f"{name} | None" if given is not None and text(given) == "None" else name
    told = f"{text(bound)}: {written}"
    new = f'{text(bound)}: "{written}"'
    if parent is not None and given is not None:
        return TextEdit(source.span(parent.start_byte, parent.end_byte), f"{new} = {text(given)}"), f"Annotate `{told}`"
    return TextEdit(source.span(bound.start_byte, bound.end_byte), new), f"Annotate `{told}`"


def _imported(source: Text, tree: Tree, module: str, it: _Class) -> list[TextEdit] | None:
    """The edits that make a class known to type checkers; None where its name means something else."""
    if it.module == module:
        return []
    if python_edits.imports(tree, it.module, it.name):
        return []
    return (
        None if python_edits.binds(tree, it.name) else python_edits.import_for_types(source, tree, it.module, it.name)
    )
