"""What functions without an annotation return, as far as it can be told; properties are kept as attributes."""

import re

from tree_sitter import Node

from coupling_lsp.detect.detectors import annotated_results
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import either
from coupling_lsp.source.bindings import owner
from coupling_lsp.source.tree import Tree, enclosing, text
from coupling_lsp.source.values import value

_GIVES = re.compile(rb"\b(?:return|yield)[ \t]+[^\s#]")
_MOST = 6


def concerns(kind: PieceKind) -> bool:
    """Return whether pieces of a kind are functions."""
    return kind.is_function


def read(tree: Tree, facts: FactsBuilder) -> None:
    """Gather the results of the functions in a piece."""
    results: dict[tuple[int, int], tuple[Node, list[str]]] = {}
    for match in _GIVES.finditer(tree.data):
        node = tree.at(match.start(), match.start() + 5)
        statement = node.parent if node is not None else None
        if statement is None or statement.type not in ("return_statement", "yield"):
            continue
        function = owner(statement)
        if function is None or function.type != "function_definition" or function.child_by_field_name("return_type"):
            continue
        path = value(tree, statement.named_children[0] if statement.named_children else None)
        if statement.type == "yield":
            path = value_path.container(path)
        if path:
            results.setdefault((function.start_byte, function.end_byte), (function, []))[1].append(path)
    for function, paths in results.values():
        path = either(paths[:_MOST])
        if value_path.leads_to_models(path) or value_path.has_model_getter(path):
            _keep(function, path, facts)


def _keep(function: Node, path: str, facts: FactsBuilder) -> None:
    name, class_name = text(function.child_by_field_name("name")), enclosing(function)
    decorated = function.parent
    decorators = b""
    if decorated is not None and decorated.type == "decorated_definition":
        decorators = (decorated.text or b"")[: function.start_byte - decorated.start_byte]
    annotated_results.keep(name, class_name, decorators, path, facts)
