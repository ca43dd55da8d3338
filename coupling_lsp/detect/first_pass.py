"""The first pass over a file: what it says by itself, piece by piece, without a word of other files."""

from collections.abc import Callable, Mapping
from operator import itemgetter

import ahocorasick_rs

from coupling_lsp.detect.detectors import (
    DETECTORS,
    PIECE_DETECTORS,
    TEXT_DETECTORS,
    aliases,
    settings,
)
from coupling_lsp.detect.facts_builder import FactsBuilder, Part, join
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.model.facts import NO_FACTS, Extraction
from coupling_lsp.source.pieces import Piece
from coupling_lsp.source.tree import Tree

_PATTERNS = tuple((pattern, detector) for detector in DETECTORS for pattern in detector.PATTERNS)
_OWNERS = tuple(detector for _, detector in _PATTERNS)
_SCAN = ahocorasick_rs.BytesAhoCorasick(
    [pattern for pattern, _ in _PATTERNS],
    implementation=ahocorasick_rs.Implementation.DFA,
    matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
)
_CHECKS = tuple(getattr(detector, "is_candidate", None) for detector in _OWNERS)
_MORE_PLACES = tuple(
    (_OWNERS.index(detector), detector.more_places) for detector in DETECTORS if hasattr(detector, "more_places")
)
_NOTHING = Extraction(NO_FACTS, b"")

Hit = tuple[int, int, int]
"""A place where a detector has to look: the number of its pattern, and the start and end of what the scan found."""


def extract(
    data: bytes,
    pieces: Callable[[], list[Piece]],
    loaders: tuple[str, ...],
    cached: Mapping[bytes, FactsBuilder],
    trees: dict[bytes, Tree],
) -> tuple[Extraction, Mapping[bytes, FactsBuilder]]:
    """Return the facts of a text, and those of its pieces by their bytes, to be handed in for the next text.

    Trees that are made are left in `trees`, for the second pass.
    """
    is_settings = settings.is_settings(data)
    hits = _hits(data, loaders)
    # The same bytes say something else under other loaders, and in a module of settings.
    context = "\0".join((*loaders, "settings" if is_settings else "")).encode()
    by_piece: dict[bytes, FactsBuilder] = {}
    parts: list[Part] = []
    cursor = line = counted_to = 0
    for piece in pieces() if hits or is_settings or _speaks(data, b"class") or aliases.speaks(data) else ():
        first = cursor
        while cursor < len(hits) and hits[cursor][1] < piece.end:
            cursor += 1
        content = data[piece.start : piece.end]
        speaks = _speaks(content, piece.header) if piece.is_function else aliases.speaks(content)
        if first == cursor and not speaks and not is_settings:
            continue
        whole = piece.header + content
        key = context + whole
        facts = by_piece.get(key) or cached.get(key)
        if facts is None:
            kind = PieceKind(piece.is_function, bool(piece.header) and not piece.is_function, is_settings)
            shift = len(piece.header) - piece.start
            piece_hits = [(owner, start + shift, end + shift) for owner, start, end in hits[first:cursor]]
            facts = _read(piece, whole, kind, piece_hits, trees)
            if kind.is_function and speaks:
                for detector in TEXT_DETECTORS:
                    detector.read_text(content, piece.header, facts, is_parsed=whole in trees)
        by_piece[key] = facts
        line += data.count(b"\n", counted_to, piece.start)
        counted_to = piece.start
        parts.append(Part(facts, line - bool(piece.header)))
    return (join(parts) if parts else _NOTHING), by_piece


def _read(piece: Piece, whole: bytes, kind: PieceKind, hits: list[Hit], trees: dict[bytes, Tree]) -> FactsBuilder:
    facts = FactsBuilder()
    if kind.is_function and not hits and not kind.is_settings:
        return facts
    tree = trees[whole] = Tree(whole, bool(piece.header), mend=True)
    readers = [detector for detector in PIECE_DETECTORS if detector.concerns(kind)]
    for detector in readers:
        detector.read(tree, facts)
    for owner, start, end in hits:
        _OWNERS[owner].visit(tree, *tree.moved(start, end), facts)
    return facts


def _speaks(data: bytes, header: bytes) -> bool:
    return any(detector.speaks(data, header) for detector in TEXT_DETECTORS)


def _hits(data: bytes, loaders: tuple[str, ...]) -> list[Hit]:
    hits = [
        hit
        for hit in _SCAN.find_matches_as_indexes(data)
        if (is_candidate := _CHECKS[hit[0]]) is None or is_candidate(data, hit[1], hit[2])
    ]
    more_hits = [(owner, *place) for owner, more_places in _MORE_PLACES for place in more_places(data, loaders)]
    return sorted(hits + more_hits, key=itemgetter(1)) if more_hits else hits
