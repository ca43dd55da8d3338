"""From the text of one file to its facts. Adding a detector is one module and one line in `DETECTORS`."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from operator import itemgetter
from types import ModuleType
from typing import NamedTuple

import ahocorasick_rs

from coupling_lsp.detect import (
    aliases,
    channels,
    classes,
    comments,
    declared,
    dynamic,
    held,
    imports,
    instances,
    late,
    queries,
    results,
    returns,
    settings,
    words,
)
from coupling_lsp.detect.found import Found, Part, join
from coupling_lsp.model.facts import NO_FACTS, Extraction
from coupling_lsp.model.words import NO_WORDS, Words
from coupling_lsp.source.pieces import Piece, cut
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Text

DETECTORS: tuple[ModuleType, ...] = (
    imports,
    classes,
    queries,
    instances,
    returns,
    dynamic,
    comments,
    channels,
    declared,
    late,
)

VERSION = 39
"""Raise it when the same text gives other facts, so that no cache outlives its detectors."""

_PATTERNS = tuple((pattern, detector) for detector in DETECTORS for pattern in detector.PATTERNS)
_OWNERS = tuple(detector for _, detector in _PATTERNS)
_SCAN = ahocorasick_rs.BytesAhoCorasick(
    [pattern for pattern, _ in _PATTERNS],
    implementation=ahocorasick_rs.Implementation.DFA,
    matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
)
_CHECKS = tuple(getattr(detector, "is_candidate", None) for detector in _OWNERS)
_QUERIES, _DYNAMIC = _OWNERS.index(queries), _OWNERS.index(dynamic)
_ALIAS = re.compile(
    rb"^[ \t]*[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*[(A-Za-z_\"'\x80-\xff]", re.M
)
_LONE_CR = re.compile(rb"\r(?!\n)")
_NOTHING = Extraction(NO_FACTS, b"")


Look = Callable[[Mapping[str, Extraction], Words], dict[str, Extraction]]
"""A second look at files: of those handed in, the extractions that say more when these words are wanted besides."""

Hit = tuple[int, int, int]
"""A place where a detector has to look: its number, and the start and end of what was found."""


class Memory(NamedTuple):
    """What pieces gave before, so that an edit costs the piece it falls into; the second look's for its words."""

    pieces: Mapping[bytes, Found]
    second: words.Memory


_NO_MEMORY = Memory({}, words.NO_MEMORY)


def extract(
    text: Text, memory: Memory | None = None, loaders: tuple[str, ...] = (), wanted: Words = NO_WORDS
) -> tuple[Extraction, Memory]:
    """The facts of a file, and the memory to hand in for its next text.

    `loaders` are a project's own functions that import by dotted string, `wanted` the words for a second look (see
    `detect.words`). Depends on these three alone; never raises.
    """
    data = _plain(text)
    pieces = cache(partial(cut, data))
    trees: dict[bytes, Tree] = {}
    memory = memory or _NO_MEMORY
    extraction, kept = _first(data, pieces, loaders, memory.pieces, trees)
    wanted = NO_WORDS if words.has_tests(data) else wanted
    found, second = words.look(data, pieces, wanted, memory.second, trees)
    return words.replaced(extraction, found), Memory(kept, second)


def look_again(text: Text, extraction: Extraction, wanted: Words) -> Extraction:
    """The extraction of a text without tests when words are wanted besides; the same when it says none."""
    data = _plain(text)
    found, _ = words.look(data, partial(cut, data), wanted, words.NO_MEMORY, {})
    return words.added(extraction, found) if found else extraction


def looking(read: Callable[[str], Text | None]) -> Look:
    """What looks again at files whose texts `read` gives, None for one that is gone."""

    @cache
    def text_of(path: str) -> Text | None:
        text = read(path)
        return text if text is not None and not words.has_tests(_plain(text)) else None

    def look(extractions: Mapping[str, Extraction], wanted: Words) -> dict[str, Extraction]:
        texts = ((path, before, text_of(path)) for path, before in extractions.items())
        return {
            path: latest
            for path, before, text in texts
            if text is not None and (latest := look_again(text, before, wanted)) is not before
        }

    return look


def _plain(text: Text) -> bytes:
    return _LONE_CR.sub(b"\n", text.data) if b"\r" in text.data else text.data


def _first(
    data: bytes,
    pieces: Callable[[], list[Piece]],
    loaders: tuple[str, ...],
    memory: Mapping[bytes, Found],
    trees: dict[bytes, Tree],
) -> tuple[Extraction, Mapping[bytes, Found]]:
    """What the first look says, which needs no word of other files; the trees of functions are kept for the second."""
    is_settings = settings.is_settings(data)
    hits = _hits(data, loaders)
    mark = "\0".join((*loaders, "settings" if is_settings else "")).encode()
    kept: dict[bytes, Found] = {}
    parts: list[Part] = []
    cursor = line = counted = 0
    for piece in pieces() if hits or is_settings or returns.speaks(data, b"class") or _ALIAS.search(data) else ():
        first = cursor
        while cursor < len(hits) and hits[cursor][1] < piece.end:
            cursor += 1
        content = data[piece.start : piece.end]
        whole = piece.header + content
        named = _ALIAS.search(content) is not None if not piece.is_function else returns.speaks(content, piece.header)
        if first == cursor and not named and not is_settings:
            continue
        key = mark + whole
        found = kept.get(key) or memory.get(key)
        if found is None:
            shift = len(piece.header) - piece.start
            moved = [(owner, start + shift, end + shift) for owner, start, end in hits[first:cursor]]
            if piece.is_function and not moved and not is_settings:
                found, parsed = Found(), False
            else:
                tree = trees[whole] = Tree(whole, bool(piece.header), mend=True)
                moved = [(owner, *tree.moved(start, end)) for owner, start, end in moved]
                found, parsed = _read(tree, moved, piece.is_function, is_settings), True
            if piece.is_function and named:
                returns.read(content, piece.header, found, parsed=parsed)
        kept[key] = found
        line += data.count(b"\n", counted, piece.start)
        counted = piece.start
        parts.append(Part(found, line - bool(piece.header)))
    return (join(parts) if parts else _NOTHING), kept


def _hits(data: bytes, loaders: tuple[str, ...]) -> list[Hit]:
    found = [
        hit
        for hit in _SCAN.find_matches_as_indexes(data)
        if (is_candidate := _CHECKS[hit[0]]) is None or is_candidate(data, hit[1], hit[2])
    ]
    more = [
        (_QUERIES, *match.span(1))
        for match in queries.CUSTOM_MANAGER.finditer(data)
        if match[1] not in queries.PATTERNS
    ]
    if loaders:
        more += [(_DYNAMIC, *match.span(1)) for match in dynamic.shape(loaders).finditer(data)]
    return sorted(found + more, key=itemgetter(1)) if more else found


def _read(tree: Tree, hits: list[Hit], is_function: bool, is_settings: bool) -> Found:
    found = Found()
    if tree.completed and not is_function:
        classes.visit(tree, 0, len(b"class "), found)
    for owner, start, end in hits:
        _OWNERS[owner].visit(tree, start, end, found)
    if is_function:
        results.read(tree, found)
        held.read(tree, found)
    elif not tree.completed:
        aliases.read(tree, found)
    if is_settings:
        settings.read(tree, found)
    return found
