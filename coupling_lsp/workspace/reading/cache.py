"""The cache of facts between runs, by the content they were read from; one that is corrupt or outdated is dropped."""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

import msgspec

from coupling_lsp import __version__, detect
from coupling_lsp.django.template_files import language_of
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.search_terms import NO_SEARCH_TERMS, SearchTerms
from coupling_lsp.workspace.atomic import replace_file
from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.reading.interning import Interner

_VERSION = f"{__version__}/{detect.VERSION}"


class CachedFacts(NamedTuple):
    """Facts by the digest of the content, and the words for which all of it was looked at."""

    entries: dict[bytes, Extraction]
    words: SearchTerms


EMPTY = CachedFacts({}, NO_SEARCH_TERMS)


class _CacheFile(msgspec.Struct, array_like=True):
    """The content of a cache file; `key` is the version and the loaders it is valid for."""

    key: str
    words: SearchTerms
    entries: dict[bytes, msgspec.Raw]


_DECODER = msgspec.msgpack.Decoder(Extraction)


def digest(raw: bytes) -> bytes:
    """Return the identity of a content: 16 bytes."""
    return hashlib.blake2b(raw, digest_size=16).digest()


def key_of(path: str, raw: bytes) -> bytes:
    """Return what facts are kept by: the identity of a content, and of the language in which its path has it read."""
    language = language_of(path)
    return digest(raw) if language == "python" else digest(language.encode() + b"\0" + raw)


def folder() -> Path:
    """Return where caches lie: `COUPLING_LSP_CACHE`, else the user's cache folder."""
    chosen_folder = os.environ.get("COUPLING_LSP_CACHE")
    if chosen_folder:
        return Path(chosen_folder)
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "coupling-lsp"


def load(base: Path, loaders: tuple[str, ...]) -> CachedFacts:
    """Return the facts known of a folder's files, none when there is no sound cache."""
    interner = Interner()
    try:
        content = msgspec.msgpack.decode(_path(base).read_bytes(), type=_CacheFile)
        if content.key != _key(loaders):
            return EMPTY
        # One by one, so that what is shared is freed at once and leaves no holes.
        entries = {digest: interner.extraction(_DECODER.decode(raw)) for digest, raw in content.entries.items()}
        return CachedFacts(entries, content.words)
    except (OSError, msgspec.MsgspecError, RuntimeError, ValueError):
        return EMPTY


def save(base: Path, facts: CachedFacts, loaders: tuple[str, ...]) -> None:
    """Keep facts for the next run; a folder that cannot be written to is no fault."""
    path = _path(base)
    with contextlib.suppress(OSError, RuntimeError, WorkspaceError):
        path.parent.mkdir(parents=True, exist_ok=True)
        data = msgspec.msgpack.encode((_key(loaders), facts.words, facts.entries))
        replace_file(path, data, durable=False)


def _key(loaders: tuple[str, ...]) -> str:
    return "/".join((_VERSION, *loaders))


def _path(base: Path) -> Path:
    name = hashlib.blake2b(os.fsencode(base), digest_size=12).hexdigest()
    return folder() / f"{name}.facts"
