"""Reads files of a folder and extracts their facts; the text of a file is kept for the second pass."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from coupling_lsp import detect
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace.reading.cache import key_of
from coupling_lsp.workspace.reading.files import read_bytes


class File(NamedTuple):
    """What a file holds, and the digest of the content it was read from, empty where no cache is used."""

    path: str
    key: bytes
    extraction: Extraction


class Extractor:
    """Extracts facts from the files of one folder. `keyed` asks for digests of their contents."""

    def __init__(self, base: Path, loaders: tuple[str, ...], keyed: bool) -> None:
        self._base = base
        self._loaders = loaders
        self._keyed = keyed
        self._texts: dict[str, Text | None] = {}

    def first_pass(self, paths: Iterable[str], words: SearchTerms) -> Iterator[File]:
        """Yield what files hold, with the uses of these words; what cannot be read is left out."""
        for path in paths:
            raw = read_bytes(self._base, path)
            if raw is not None:
                text = self._texts[path] = decode(raw)
                key = key_of(path, raw) if self._keyed else b""
                yield File(path, key, detect.extract_file(path, text, None, self._loaders, words)[0])

    def text(self, path: str) -> Text | None:
        """Return the text of a file, None when it cannot be read."""
        if path not in self._texts:
            raw = read_bytes(self._base, path)
            self._texts[path] = decode(raw) if raw is not None else None
        return self._texts[path]
