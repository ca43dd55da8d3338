"""Runs the second pass over the pieces of a file; pieces with the same hits as before are not parsed again."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import NamedTuple

from coupling_lsp.detect.second_pass import search
from coupling_lsp.detect.second_pass.attribute_paths import is_attribute_path
from coupling_lsp.detect.second_pass.lookup_prefilter import is_lookup, is_worth_parsing
from coupling_lsp.detect.second_pass.uses import Uses, collect_uses
from coupling_lsp.django.dispatch import CONNECT
from coupling_lsp.model.search_terms import NO_SEARCH_TERMS, SearchTerms
from coupling_lsp.source.pieces import Piece
from coupling_lsp.source.tree import Tree


class Memory(NamedTuple):
    """The results of a second pass by the bytes of the piece, and its search terms."""

    pieces: Mapping[bytes, Uses]
    search_terms: SearchTerms


NO_MEMORY = Memory({}, NO_SEARCH_TERMS)


def run(
    data: bytes,
    pieces: Callable[[], list[Piece]],
    search_terms: SearchTerms,
    memory: Memory,
    trees: Mapping[bytes, Tree],
) -> tuple[list[tuple[Uses, int]], Memory]:
    """Return the results of each piece with the number of lines before it, and the memory for the next text.

    `trees` are those of pieces that were parsed already.
    """
    hits = search.hits(data, search_terms)
    previous = memory.pieces if not memory.search_terms.without(search_terms) else {}
    # A piece that says none of the search terms that are wanted only now gives what it gave before.
    new_hits = [start for start, _ in search.hits(data, search_terms.without(memory.search_terms))] if previous else []
    uses_by_line: list[tuple[Uses, int]] = []
    by_piece: dict[bytes, Uses] = {}
    cursor = line = counted_to = 0
    for piece in pieces() if hits else ():
        first = cursor
        while cursor < len(hits) and hits[cursor][0] < piece.end:
            cursor += 1
        piece_hits = [hit for hit in hits[first:cursor] if is_worth_parsing(data, piece.start, *hit)]
        if not piece.is_function:
            piece_hits = [hit for hit in piece_hits if _counts_outside_functions(data, search_terms, *hit)]
        if not piece_hits:
            continue
        whole = piece.header + data[piece.start : piece.end]
        piece_uses = by_piece.get(whole)
        if piece_uses is None and bisect_left(new_hits, piece.start) == bisect_left(new_hits, piece.end):
            piece_uses = previous.get(whole)
        if piece_uses is None:
            shift = len(piece.header) - piece.start
            tree = trees.get(whole) or Tree(whole, bool(piece.header), mend=True)
            tree_hits = [tree.tree_range(start + shift, end + shift) for start, end in piece_hits]
            piece_uses = collect_uses(tree, tree_hits, search_terms)
        by_piece[whole] = piece_uses
        line += data.count(b"\n", counted_to, piece.start)
        counted_to = piece.start
        if any(piece_uses):
            uses_by_line.append((piece_uses, line - bool(piece.header)))
    return uses_by_line, Memory(by_piece, search_terms)


def _counts_outside_functions(data: bytes, search_terms: SearchTerms, start: int, end: int) -> bool:
    """Return whether a hit counts in the body of a module or class too: of a query, a row's string, a receiver."""
    if is_lookup(data, start, end) or is_attribute_path(data, start, end) or data.startswith(search.LOADING, end - 8):
        return True
    name = data[start:end].decode("utf-8", "replace")
    return name == CONNECT or name in search_terms.managers or name in search_terms.writing_methods
