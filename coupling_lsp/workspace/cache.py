"""Facts kept between runs, by the content they were read from; a cache that is corrupt or outdated is dropped."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import msgspec

from coupling_lsp import __version__, detect
from coupling_lsp.model.facts import Access, Class, Extraction, Import, Timing
from coupling_lsp.model.search_terms import NO_SEARCH_TERMS, SearchTerms

_VERSION = f"{__version__}/{detect.VERSION}"


class Kept(NamedTuple):
    """Facts by the digest of the content, and the words for which all of it was looked at."""

    entries: dict[bytes, Extraction]
    words: SearchTerms


NOTHING = Kept({}, NO_SEARCH_TERMS)


class _Stored(msgspec.Struct, array_like=True):
    key: str
    words: SearchTerms
    entries: dict[bytes, msgspec.Raw]


_DECODER = msgspec.msgpack.Decoder(Extraction)


def digest(raw: bytes) -> bytes:
    """The identity of a content."""
    return hashlib.blake2b(raw, digest_size=16).digest()


def folder() -> Path:
    """Where caches lie: `COUPLING_LSP_CACHE`, else the user's cache folder."""
    given = os.environ.get("COUPLING_LSP_CACHE")
    if given:
        return Path(given)
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "coupling-lsp"


def load(base: Path, loaders: tuple[str, ...]) -> Kept:
    """The facts known of a folder's files, nothing when there is no sound cache."""
    known = Shared()
    try:
        stored = msgspec.msgpack.decode(_file(base).read_bytes(), type=_Stored)
        if stored.key != _key(loaders):
            return NOTHING
        # One by one, so that what is shared is freed at once and leaves no holes.
        entries = {digest: sharing(_DECODER.decode(raw), known) for digest, raw in stored.entries.items()}
        return Kept(entries, stored.words)
    except (OSError, msgspec.MsgspecError, RuntimeError, ValueError):
        return NOTHING


class Shared:
    """Strings and imports that facts have in common: `from django.db import models` stands in thousands of files."""

    def __init__(self) -> None:
        self.strings: dict[str, str] = {}
        self._imports: dict[Import, Import] = {}

    def imported(self, it: Import) -> Import:
        """The one that stands for all that are equal."""
        known = self._imports.get(it)
        if known is None:
            same = self.strings.setdefault
            module, name, bound = same(it.module, it.module), same(it.name, it.name), same(it.bound, it.bound)
            known = Import(module, name, bound, it.level, _TIMINGS[it.timing], it.local)
            self._imports[known] = known
        return known


def sharing(it: Extraction, known: Shared) -> Extraction:
    """The extraction with one value for all equal ones of its imports, classes and accesses: most of what it holds."""
    same = known.strings.setdefault
    facts = it.facts
    imports = tuple(known.imported(it) for it in facts.imports)
    accesses = tuple(
        Access(
            same(a.root, a.root),
            same(a.manager, a.manager),
            tuple(same(link, link) for link in a.links),
            same(a.symbol, a.symbol),
            _TIMINGS[a.timing],
            same(a.reason, a.reason),
        )
        for a in facts.accesses
    )
    classes = tuple(
        Class(
            same(c.name, c.name),
            tuple(same(base, base) for base in c.bases),
            c.fields,
            tuple((same(key, key), same(value, value)) for key, value in c.options),
            c.attributes,
            c.partial,
        )
        for c in facts.classes
    )
    shared = msgspec.structs.replace(facts, imports=imports, classes=classes, accesses=accesses)
    return Extraction(shared, it.spans, it.ignores, it.statements)


_TIMINGS: dict[Timing, Timing] = {name: name for name in ("eager", "lazy", "lazy-import", "type-checking")}


def save(base: Path, kept: Kept, loaders: tuple[str, ...]) -> None:
    """Keep facts for the next run; a folder that cannot be written to is no fault."""
    target = _file(base)
    with contextlib.suppress(OSError, RuntimeError):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.msgpack.encode((_key(loaders), kept.words, kept.entries)))
        Path(name).replace(target)


def _key(loaders: tuple[str, ...]) -> str:
    return "/".join((_VERSION, *loaders))


def _file(base: Path) -> Path:
    name = hashlib.blake2b(os.fsencode(base), digest_size=12).hexdigest()
    return folder() / f"{name}.facts"
