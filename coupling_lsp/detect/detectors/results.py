"""Value paths of what functions return whose annotation tells no model; those of properties are kept as attributes."""

import re

from tree_sitter import Node

from coupling_lsp.detect.detectors import annotated_results
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import either
from coupling_lsp.source.annotations import leaves_open
from coupling_lsp.source.bindings import enclosing_function
from coupling_lsp.source.tree import Tree, enclosing_symbol, text
from coupling_lsp.source.values import value
from coupling_lsp.text import IN_NAME

_RETURN = re.compile(rb"\b(?:return|yield)[ \t]+[^\s#]")
_LOCAL_RETURN = re.compile(rb"\n[ \t]+(?:return|yield)[ ]([a-z_]\w*)[ \t]*$", re.M)
_COMPREHENSION = re.compile(rb"\n[ \t]+return[ ][\[({](?:[^\n]*|[ \t]*\n[^\n]*\n[ \t]*)\bfor\b")
_MAKING = re.compile(rb"[ ]=[ ][^\n]*\(|\.(?:append|add)\(|\[")
_MAX_RETURNS = 6
"""How many `return` and `yield` of a function count; the values of the others are left out."""


def concerns(kind: PieceKind) -> bool:
    """Return whether pieces of a kind are functions."""
    return kind.is_function


def gives_local_value(data: bytes) -> bool:
    """Return whether a function may return what it makes of other values, by its text: a variable, a comprehension."""
    if b"return " not in data and b"yield " not in data:
        return False
    names = {match[1] for match in _LOCAL_RETURN.finditer(data)}
    return any(_is_made(name, data) for name in names) or _COMPREHENSION.search(data) is not None


def _is_made(name: bytes, data: bytes) -> bool:
    """Return whether a name is bound to what a call gives, or something is put into what it stands for."""
    start = data.find(name)
    while start >= 0:
        if (not start or data[start - 1] not in IN_NAME) and _MAKING.match(data, start + len(name)):
            return True
        start = data.find(name, start + 1)
    return False


def read(tree: Tree, facts: FactsBuilder) -> None:
    """Gather the results of the functions in a piece."""
    if b"return" not in tree.data and b"yield" not in tree.data:
        return
    results: dict[tuple[int, int], tuple[Node, list[str]]] = {}
    for match in _RETURN.finditer(tree.data):
        node = tree.at(match.start(), match.start() + 5)
        statement = node.parent if node is not None else None
        if statement is None or statement.type not in ("return_statement", "yield"):
            continue
        function = enclosing_function(statement)
        if function is None or function.type != "function_definition" or _is_annotated(function):
            continue
        path = value(tree, statement.named_children[0] if statement.named_children else None)
        if statement.type == "yield":
            path = value_path.container(path)
        if path:
            results.setdefault((function.start_byte, function.end_byte), (function, []))[1].append(path)
    for function, paths in results.values():
        path = either(paths[:_MAX_RETURNS])
        if value_path.leads_to_models(path) or value_path.has_model_getter(path):
            _add_result(function, path, facts)


def _is_annotated(function: Node) -> bool:
    annotation = function.child_by_field_name("return_type")
    return annotation is not None and not leaves_open(text(annotation))


def _add_result(function: Node, path: str, facts: FactsBuilder) -> None:
    name, class_name = text(function.child_by_field_name("name")), enclosing_symbol(function)
    decorated = function.parent
    decorators = b""
    if decorated is not None and decorated.type == "decorated_definition":
        decorators = (decorated.text or b"")[: function.start_byte - decorated.start_byte]
    annotated_results.add_result(name, class_name, decorators, path, facts)
