"""From the text of one file to its facts, in two passes over its pieces.

The first pass finds what a file says by itself (`first_pass`, `detectors`), the second what other files made
interesting (`second_pass`).
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import NamedTuple

from coupling_lsp.detect import first_pass
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.second_pass import merge, run, search
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.words import NO_WORDS, Words
from coupling_lsp.source.pieces import cut
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Text

VERSION = 41
"""Raise it when the same text gives other facts, so that no cache outlives its detectors."""

_LONE_CR = re.compile(rb"\r(?!\n)")

Look = Callable[[Mapping[str, Extraction], Words], dict[str, Extraction]]
"""A second look at files: of those handed in, the extractions that say more when these words are wanted besides."""


class Memory(NamedTuple):
    """What pieces gave before, so that an edit costs the piece it falls into; the second look's for its search."""

    pieces: Mapping[bytes, FactsBuilder]
    second: run.Memory


_NO_MEMORY = Memory({}, run.NO_MEMORY)


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
    extraction, kept = first_pass.extract(data, pieces, loaders, memory.pieces, trees)
    wanted = NO_WORDS if search.has_tests(data) else wanted
    found, second = run.run(data, pieces, wanted, memory.second, trees)
    return merge.replaced(extraction, found), Memory(kept, second)


def look_again(text: Text, extraction: Extraction, wanted: Words) -> Extraction:
    """The extraction of a text without tests when words are wanted besides; the same when it says none."""
    data = _plain(text)
    found, _ = run.run(data, partial(cut, data), wanted, run.NO_MEMORY, {})
    return merge.added(extraction, found) if found else extraction


def looking(read: Callable[[str], Text | None]) -> Look:
    """What looks again at files whose texts `read` gives, None for one that is gone."""

    @cache
    def text_of(path: str) -> Text | None:
        text = read(path)
        return text if text is not None and not search.has_tests(_plain(text)) else None

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
