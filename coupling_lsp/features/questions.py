"""The places of a file where a model may be used, but of which one our own reading does not tell: what to ask of jedi.

They are looked for on request only, never while a snapshot is made.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.detect.detectors.manager_calls import links
from coupling_lsp.detect.second_pass import search
from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.django.model_classes import GET_USER_MODEL
from coupling_lsp.django.queryset_api import ROW_METHODS
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.model.facts import Access
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.model.value_path import is_instance
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.pieces import cut
from coupling_lsp.source.tree import Tree, enclosing_symbol, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span, Text

_ROW_METHODS, _MANAGERS = ("|".join(sorted(names)).encode() for names in (ROW_METHODS, MANAGERS))
_HIT = re.compile(rb"\.(" + _ROW_METHODS + rb")\(|\.(" + _MANAGERS + rb")\b")
_MOST_NAMES = 4


class Asked(NamedTuple):
    """A name whose class would tell: where it stands, whether what a call of it gives is meant, and what follows."""

    name: str
    line: int
    column: int
    called: bool
    rest: str


class Question(NamedTuple):
    """A use of a model that is not known, and where it stands; `asked` are the names that would tell, best first."""

    access: Access
    span: Span
    asked: tuple[Asked, ...]


def questions(snapshot: Snapshot, path: str, source: Text) -> Iterator[Question]:
    """The questions about a file, in order."""
    module = snapshot.index.names.modules.names.get(path, "")
    if not module or not snapshot.index.apps.owner(module) or path not in snapshot.index.resolved:
        return
    data = re.sub(rb"\r(?!\n)", b"\n", source.data)
    words = SearchTerms(snapshot.index.types.relations.attributes)
    hits = [(*hit.span(hit.lastindex or 0), True) for hit in _HIT.finditer(data)]
    hits += [(start, end, False) for start, end in (search.hits(data, words) if not search.has_tests(data) else ())]
    hits.sort()
    managers = {snapshot.span(path, it.site) for it in snapshot.index.resolved[path].unresolved}
    answers = snapshot.extractions[path].facts.answers
    managers |= {snapshot.span(path, it.open) for it in answers if it.open >= 0}
    for piece in cut(data) if hits else ():
        inside = [it for it in hits if piece.start <= it[0] and it[1] <= piece.end]
        if not inside or not piece.is_function:
            continue
        tree = Tree(piece.header + data[piece.start : piece.end], bool(piece.header))
        shift = len(piece.header) - piece.start
        lines = data.count(b"\n", 0, piece.start) - bool(piece.header)
        for start, end, is_own in inside:
            found = _question(snapshot, module, tree, (start + shift, end + shift), lines, managers, is_own=is_own)
            if found is not None:
                yield found


def _question(
    snapshot: Snapshot,
    module: str,
    tree: Tree,
    at: tuple[int, int],
    lines: int,
    managers: set[Span],
    *,
    is_own: bool,
) -> Question | None:
    name = tree.at(*at)
    attribute = name.parent if name is not None else None
    if name is None or attribute is None or attribute.child_by_field_name("attribute") != name:
        return None
    before = attribute.child_by_field_name("object")
    if before is None or (not is_own and _is_left_out(attribute)):
        return None
    span = _moved(tree.span(before if is_own else attribute), lines)
    manager = text(name) if is_own and text(name) not in ROW_METHODS else ""
    if not (span in managers if manager else _may_be_row(snapshot, module, tree, before)):
        return None
    if not is_own and value(tree, attribute).startswith(GET_USER_MODEL):
        return None
    if is_own and not manager and any(f".{it}" in text(before) for it in MANAGERS):
        return None  # `model.objects.filter(…).delete()` is one use, that of the manager.
    asked = tuple(_names(tree, before, lines))[:_MOST_NAMES]
    first = () if is_own else (text(name),)
    called = links(attribute) if manager or not is_own else links(before)
    it = Access("", manager, (*first, *called), enclosing_symbol(attribute), tree.timing(attribute), "")
    return Question(it, span, asked) if asked else None


def _may_be_row(snapshot: Snapshot, module: str, tree: Tree, node: Node) -> bool:
    """Whether an expression may be an instance, but it is not known of what."""
    path = value(tree, node)
    return not path or (is_instance(path) and not snapshot.index.types.evaluate(path, module, Dependencies()))


def _is_left_out(attribute: Node) -> bool:
    """Whether an attribute is set or deleted, or a question of its own is asked about what is called on it."""
    parent = attribute.parent
    if parent is None or parent.type in ("delete_statement", "pattern_list", "tuple_pattern"):
        return True
    if parent.type in ("assignment", "for_statement", "augmented_assignment"):
        return parent.child_by_field_name("left") == attribute
    return parent.type == "attribute" and text(parent.child_by_field_name("attribute")) in ROW_METHODS


def _names(tree: Tree, node: Node | None, lines: int) -> Iterator[Asked]:
    """The names in an expression, the last first, each with the steps that follow it (see `source.values`)."""
    rest = ""
    while node is not None:
        following: Node | None = None
        name = node
        match node.type:
            case "attribute":
                following, name = node.child_by_field_name("object"), node.child_by_field_name("attribute") or node
            case "call":
                rest, node = f"(){rest}", node.child_by_field_name("function")
                continue
            case "subscript":
                rest, node = f"[]{rest}", node.child_by_field_name("value")
                continue
            case "parenthesized_expression" | "await" if node.named_child_count == 1:
                node = node.named_children[0]
                continue
            case kind if kind != "identifier":
                return
        span = _moved(tree.span(name), lines)
        called = rest.startswith("()")
        yield Asked(text(name), span.line, span.column - 1, called, rest.removeprefix("()"))
        rest, node = f".{text(name)}{rest}", following


def _moved(span: Span, lines: int) -> Span:
    return Span(span.line + lines, span.column, span.end_line + lines, span.end_column)
