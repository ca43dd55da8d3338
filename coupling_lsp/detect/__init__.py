"""From the text of one file to its facts. Adding a detector is one module and one line in `DETECTORS`."""

import re
from collections.abc import Mapping
from types import ModuleType
from typing import NamedTuple

import ahocorasick_rs

from coupling_lsp.detect import aliases, classes, comments, dynamic, imports, queries, settings
from coupling_lsp.detect.found import Found, Part, join
from coupling_lsp.model.facts import NO_FACTS, Extraction
from coupling_lsp.source.pieces import cut
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Text

DETECTORS: tuple[ModuleType, ...] = (imports, classes, queries, dynamic, comments)

VERSION = 1
"""Raise it when the same text gives other facts, so that no cache outlives its detectors."""

_PATTERNS = tuple((pattern, detector) for detector in DETECTORS for pattern in detector.PATTERNS)
_OWNERS = tuple(detector for _, detector in _PATTERNS)
_SCAN = ahocorasick_rs.BytesAhoCorasick(
    [pattern for pattern, _ in _PATTERNS],
    implementation=ahocorasick_rs.Implementation.DFA,
    matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
)
_QUERIES, _DYNAMIC = _OWNERS.index(queries), _OWNERS.index(dynamic)
_ALIAS = re.compile(
    rb"^[ \t]*[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*[(A-Za-z_\"'\x80-\xff]", re.M
)
_LONE_CR = re.compile(rb"\r(?!\n)")
_NOTHING = Extraction(NO_FACTS, b"")


class Hit(NamedTuple):
    """A place where a detector has to look: its number, and the bytes of what was found."""

    owner: int
    start: int
    end: int


Memory = Mapping[bytes, Found]
"""What pieces gave before, so that an edit costs the piece it falls into."""


def extract(text: Text, memory: Memory | None = None, loaders: tuple[str, ...] = ()) -> tuple[Extraction, Memory]:
    """The facts of a file, and the memory to hand in for its next text.

    `loaders` are a project's own functions that import by dotted string. Depends on these two alone; never raises.
    """
    data = _LONE_CR.sub(b"\n", text.data) if b"\r" in text.data else text.data
    is_settings = any(mark in data for mark in settings.MARKS)
    hits = _hits(data, loaders)
    mark = "\0".join((*loaders, "settings" if is_settings else "")).encode()
    memory = memory or {}
    kept: dict[bytes, Found] = {}
    parts: list[Part] = []
    cursor = 0
    for piece in cut(data) if hits or is_settings or _ALIAS.search(data) else ():
        first = cursor
        while cursor < len(hits) and hits[cursor].start < piece.end:
            cursor += 1
        content = data[piece.start : piece.end]
        whole = piece.header + content
        named = not piece.is_function and _ALIAS.search(content) is not None
        if first == cursor and not named and not is_settings:
            continue
        key = mark + whole
        found = kept.get(key) or memory.get(key)
        if found is None:
            shift = len(piece.header) - piece.start
            moved = [Hit(h.owner, h.start + shift, h.end + shift) for h in hits[first:cursor]]
            found = _read(Tree(whole, bool(piece.header)), moved, piece.is_function, is_settings)
        kept[key] = found
        parts.append(Part(found, text.place(piece.start)[0] - 1 - bool(piece.header)))
    return (join(parts) if parts else _NOTHING), kept


def _hits(data: bytes, loaders: tuple[str, ...]) -> list[Hit]:
    found = [Hit(number, start, end) for number, start, end in _SCAN.find_matches_as_indexes(data)]
    more = [
        Hit(_QUERIES, *match.span(1))
        for match in queries.CUSTOM_MANAGER.finditer(data)
        if match[1] not in queries.PATTERNS
    ]
    if loaders:
        more += [Hit(_DYNAMIC, *match.span(1)) for match in dynamic.shape(loaders).finditer(data)]
    return sorted(found + more, key=_start) if more else found


def _start(hit: Hit) -> int:
    return hit.start


def _read(tree: Tree, hits: list[Hit], is_function: bool, is_settings: bool) -> Found:
    found = Found()
    if tree.completed and not is_function:
        classes.visit(tree, 0, len(b"class "), found)
    for owner, start, end in hits:
        _OWNERS[owner].visit(tree, start, end, found)
    if not is_function and not tree.completed:
        aliases.read(tree, found)
    if is_settings:
        settings.read(tree, found)
    return found
