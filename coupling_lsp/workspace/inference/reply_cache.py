"""A cache of what jedi said of files, each reply valid as long as all files that it depends on are as they were."""

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


class _FileReplies(msgspec.Struct, array_like=True):
    """The replies about one text, by question; `dependencies` are the digests of the other files read for them."""

    text_digest: bytes
    dependencies: dict[str, bytes]
    replies: dict[str, Reply]


class _CacheFile(msgspec.Struct, array_like=True):
    """The content of a cache file; `state` is the versions and the set of files it is valid for."""

    state: bytes
    files: dict[str, _FileReplies]


class ReplyCache:
    """The replies about a project below `base`, whose Python files are `paths`: another one may change any reply."""

    def __init__(self, base: Path, root: str, paths: Iterable[str], *, use_cache: bool = True) -> None:
        name = hashlib.blake2b(os.fsencode(base / root), digest_size=12).hexdigest()
        self._base = base
        self._file = cache.folder() / f"{name}.inferred" if use_cache else None
        self._paths = frozenset(paths)
        self._state = _state(self._paths)
        self._files = self._load()
        self._digests: dict[str, bytes] = {}
        self._is_changed = False

    def revalidate(self, paths: Iterable[str]) -> None:
        """Look at files again before a reply is used; without any reply where `paths` are others than before."""
        self._digests = {}
        current_paths = frozenset(paths)
        if current_paths != self._paths:
            self._paths, self._state = current_paths, _state(current_paths)
            self._files, self._is_changed = {}, True

    def get(self, path: str, text: Text, question: Question) -> Reply | None:
        """Return the reply to a question about a text; None when there is none, or it is not valid any more."""
        cached = self._files.get(path)
        if cached is None:
            return None
        if cached.text_digest != cache.digest(text.data) or any(
            self._digest(dependency) != digest for dependency, digest in cached.dependencies.items()
        ):
            del self._files[path]
            return None
        reply = cached.replies.get(_key(question))
        return reply if reply is not None and 0 <= reply.number < len(question.names) else None

    def dependents(self, paths: Collection[str]) -> list[str]:
        """Return the files with a reply that depends on one of these; absolute paths."""
        inner_paths = {path.removeprefix(f"{self._base}/") for path in paths}
        dependents = [path for path, it in self._files.items() if not inner_paths.isdisjoint(it.dependencies)]
        return [f"{self._base}/{path}" for path in dependents]

    def add(self, path: str, text: Text, question: Question, reply: Reply) -> None:
        """Keep the reply to a question about a text."""
        digest = cache.digest(text.data)
        cached = self._files.get(path)
        if cached is None or cached.text_digest != digest:
            cached = self._files[path] = _FileReplies(digest, {}, {})
        dependencies = {it for it in (relative(self._base, Path(name)) for name in reply.files) if it != path}
        cached.dependencies.update({it: self._digest(it) for it in dependencies if it not in cached.dependencies})
        cached.replies[_key(question)] = reply._replace(files=())
        self._is_changed = True

    def save(self) -> None:
        """Keep all for the next run; a folder that cannot be written to is no fault."""
        if self._file is None or not self._is_changed:
            return
        self._is_changed = False
        with contextlib.suppress(OSError, RuntimeError, WorkspaceError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, msgspec.msgpack.encode(_CacheFile(self._state, self._files)), durable=False)

    def _load(self) -> dict[str, _FileReplies]:
        if self._file is None:
            return {}
        try:
            content = msgspec.msgpack.decode(self._file.read_bytes(), type=_CacheFile)
        except (OSError, msgspec.MsgspecError, RuntimeError, ValueError):
            return {}
        return content.files if content.state == self._state else {}

    def _digest(self, path: str) -> bytes:
        if path not in self._digests:
            raw = read_bytes(self._base, path)
            self._digests[path] = cache.digest(raw) if raw is not None else b""
        return self._digests[path]


def _key(question: Question) -> str:
    return " ".join(f"{name.line}:{name.column}:{name.is_called}" for name in question.names)


def _state(paths: Iterable[str]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in (__version__, importlib.metadata.version("jedi"), *sorted(paths)):
        digest.update(f"{part}\0".encode(errors="surrogateescape"))
    return digest.digest()
