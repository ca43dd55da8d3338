"""Asks jedi about a whole project, within a time, and adds the edges that follow."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from coupling_lsp.features.questions import Question, questions
from coupling_lsp.model.facts import Answer, Told
from coupling_lsp.snapshot.answered import Answered, with_answers
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import decode
from coupling_lsp.workspace.inference.process import JediProcess, Name, Reply
from coupling_lsp.workspace.inference.reply_cache import ReplyCache
from coupling_lsp.workspace.reading.files import read_bytes, relative

Progress = Callable[[int, int], None]

_MAX_SECONDS_PER_QUESTION = 3.0
"""How long jedi may take for one question; after that it has no answer, and the process is started anew."""


class Inferred(NamedTuple):
    """The snapshot with what was inferred, the number of places asked about, and of edges that came of it.

    `n_open` is the number of places without an answer, `end` why there are any: each of them took too long, the time
    for all was over, or jedi could not be started.
    """

    snapshot: Snapshot
    n_questions: int
    n_edges: int
    n_open: int
    end: Literal["too long", "time", "start"]


def infer(base: Path, snapshot: Snapshot, seconds: float, *, use_cache: bool, progress: Progress) -> Inferred:
    """Ask about every place outside tests that our own reading leaves open, for at most some seconds.

    `progress` is called with the number of questions asked and of all.
    """
    base = base.resolve()
    is_test = snapshot.ruleset.config.is_test
    raws = {path: read_bytes(base, path) for path in sorted(snapshot.extractions) if not is_test(path)}
    texts = {path: decode(raw) for path, raw in raws.items() if raw is not None}
    open_questions = [(path, it) for path, text in texts.items() for it in questions(snapshot, path, text)]
    replies = ReplyCache(base, snapshot.layout.root, snapshot.extractions, use_cache=use_cache)
    process = jedi_process(base, snapshot)
    deadline = time.monotonic() + seconds
    answers: dict[str, list[Answered]] = {}
    n_open = 0
    try:
        for number, (path, question) in enumerate(open_questions):
            progress(number, len(open_questions))
            reply, seconds_left = replies.get(path, texts[path], question), deadline - time.monotonic()
            if reply is None and seconds_left > 0:
                time_limit = min(_MAX_SECONDS_PER_QUESTION, seconds_left)
                reply = process.ask(base / path, str(texts[path]), names_of(question), time_limit)
                if reply is not None:
                    replies.add(path, texts[path], question, reply)
            n_open += reply is None
            if reply is not None and reply.classes:
                answers.setdefault(path, []).append(answer_of(base, question, reply))
    finally:
        process.stop()
        replies.save()
    is_over = time.monotonic() >= deadline
    answered_snapshot, n_edges = _with_answers(snapshot, answers)
    end: Literal["too long", "time", "start"] = "start" if process.is_hopeless else "time" if is_over else "too long"
    return Inferred(answered_snapshot, len(open_questions), n_edges, n_open, end)


def _with_answers(snapshot: Snapshot, answers: Mapping[str, list[Answered]]) -> tuple[Snapshot, int]:
    """Return the snapshot with the edges that follow from answers, and their number."""
    answered_snapshot = with_answers(snapshot, answers)
    edges = (edge for path in answers for edge in answered_snapshot.index.resolved[path].edges)
    return answered_snapshot, sum(edge.probable for edge in edges)


def jedi_process(base: Path, snapshot: Snapshot) -> JediProcess:
    """Return a process that can be asked about the names of a project; it starts with the first question."""
    roots = set()
    for path, name in snapshot.index.names.modules.names.items():
        stem = name.replace(".", "/")
        root = path.removesuffix("/__init__.py").removesuffix(".py").removesuffix(stem)
        roots.add(root.strip("/"))
    return JediProcess(base / snapshot.layout.root, [base / it for it in sorted(roots, key=lambda it: (len(it), it))])


def names_of(question: Question) -> list[Name]:
    """Return the places of the names a question asks about."""
    return [Name(it.line, it.column, it.is_called) for it in question.names]


def answer_of(base: Path, question: Question, reply: Reply) -> Answered:
    """Return what a reply says of the place of a question."""
    candidate = question.names[reply.number]
    classes = tuple(Told(relative(base, Path(it.path)), it.name, it.is_class) for it in reply.classes)
    name = f"{candidate.name}()" if candidate.is_called else candidate.name
    return Answered(question.span, Answer(question.access, name, classes, candidate.rest))
