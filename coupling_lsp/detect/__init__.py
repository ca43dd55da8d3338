"""Reads the facts of one file from its text, a source in two passes over its pieces, a template tag by tag.

The first pass finds what a file says by itself (`first_pass`, `detectors`), the second what other files made
interesting (`second_pass`).
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import NamedTuple

from coupling_lsp.detect import first_pass, templates
from coupling_lsp.detect.facts_builder import NO_EXTRACTION, FactsBuilder
from coupling_lsp.detect.second_pass import merge, run, search
from coupling_lsp.django.template_files import language_of
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.search_terms import NO_SEARCH_TERMS, SearchTerms
from coupling_lsp.source.pieces import Piece, cut
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Text

VERSION = 56
"""Raise it when the same text gives other facts, so that no cache outlives its detectors."""

_LONE_CR = re.compile(rb"\r(?!\n)")

SecondPass = Callable[[Mapping[str, Extraction], SearchTerms], dict[str, Extraction]]
"""Runs a second pass over files, by path, for more terms; gives new extractions of the files that have some."""


class Memory(NamedTuple):
    """Results of both passes by piece, so that an edit costs the piece it falls into."""

    pieces: Mapping[bytes, FactsBuilder]
    second: run.Memory


_NO_MEMORY = Memory({}, run.NO_MEMORY)


def is_read(path: str) -> bool:
    """Return whether something is read from a file, by its path: a source, a template; of a static file its name."""
    return bool(language_of(path))


def extract_file(
    path: str,
    text: Text,
    memory: Memory | None = None,
    loaders: tuple[str, ...] = (),
    search_terms: SearchTerms = NO_SEARCH_TERMS,
) -> tuple[Extraction, Memory]:
    """Return what `extract` gives for a source; of a template its facts, by its path."""
    language = language_of(path)
    if language == "python":
        return extract(text, memory, loaders, search_terms)
    is_template = language in ("django", "jinja")
    return templates.extract(text, is_jinja=language == "jinja") if is_template else NO_EXTRACTION, _NO_MEMORY


def extract(
    text: Text, memory: Memory | None = None, loaders: tuple[str, ...] = (), search_terms: SearchTerms = NO_SEARCH_TERMS
) -> tuple[Extraction, Memory]:
    """Return the facts of a file, and the memory to hand in for its next text.

    `loaders` are a project's own functions that import by dotted string, `search_terms` the names that the second pass
    searches for. The result depends on these three alone; nothing is raised, whatever the text.
    """
    data = _plain(text)
    pieces = cache(partial(cut, data))
    trees: dict[bytes, Tree] = {}
    memory = memory or _NO_MEMORY
    extraction, by_piece = first_pass.extract(data, pieces, loaders, memory.pieces, trees)
    search_terms = NO_SEARCH_TERMS if search.has_tests(data) else search_terms
    piece_uses, second = run.run(data, pieces, search_terms, memory.second, trees)
    return merge.replace_uses(extraction, piece_uses), Memory(by_piece, second)


def second_pass_over(read_text: Callable[[str], Text | None]) -> SecondPass:
    """Return a second pass over files whose texts `read_text` gives; None for a file that is gone."""

    @cache
    def source_of(path: str) -> _Source | None:
        text = read_text(path) if language_of(path) == "python" else None
        data = _plain(text) if text is not None else b""
        return _Source(data, cache(partial(cut, data))) if data and not search.has_tests(data) else None

    def look(extractions: Mapping[str, Extraction], search_terms: SearchTerms) -> dict[str, Extraction]:
        sources = ((path, previous, source_of(path)) for path, previous in extractions.items())
        return {
            path: extraction
            for path, previous, source in sources
            if source is not None and (extraction := _search_more(source, previous, search_terms)) is not previous
        }

    return look


class _Source(NamedTuple):
    """A text without tests, and its pieces, which are cut when they are first asked for."""

    data: bytes
    pieces: Callable[[], list[Piece]]


def _search_more(source: _Source, extraction: Extraction, search_terms: SearchTerms) -> Extraction:
    """Return an extraction with what a pass for more terms gives; the same if it gives nothing."""
    piece_uses, _ = run.run(source.data, source.pieces, search_terms, run.NO_MEMORY, {})
    return merge.add_uses(extraction, piece_uses) if piece_uses else extraction


def _plain(text: Text) -> bytes:
    return _LONE_CR.sub(b"\n", text.data) if b"\r" in text.data else text.data
