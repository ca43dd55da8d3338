"""What jedi said of the files of a project, kept as long as all of them that it read are as they were."""

import contextlib
import hashlib
import importlib.metadata
import os
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from coupling_lsp import __version__
from coupling_lsp.features.questions import Question
from coupling_lsp.text import Text
from coupling_lsp.workspace.atomic import replace_file
from coupling_lsp.workspace.errors import WorkspaceError
from coupling_lsp.workspace.inference.process import Reply
from coupling_lsp.workspace.reading import cache
from coupling_lsp.workspace.reading.files import read_bytes, relative


class _OfFile(msgspec.Struct, array_like=True):
    """What was said of a text, by question; and the other files that were read for it, by path."""

    text: bytes
    read: dict[str, bytes]
    replies: dict[str, Reply]


class _Stored(msgspec.Struct, array_like=True):
    state: bytes
    files: dict[str, _OfFile]


class Replies:
    """What was said of a project below `base`, whose Python files are `paths`: another one may change any answer."""

    def __init__(self, base: Path, root: str, paths: Iterable[str], *, use_cache: bool = True) -> None:
        where = hashlib.blake2b(os.fsencode(base / root), digest_size=12).hexdigest()
        self._base = base
        self._file = cache.folder() / f"{where}.inferred" if use_cache else None
        self._paths = frozenset(paths)
        self._state = _state(self._paths)
        self._files = self._load()
        self._digests: dict[str, bytes] = {}
        self._has_news = False

    def renewed(self, paths: Iterable[str]) -> None:
        """Files may have changed on disk, and those there are, may be others."""
        self._digests = {}
        now = frozenset(paths)
        if now != self._paths:
            self._paths, self._state = now, _state(now)
            self._files, self._has_news = {}, True

    def get(self, path: str, text: Text, question: Question) -> Reply | None:
        """What was said of a question about a text; nothing when that may not be so any more."""
        found = self._files.get(path)
        if found is None:
            return None
        if found.text != cache.digest(text.data) or any(self._digest(it) != was for it, was in found.read.items()):
            del self._files[path]
            return None
        reply = found.replies.get(_key(question))
        return reply if reply is not None and 0 <= reply.number < len(question.asked) else None

    def readers(self, changed: Collection[str]) -> list[str]:
        """The files of which something was said that depends on one of those that changed; absolute paths."""
        inside = {it.removeprefix(f"{self._base}/") for it in changed}
        return [f"{self._base}/{path}" for path, it in self._files.items() if not inside.isdisjoint(it.read)]

    def add(self, path: str, text: Text, question: Question, reply: Reply) -> None:
        """Keep what was said of a question about a text."""
        digest = cache.digest(text.data)
        kept = self._files.get(path)
        if kept is None or kept.text != digest:
            kept = self._files[path] = _OfFile(digest, {}, {})
        read = {it for it in (relative(self._base, Path(name)) for name in reply.read) if it != path}
        kept.read.update({it: self._digest(it) for it in read if it not in kept.read})
        kept.replies[_key(question)] = reply._replace(read=())
        self._has_news = True

    def save(self) -> None:
        """Keep all for the next run; a folder that cannot be written to is no fault."""
        if self._file is None or not self._has_news:
            return
        self._has_news = False
        with contextlib.suppress(OSError, RuntimeError, WorkspaceError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, msgspec.msgpack.encode(_Stored(self._state, self._files)), durable=False)

    def _load(self) -> dict[str, _OfFile]:
        try:
            stored = msgspec.msgpack.decode(self._file.read_bytes(), type=_Stored) if self._file is not None else None
        except (OSError, msgspec.MsgspecError, RuntimeError, ValueError):
            return {}
        return stored.files if stored is not None and stored.state == self._state else {}

    def _digest(self, path: str) -> bytes:
        if path not in self._digests:
            raw = read_bytes(self._base, path)
            self._digests[path] = cache.digest(raw) if raw is not None else b""
        return self._digests[path]


def _key(it: Question) -> str:
    return " ".join(f"{name.line}:{name.column}:{name.called}" for name in it.asked)


def _state(paths: Iterable[str]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in (__version__, importlib.metadata.version("jedi"), *sorted(paths)):
        digest.update(f"{part}\0".encode(errors="surrogateescape"))
    return digest.digest()
