"""What runs where a function is called, or in a statement, and what is called there.

Facts hold no calls but those on which a type depends; these are asked for rarely, and then read from the text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.model.value_path import ValuePath
from coupling_lsp.source.definitions import code_of
from coupling_lsp.source.pieces import Piece, cut
from coupling_lsp.source.tree import FUNCTIONS, Tree
from coupling_lsp.source.values import value
from coupling_lsp.text import Span, Text

_DEFINITION = re.compile(rb"^[ \t\f]*(?:async[ \t]+)?def[ \t]+([\w\x80-\xff]+)", re.M)


class Code(NamedTuple):
    """A part of a file that runs as one: where it is, which parts of it are functions of their own, what it calls.

    Functions inside of it run at another time or not at all. `callees` are value paths.
    """

    span: Span
    inner_functions: tuple[Span, ...]
    callees: tuple[ValuePath, ...]

    def runs(self, span: Span) -> bool:
        """Return whether what stands at a span runs with this code."""
        is_inner = any(it.contains(span.line, span.column) for it in self.inner_functions)
        return self.span.contains(span.line, span.column) and not is_inner


def function_code(text: Text, symbol: str) -> Code | None:
    """Return the code of a function or method, by its dotted name in the file; None where no piece of it has that."""
    owner, _, name = symbol.rpartition(".")
    header = f"class {owner}:\n".encode() if owner else b""
    data = code_of(text)
    if name.encode() not in data:
        return None
    for piece in _pieces(text):
        if piece.is_function and piece.header == header:
            match = _DEFINITION.search(data, piece.start, piece.end)
            if match is not None and match[1].decode() == name:
                return _code(data, piece, match.start(1), "function_definition")
    return None


def code_at(text: Text, span: Span) -> Code | None:
    """Return the code of the statement or function that begins at a span; None where none does."""
    data = code_of(text)
    offset = text.byte(span.line, span.column)
    for piece in _pieces(text):
        if piece.start <= offset < piece.end:
            return _code(data, piece, offset, "")
    return None


@lru_cache(maxsize=256)
def _pieces(text: Text) -> tuple[Piece, ...]:
    return tuple(cut(code_of(text)))


def _code(data: bytes, piece: Piece, offset: int, kind: str) -> Code | None:
    """Return the code of the node of a kind, or of any statement, that begins at or around an offset of the data."""
    tree = Tree(piece.header + data[piece.start : piece.end], bool(piece.header), mend=True)
    start, end = tree.tree_range(*(it + len(piece.header) - piece.start for it in (offset, offset + 1)))
    node = tree.at(start, end)
    while node is not None and not (node.type == kind or (not kind and node.type in _STATEMENTS)):
        node = node.parent
    if node is None:
        return None
    lines = data.count(b"\n", 0, piece.start) - bool(piece.header)
    inner_functions: list[Span] = []
    callees = dict.fromkeys(_callees(tree, node, lines, inner_functions))
    return Code(_moved(tree.span(node), lines), tuple(inner_functions), tuple(callees))


_STATEMENTS = ("with_statement", "function_definition")


def _callees(tree: Tree, root: Node, lines: int, inner_functions: list[Span]) -> Iterator[ValuePath]:
    """Yield the value paths of what is called in a node, and gather the functions inside of it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type in FUNCTIONS and node != root:
            inner_functions.append(_moved(tree.span(node), lines))
            continue
        if node.type == "call" and (path := value(tree, node.child_by_field_name("function"))):
            yield path
        waiting.extend(reversed(node.named_children))


def _moved(span: Span, lines: int) -> Span:
    return Span(span.line + lines, span.column, span.end_line + lines, span.end_column)
