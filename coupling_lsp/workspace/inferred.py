"""The edges jedi can tell of in a whole project, within a time."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from coupling_lsp.features.questions import Question, questions
from coupling_lsp.globs.dialects import path_matcher
from coupling_lsp.model.facts import Answer, Told
from coupling_lsp.snapshot.answered import Answered, with_answers
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import decode
from coupling_lsp.workspace.files import read_bytes, relative
from coupling_lsp.workspace.inferring import Inferring, Name, Reply
from coupling_lsp.workspace.replies import Replies

Progress = Callable[[int, int], None]

_LONGEST = 3.0
"""Seconds for one question."""


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
    is_test = path_matcher(snapshot.ruleset.config.tests)
    sources = {path: read_bytes(base, path) for path in sorted(snapshot.extractions) if not is_test(path)}
    texts = {path: decode(raw) for path, raw in sources.items() if raw is not None}
    todo = [(path, it) for path, text in texts.items() for it in questions(snapshot, path, text)]
    replies = Replies(base, snapshot.layout.root, snapshot.extractions, use_cache=use_cache)
    inferring = inferring_of(base, snapshot)
    until = time.monotonic() + seconds
    given: dict[str, list[Answered]] = {}
    n_left = 0
    try:
        for number, (path, it) in enumerate(todo):
            progress(number, len(todo))
            reply, left = replies.get(path, texts[path], it), until - time.monotonic()
            if reply is None and left > 0:
                reply = inferring.ask(base / path, str(texts[path]), names_of(it), min(_LONGEST, left))
                if reply is not None:
                    replies.add(path, texts[path], it, reply)
            n_left += reply is None
            if reply is not None and reply.found:
                given.setdefault(path, []).append(answered(base, it, reply))
    finally:
        inferring.stop()
        replies.save()
    is_over = time.monotonic() >= until
    after, n_edges = _with(snapshot, given)
    end: Literal["too long", "time", "start"] = "start" if inferring.is_hopeless else "time" if is_over else "too long"
    return Inferred(after, len(todo), n_edges, n_left, end)


def _with(snapshot: Snapshot, given: Mapping[str, list[Answered]]) -> tuple[Snapshot, int]:
    """The snapshot with the edges that follow from answers, and their number."""
    after = with_answers(snapshot, given)
    return after, sum(edge.probable for path in given for edge in after.index.resolved[path].edges)


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


def answered(base: Path, it: Question, reply: Reply) -> Answered:
    """What a reply says of the place of a question."""
    asked = it.asked[reply.number]
    told = (Told(relative(base, Path(found.path)), found.name, found.is_class) for found in reply.found)
    name = f"{asked.name}()" if asked.called else asked.name
    return Answered(it.span, Answer(it.access, name, tuple(told), asked.rest))
