"""The first pass over a file: what it says by itself, piece by piece, without knowledge of other files."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from operator import itemgetter

import ahocorasick_rs

from coupling_lsp.detect.detectors import (
    DETECTORS,
    PIECE_DETECTORS,
    TEXT_DETECTORS,
    PieceDetector,
    aliases,
    results,
    settings,
)
from coupling_lsp.detect.facts_builder import NO_EXTRACTION, FactsBuilder, Part, join
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.model.facts import Extraction
from coupling_lsp.source.pieces import Piece
from coupling_lsp.source.tree import Tree

_PATTERNS = tuple((pattern, detector) for detector in DETECTORS for pattern in detector.PATTERNS)
_PATTERN_DETECTORS = tuple(detector for _, detector in _PATTERNS)
_AUTOMATON = ahocorasick_rs.BytesAhoCorasick(
    [pattern for pattern, _ in _PATTERNS],
    implementation=ahocorasick_rs.Implementation.DFA,
    matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
)
_CANDIDATE_CHECKS = tuple(getattr(detector, "is_candidate", None) for detector in _PATTERN_DETECTORS)
_MORE_PLACES = tuple(
    (_PATTERN_DETECTORS.index(detector), detector.more_places)
    for detector in DETECTORS
    if hasattr(detector, "more_places")
)

Hit = tuple[int, int, int]
"""A match of a pattern of a detector: the number of the pattern, and its start and end in bytes."""


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
    hits = _find_hits(data, loaders)
    # The same bytes say something else under other loaders, and in a module of settings.
    context = "\0".join((*loaders, "settings" if is_settings else "")).encode()
    by_piece: dict[bytes, FactsBuilder] = {}
    parts: list[Part] = []
    cursor = line = counted_to = 0
    for piece in pieces() if hits or is_settings or _has_candidates(data) else ():
        first = cursor
        while cursor < len(hits) and hits[cursor][1] < piece.end:
            cursor += 1
        content = data[piece.start : piece.end]
        has_results = piece.is_function and _has_results(content)
        is_parsed = first < cursor or is_settings or _is_worth_parsing(content, piece.is_function)
        if not (is_parsed or has_results):
            continue
        whole = piece.header + content
        key = context + whole
        facts = by_piece.get(key) or cached.get(key)
        if facts is None:
            kind = PieceKind(piece.is_function, bool(piece.header) and not piece.is_function, is_settings)
            shift = len(piece.header) - piece.start
            piece_hits = [(owner, start + shift, end + shift) for owner, start, end in hits[first:cursor]]
            facts = _read_piece(piece, whole, kind, piece_hits, trees) if is_parsed else FactsBuilder()
            if has_results:
                for detector in TEXT_DETECTORS:
                    detector.read_text(content, piece.header, facts, is_parsed=is_parsed)
        by_piece[key] = facts
        line += data.count(b"\n", counted_to, piece.start)
        counted_to = piece.start
        parts.append(Part(facts, line - bool(piece.header)))
    return (join(parts) if parts else NO_EXTRACTION), by_piece


def _read_piece(piece: Piece, whole: bytes, kind: PieceKind, hits: list[Hit], trees: dict[bytes, Tree]) -> FactsBuilder:
    facts = FactsBuilder()
    tree = trees[whole] = Tree(whole, bool(piece.header), mend=True)
    for piece_detector in _piece_detectors(kind):
        piece_detector.read(tree, facts)
    for owner, start, end in hits:
        _PATTERN_DETECTORS[owner].visit(tree, *tree.tree_range(start, end), facts)
    return facts


@cache
def _piece_detectors(kind: PieceKind) -> tuple[PieceDetector, ...]:
    return tuple(detector for detector in PIECE_DETECTORS if detector.concerns(kind))


def _has_candidates(data: bytes) -> bool:
    """Return whether a file may have facts where no pattern stands."""
    return _has_text_candidates(data) or aliases.has_candidates(data) or results.gives_local_value(data)


# Both are kept for the next text: a key that is typed leaves all pieces but one as they were.
@lru_cache(maxsize=1 << 10)
def _is_worth_parsing(piece: bytes, is_function: bool) -> bool:
    return results.gives_local_value(piece) if is_function else aliases.has_candidates(piece)


@lru_cache(maxsize=1 << 10)
def _has_results(function: bytes) -> bool:
    return _has_text_candidates(function)


def _has_text_candidates(data: bytes) -> bool:
    return any(detector.has_candidates(data) for detector in TEXT_DETECTORS)


def _find_hits(data: bytes, loaders: tuple[str, ...]) -> list[Hit]:
    hits = [
        hit
        for hit in _AUTOMATON.find_matches_as_indexes(data)
        if (is_candidate := _CANDIDATE_CHECKS[hit[0]]) is None or is_candidate(data, hit[1], hit[2])
    ]
    more_hits = [(owner, *place) for owner, more_places in _MORE_PLACES for place in more_places(data, loaders)]
    return sorted(hits + more_hits, key=itemgetter(1)) if more_hits else hits
