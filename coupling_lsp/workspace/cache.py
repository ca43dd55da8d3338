"""Facts kept between runs, by the content they were read from; a cache that is corrupt or outdated is dropped."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from coupling_lsp import __version__, detect
from coupling_lsp.model.facts import Extraction

_VERSION = f"{__version__}/{detect.VERSION}"

Entries = dict[bytes, Extraction]


class _Stored(msgspec.Struct, array_like=True):
    key: str
    entries: Entries


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


def load(base: Path, loaders: tuple[str, ...]) -> Entries:
    """The facts known of a folder's files, nothing when there is no sound cache."""
    try:
        stored = msgspec.msgpack.decode(_file(base).read_bytes(), type=_Stored)
    except (OSError, msgspec.MsgspecError, RuntimeError, ValueError):
        return {}
    return stored.entries if stored.key == _key(loaders) else {}


def save(base: Path, entries: Mapping[bytes, Extraction], loaders: tuple[str, ...]) -> None:
    """Keep facts for the next run; a folder that cannot be written to is no fault."""
    target = _file(base)
    with contextlib.suppress(OSError, RuntimeError):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.msgpack.encode(_Stored(_key(loaders), dict(entries))))
        Path(name).replace(target)


def _key(loaders: tuple[str, ...]) -> str:
    return "/".join((_VERSION, *loaders))


def _file(base: Path) -> Path:
    name = hashlib.blake2b(os.fsencode(base), digest_size=12).hexdigest()
    return folder() / f"{name}.facts"
