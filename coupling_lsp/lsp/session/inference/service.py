"""Questions to jedi, asked beside the event loop and one at a time: for a hover, a code action, or in the background.

The process that has jedi is started at the first question, and ended when none came for a while or the server ends.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from coupling_lsp.features.hover import hover_of_answer
from coupling_lsp.features.questions import Question, question_at, questions
from coupling_lsp.index.types.inference import Types
from coupling_lsp.lsp.session.session import ProjectFile
from coupling_lsp.model.findings import Hover
from coupling_lsp.snapshot.answered import Answered, apart
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace.inference.infer import answer_of, jedi_process, names_of
from coupling_lsp.workspace.inference.process import JediProcess
from coupling_lsp.workspace.inference.reply_cache import ReplyCache

_MAX_HOVER_SECONDS = 1.5
"""A hover waits no longer; what is found later is shown by the next one."""

_MAX_HOVER_QUESTION_SECONDS = 5.0
"""After so long without an answer to a hover's question the process is ended."""

_MAX_IDLE_SECONDS = 60.0
"""After so long without a question the process is ended."""

_Result = TypeVar("_Result")


class InferenceTarget(NamedTuple):
    """A file to ask about, as it was when this was made."""

    base: Path
    snapshot: Snapshot
    path: str
    text: Text


class InferenceService:
    """What jedi says of places in the projects of one client. To be used on the event loop.

    `n_unanswered` counts the latest questions in a row that had no answer in time.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inferring")
        self._identity: object = None
        self._replies: dict[Path, ReplyCache] = {}
        self._seconds_without_answer: dict[tuple[str, Question], float] = {}
        self._process: tuple[Path, JediProcess] | None = None
        self._types: tuple[Types, Types] | None = None
        self._n_hovers = 0
        self.n_unanswered = 0
        self._stop_timer: asyncio.TimerHandle | None = None

    def target(self, file: ProjectFile, text: Text) -> InferenceTarget:
        """Return what to ask about a file that its project's snapshot knows, with its text."""
        types = file.snapshot.index.types
        if self._types is None or self._types[0] is not types:
            self._types = types, types.fork()
        return InferenceTarget(file.folder.base, apart(file.snapshot, self._types[1]), file.path, text)

    async def hover(self, target: InferenceTarget, line: int, column: int) -> Hover | None:
        """Return what to show at a place, from 1, of an open file; None if it is not known, or not soon enough."""
        self._n_hovers += 1
        number = self._n_hovers

        def infer() -> Hover | None:
            question = question_at(target.snapshot, target.path, target.text, line, column)
            if question is None or number != self._n_hovers:  # The user looks elsewhere by now.
                return None
            answer = self._answer(target, question, _MAX_HOVER_QUESTION_SECONDS)
            return hover_of_answer(target.snapshot, target.path, answer) if answer is not None else None

        work = self._submit(infer)
        try:
            return await asyncio.wait_for(asyncio.shield(work), _MAX_HOVER_SECONDS)
        except TimeoutError:
            return None

    async def questions(self, target: InferenceTarget) -> list[Question]:
        """Return what our own reading of a file leaves open."""
        return await self._submit(lambda: list(questions(target.snapshot, target.path, target.text)))

    async def question_at(self, target: InferenceTarget, line: int, column: int) -> Question | None:
        """Return what is left open at a place, from 1."""
        return await self._submit(lambda: question_at(target.snapshot, target.path, target.text, line, column))

    async def answer(self, target: InferenceTarget, question: Question, max_seconds: float) -> Answered | None:
        """Return what jedi says, asked anew only if something may have changed.

        None when it does not know, or not in time: then its process is ended.
        """
        return await self._submit(lambda: self._answer(target, question, max_seconds))

    async def dependents(self, paths: Iterable[str]) -> list[str]:
        """Return the files with an answer that depends on one of these; absolute paths."""
        changed_paths = set(paths)
        return await self._submit(
            lambda: [path for replies in self._replies.values() for path in replies.dependents(changed_paths)]
        )

    async def save(self) -> None:
        """Write down all answers for the next start."""

        def save() -> None:
            for replies in self._replies.values():
                replies.save()

        await self._submit(save)

    @property
    def is_hopeless(self) -> bool:
        """Whether jedi does not even start."""
        return self._process is not None and self._process[1].is_hopeless

    def _submit(self, work: Callable[[], _Result]) -> "asyncio.Future[_Result]":
        """Run in the thread of its own, and put off the end of the process."""
        loop = asyncio.get_running_loop()
        if self._stop_timer is not None:
            self._stop_timer.cancel()
        self._stop_timer = loop.call_later(_MAX_IDLE_SECONDS, self._thread.submit, self._stop)
        return loop.run_in_executor(self._thread, work)

    # What follows runs in the thread.

    def _answer(self, target: InferenceTarget, question: Question, max_seconds: float) -> Answered | None:
        replies = self._current_replies(target)
        reply = replies.get(target.path, target.text, question)
        if reply is None and max_seconds > self._seconds_without_answer.get((target.path, question), 0.0):
            start = time.monotonic()
            process = self._running_process(target)
            reply = process.ask(target.base / target.path, str(target.text), names_of(question), max_seconds)
            self.n_unanswered = self.n_unanswered + 1 if reply is None else 0
            if reply is None:  # A process that died had less than `max_seconds`.
                self._seconds_without_answer[target.path, question] = time.monotonic() - start
            else:
                replies.add(target.path, target.text, question, reply)
        return answer_of(target.base, question, reply) if reply is not None and reply.classes else None

    def _current_replies(self, target: InferenceTarget) -> ReplyCache:
        """Return the replies of a project, without those that may not be so any more."""
        layout, extractions = target.snapshot.layout, target.snapshot.extractions
        root = target.base / layout.root
        if root not in self._replies:
            self._replies[root] = ReplyCache(target.base, layout.root, extractions)
        if self._identity is not target.snapshot.identity:
            self._identity, self._seconds_without_answer = target.snapshot.identity, {}
            self._replies[root].revalidate(extractions)
            if self._process is not None:
                self._process[1].invalidate()
        return self._replies[root]

    def _running_process(self, target: InferenceTarget) -> JediProcess:
        root = target.base / target.snapshot.layout.root
        if self._process is None or self._process[0] != root:
            self._stop()
            self._process = root, jedi_process(target.base, target.snapshot)
        return self._process[1]

    def _stop(self) -> None:
        if self._process is not None:
            self._process[1].stop()
            self._process = None
