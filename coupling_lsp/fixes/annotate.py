"""Write down what a name is, where it is bound, once that was inferred: then a reader knows, and it is certain."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.fixes.imports.names import module_bindings
from coupling_lsp.fixes.imports.statements import has_import
from coupling_lsp.fixes.imports.type_checking import with_import
from coupling_lsp.fixes.line_edits import line_edits
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.model.facts import Sites
from coupling_lsp.model.findings import FileEdit, QuickFix
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.bindings import binding_places, enclosing_function
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Text, TextEdit

ID = "annotate"

_PARAMETER_PATH = re.compile(r"[\w.]+#\d*:\w+")


class _Class(NamedTuple):
    module: str
    name: str


def annotation(snapshot: Snapshot, path: str, source: Text, line: int, column: int) -> QuickFix | None:
    """Return the annotation of the name at a place, from 1: a parameter, or a variable that a function binds once."""
    module = snapshot.index.names.modules.names.get(path, "")
    tree = Tree(source.data)
    start = source.byte(line, column)
    node = tree.root.descendant_for_byte_range(start, start)
    if not module or node is None or node.type != "identifier":
        return None
    binding = _only_binding(tree, node)
    function = enclosing_function(binding) if binding is not None else None
    if binding is None or function is None:
        return None
    classes = {
        *_inferred_classes(snapshot, path, source, function, text(node)),
        *_argument_classes(snapshot, module, tree, function, node),
    }
    if len(classes) != 1:
        return None
    (class_,) = classes
    if "." in class_.name or not _may_have_name(tree, module, class_):
        return None
    edit, title = _annotation_edit(source, binding, class_.name)
    after = source.apply([edit])
    if class_.module != module and not has_import(tree, class_.module, class_.name):
        after = with_import(after, f"from {class_.module} import {class_.name}")
    return QuickFix(ID, title, (FileEdit(path, line_edits(source, after)),))


def _only_binding(tree: Tree, node: Node) -> Node | None:
    """Return the one place where a function binds a name, if it may have an annotation there and has none."""
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


def _inferred_classes(snapshot: Snapshot, path: str, source: Text, function: Node, name: str) -> Iterator[_Class]:
    """Yield the classes that jedi inferred for the uses of a name in a function."""
    extraction = snapshot.extractions[path]
    function_span = source.span(function.start_byte, function.end_byte)
    for site, answer in enumerate(extraction.facts.answers, Sites.of(extraction.facts).answers):
        if answer.name == name and function_span.overlaps(extraction.span(site)):
            modules = snapshot.index.names.modules.names
            classes = [
                _Class(modules.get(class_.path, ""), class_.name) for class_ in answer.told if not class_.is_class
            ]
            yield from classes if len(classes) == len(answer.told) == 1 and classes[0].module else ()


def _argument_classes(snapshot: Snapshot, module: str, tree: Tree, function: Node, node: Node) -> Iterator[_Class]:
    """Yield the class of what the project's calls pass for a parameter without annotation, if it is one."""
    uses = (
        tree.at(*match.span())
        for match in _name_pattern(text(node)).finditer(tree.data, function.start_byte, function.end_byte)
    )
    paths = (
        value(tree, it)
        for it in uses
        if it is not None and it.type == "identifier" and enclosing_function(it) == function
    )
    parameter_path = next(filter(_PARAMETER_PATH.fullmatch, paths), None)
    if parameter_path is not None:
        types = snapshot.index.types.evaluate(parameter_path, module, Dependencies())
        if len(types) == 1 and types[0].kind == "instance":
            yield _Class(types[0].target.module, types[0].target.name)


def _name_pattern(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w.\x80-\xff])" + re.escape(name.encode()) + rb"(?![\w\x80-\xff])")


def _annotation_edit(source: Text, binding: Node, name: str) -> tuple[TextEdit, str]:
    """Return the edit where the name is bound, and its title."""
    parent = binding.parent
    default = parent.child_by_field_name("value") if parent is not None and parent.type == "default_parameter" else None
    annotation_text = f"{name} | None" if default is not None and text(default) == "None" else name
    annotated_name = f"{text(binding)}: {annotation_text}"
    replacement = f'{text(binding)}: "{annotation_text}"'
    if parent is not None and default is not None:
        return TextEdit(
            source.span(parent.start_byte, parent.end_byte), f"{replacement} = {text(default)}"
        ), f"Annotate `{annotated_name}`"
    return TextEdit(source.span(binding.start_byte, binding.end_byte), replacement), f"Annotate `{annotated_name}`"


def _may_have_name(tree: Tree, module: str, class_: _Class) -> bool:
    """Return whether the name of a class means that class in a module, or nothing yet."""
    is_known = class_.module == module or has_import(tree, class_.module, class_.name)
    return is_known or not module_bindings(tree, class_.name)
