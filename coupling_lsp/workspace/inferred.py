"""The edges jedi can tell of in a whole project, within a time; what it said is kept until a source changes."""

import contextlib
import hashlib
import importlib.metadata
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from coupling_lsp import __version__
from coupling_lsp.features.questions import Question, questions
from coupling_lsp.index.answers import Told
from coupling_lsp.index.patterns import matcher
from coupling_lsp.snapshot.inferred import Answer, with_answers
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace import cache
from coupling_lsp.workspace.files import read_bytes, relative
from coupling_lsp.workspace.inferring import Inferring, Name, Reply

Progress = Callable[[int, int], None]

_LONGEST = 3.0
"""Seconds for one question."""

Replies = dict[str, Reply]
"""What was said by question; one that took too long is asked again another time."""

Todo = list[tuple[str, Question, Text]]


class Inferred(NamedTuple):
    """The snapshot with what was inferred; of how many places was asked, how many edges came of it.

    `left` are the places without an answer, `end` why there are any: each of them took too long, the time for all was
    over, or jedi could not be started.
    """

    snapshot: Snapshot
    asked: int
    edges: int
    left: int
    end: Literal["too long", "time", "start"]


def infer(base: Path, snapshot: Snapshot, seconds: float, *, use_cache: bool, progress: Progress) -> Inferred:
    """Ask about every place outside tests that our own reading leaves open, for at most some seconds."""
    base = base.resolve()
    sources = {path: raw for path in sorted(snapshot.extractions) if (raw := read_bytes(base, path)) is not None}
    is_test = matcher(snapshot.ruleset.config.tests)
    texts = ((path, decode(raw)) for path, raw in sources.items() if not is_test(path))
    todo = [(path, it, text) for path, text in texts for it in questions(snapshot, path, text)]
    state = _state(sources)
    replies = _load(base, snapshot, state) if use_cache else {}
    n_kept = len(replies)
    inferring = inferring_of(base, snapshot)
    until = time.monotonic() + seconds
    try:
        for number, (path, it, text) in enumerate(todo):
            progress(number, len(todo))
            key, left = _key(path, it), until - time.monotonic()
            if key not in replies and left > 0:
                reply = inferring.ask(base / path, str(text), names_of(it), min(_LONGEST, left))
                if reply is not None:
                    replies[key] = reply
    finally:
        inferring.stop()
    if use_cache and len(replies) != n_kept:
        _save(base, snapshot, state, replies)
    is_over = time.monotonic() >= until
    after, n_edges = _answered(base, snapshot, todo, replies)
    n_left = sum(_key(path, it) not in replies for path, it, _ in todo)
    end: Literal["too long", "time", "start"] = "start" if inferring.is_hopeless else "time" if is_over else "too long"
    return Inferred(after, len(todo), n_edges, n_left, end)


def _answered(base: Path, snapshot: Snapshot, todo: Todo, replies: Replies) -> tuple[Snapshot, int]:
    """The snapshot with the edges that follow from replies, and their number."""
    given: dict[str, list[Answer]] = {}
    for path, it, _ in todo:
        reply = replies.get(_key(path, it))
        if reply is not None and reply.found:
            given.setdefault(path, []).append(answer_of(base, it, reply))
    after = with_answers(snapshot, given)
    before = snapshot.index.resolved
    return after, sum(len(after.index.resolved[path].edges) - len(before[path].edges) for path in given)


def inferring_of(base: Path, snapshot: Snapshot) -> Inferring:
    """What asks about the names of a project."""
    roots = set()
    for path, name in snapshot.index.names.modules.names.items():
        inside = name.replace(".", "/")
        root = path.removesuffix("/__init__.py").removesuffix(".py").removesuffix(inside)
        roots.add(root.strip("/"))
    return Inferring(base / snapshot.layout.root, [base / it for it in sorted(roots, key=lambda it: (len(it), it))])


def names_of(it: Question) -> list[Name]:
    """The names a question asks about."""
    return [Name(asked.line, asked.column, asked.called) for asked in it.asked]


def answer_of(base: Path, it: Question, reply: Reply) -> Answer:
    """What a reply says of the place of a question."""
    told = (Told(relative(base, Path(found.path)), found.name, found.is_class) for found in reply.found)
    return Answer(it.access, it.span, tuple(told), it.asked[reply.number].rest)


def _key(path: str, it: Question) -> str:
    return " ".join([path, *(f"{name.line}:{name.column}:{name.called}" for name in it.asked)])


def _state(texts: dict[str, bytes]) -> bytes:
    """All an answer may depend on: any file of the project can say what a name of another is."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (__version__, importlib.metadata.version("jedi")):
        digest.update(f"{part}\0".encode())
    for path, raw in texts.items():
        digest.update(f"{path}\0".encode() + cache.digest(raw))
    return digest.digest()


class _Stored(msgspec.Struct, array_like=True):
    state: bytes
    replies: Replies


def _load(base: Path, snapshot: Snapshot, state: bytes) -> Replies:
    try:
        stored = msgspec.msgpack.decode(_file(base, snapshot).read_bytes(), type=_Stored)
    except (OSError, msgspec.MsgspecError, RuntimeError, ValueError):
        return {}
    return stored.replies if stored.state == state else {}


def _save(base: Path, snapshot: Snapshot, state: bytes, replies: Replies) -> None:
    with contextlib.suppress(OSError, RuntimeError):
        target = _file(base, snapshot)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.msgpack.encode(_Stored(state, replies)))
        Path(name).replace(target)


def _file(base: Path, snapshot: Snapshot) -> Path:
    where = os.fsencode(base / snapshot.layout.root)
    return cache.folder() / f"{hashlib.blake2b(where, digest_size=12).hexdigest()}.inferred"
