"""The questions to ask of jedi: places of a file where a model may be used, but it is not known which one.

They are looked for on request only, never while a snapshot is made.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.detect.query_chains import links
from coupling_lsp.detect.second_pass import search
from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.django.model_classes import GET_USER_MODEL
from coupling_lsp.django.queryset_api import ROW_METHODS
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.model.facts import Access
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.model.value_path import is_instance
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.parentheses import only_child
from coupling_lsp.source.pieces import cut
from coupling_lsp.source.tree import Tree, enclosing_symbol, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span, Text

_ROW_METHODS, _MANAGERS = ("|".join(sorted(names)).encode() for names in (ROW_METHODS, MANAGERS))
_USE = re.compile(rb"\.(" + _ROW_METHODS + rb")\(|\.(" + _MANAGERS + rb")\b")
_MAX_NAMES = 4
"""How many names of an expression are asked about; those farther to the left are left out."""


class AskedName(NamedTuple):
    """A name whose class would answer a question.

    `line` counts from 1, `column` from 0. `is_called` asks for the class of what a call of it returns; `rest` are the
    steps from there to the model (see `source.values`).
    """

    name: str
    line: int
    column: int
    is_called: bool
    rest: str


class Question(NamedTuple):
    """A use of a model that is not known, and where it stands; `names` would answer it, the best first."""

    access: Access
    span: Span
    names: tuple[AskedName, ...]


def questions(snapshot: Snapshot, path: str, source: Text) -> Iterator[Question]:
    """Yield the questions about a file, in order."""
    module = snapshot.index.names.modules.names.get(path, "")
    if not module or not snapshot.index.apps.owner(module) or path not in snapshot.index.resolved:
        return
    data = re.sub(rb"\r(?!\n)", b"\n", source.data)
    words = SearchTerms(snapshot.index.types.relations.attributes)
    hits = [(*hit.span(hit.lastindex or 0), True) for hit in _USE.finditer(data)]
    hits += [(start, end, False) for start, end in (search.hits(data, words) if not search.has_tests(data) else ())]
    hits.sort()
    managers = {snapshot.span(path, it.site) for it in snapshot.index.resolved[path].unresolved}
    answers = snapshot.extractions[path].facts.answers
    managers |= {snapshot.span(path, it.open) for it in answers if it.open >= 0}
    for piece in cut(data) if hits else ():
        hits_in_piece = [it for it in hits if piece.start <= it[0] and it[1] <= piece.end]
        if not hits_in_piece or not piece.is_function:
            continue
        tree = Tree(piece.header + data[piece.start : piece.end], bool(piece.header))
        shift = len(piece.header) - piece.start
        lines = data.count(b"\n", 0, piece.start) - bool(piece.header)
        for start, end, is_own in hits_in_piece:
            question = _question(snapshot, module, tree, (start + shift, end + shift), lines, managers, is_own=is_own)
            if question is not None:
                yield question


def question_at(snapshot: Snapshot, path: str, source: Text, line: int, column: int) -> Question | None:
    """Return the question about the smallest use of a model around a place, from 1, of a file."""
    touched_questions = [it for it in questions(snapshot, path, source) if it.span.contains(line, column)]
    return min(touched_questions, key=lambda it: it.span.size(), default=None)


def _question(
    snapshot: Snapshot,
    module: str,
    tree: Tree,
    byte_range: tuple[int, int],
    lines: int,
    managers: set[Span],
    *,
    is_own: bool,
) -> Question | None:
    name = tree.at(*byte_range)
    attribute = name.parent if name is not None else None
    if name is None or attribute is None or attribute.child_by_field_name("attribute") != name:
        return None
    receiver = attribute.child_by_field_name("object")
    if receiver is None or (not is_own and _is_excluded(attribute)):
        return None
    span = _shifted(tree.span(receiver if is_own else attribute), lines)
    manager = text(name) if is_own and text(name) not in ROW_METHODS else ""
    if not (span in managers if manager else _may_be_row(snapshot, module, tree, receiver)):
        return None
    if not is_own and value(tree, attribute).startswith(GET_USER_MODEL):
        return None
    if is_own and not manager and any(f".{it}" in text(receiver) for it in MANAGERS):
        return None  # `model.objects.filter(…).delete()` is one use, that of the manager.
    candidates = tuple(_names(tree, receiver, lines))[:_MAX_NAMES]
    first = () if is_own else (text(name),)
    links_after = links(attribute) if manager or not is_own else links(receiver)
    access = Access("", manager, (*first, *links_after), enclosing_symbol(attribute), tree.timing(attribute), "")
    return Question(access, span, candidates) if candidates else None


def _may_be_row(snapshot: Snapshot, module: str, tree: Tree, node: Node) -> bool:
    """Return whether an expression may be an instance, but it is not known of what."""
    path = value(tree, node)
    return not path or (is_instance(path) and not snapshot.index.types.evaluate(path, module, Dependencies()))


def _is_excluded(attribute: Node) -> bool:
    """Return whether an attribute is set or deleted, or what is called on it is a question of its own."""
    parent = attribute.parent
    if parent is None or parent.type in ("delete_statement", "pattern_list", "tuple_pattern"):
        return True
    if parent.type in ("assignment", "for_statement", "augmented_assignment"):
        return parent.child_by_field_name("left") == attribute
    return parent.type == "attribute" and text(parent.child_by_field_name("attribute")) in ROW_METHODS


def _names(tree: Tree, node: Node | None, lines: int) -> Iterator[AskedName]:
    """Yield the names in an expression, the last first, each with the steps that follow it (see `source.values`)."""
    rest = ""
    while node is not None:
        next_node: Node | None = None
        name = node
        match node.type:
            case "attribute":
                next_node, name = node.child_by_field_name("object"), node.child_by_field_name("attribute") or node
            case "call":
                rest, node = f"(){rest}", node.child_by_field_name("function")
                continue
            case "subscript":
                rest, node = f"[]{rest}", node.child_by_field_name("value")
                continue
            case "parenthesized_expression" | "await" if (inner := only_child(node)) is not None:
                node = inner
                continue
            case kind if kind != "identifier":
                return
        span = _shifted(tree.span(name), lines)
        is_called = rest.startswith("()")
        yield AskedName(text(name), span.line, span.column - 1, is_called, rest.removeprefix("()"))
        rest, node = f".{text(name)}{rest}", next_node


def _shifted(span: Span, lines: int) -> Span:
    return Span(span.line + lines, span.column, span.end_line + lines, span.end_column)
