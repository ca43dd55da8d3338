"""Asks jedi, beside the event loop and one question at a time: for a hover, or on behalf of `lsp.background`.

Its process is started at the first question, and ended when none came for a while; it ends with the server.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from coupling_lsp.features import probable
from coupling_lsp.features.questions import Question, questions
from coupling_lsp.index.types.inference import Types
from coupling_lsp.model.findings import Hover
from coupling_lsp.snapshot.answered import Answered, apart
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace.folder import Folder, Project
from coupling_lsp.workspace.inferred import answered, inferring_of, names_of
from coupling_lsp.workspace.inferring import Inferring
from coupling_lsp.workspace.replies import Replies

_PATIENCE = 1.5
"""Seconds a hover waits; what is found later is shown by the next one."""

_LONGEST = 5.0
"""Seconds for one question of a hover; then the process is ended."""

_IDLE = 60.0
"""Seconds without a question after which the process is ended."""

_Result = TypeVar("_Result")


class Asked(NamedTuple):
    """A file to ask about, as it was when this was made."""

    base: Path
    snapshot: Snapshot
    path: str
    text: Text


class Inferences:
    """What jedi says of places in the projects of one client. To be used on the event loop.

    `n_lost` counts the questions in a row that had no answer in time.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inferring")
        self._about: object = None
        self._replies: dict[Path, Replies] = {}
        self._silent: dict[tuple[str, Question], float] = {}
        self._process: tuple[Path, Inferring] | None = None
        self._types: tuple[Types, Types] | None = None
        self._n_hovers = 0
        self.n_lost = 0
        self._stopping: asyncio.TimerHandle | None = None

    def asked(self, folder: Folder, project: Project, path: str, text: Text) -> Asked:
        """The file of a project at a path that its snapshot knows."""
        types = project.snapshot.index.types
        if self._types is None or self._types[0] is not types:
            self._types = types, types.fork()
        return Asked(folder.base, apart(project.snapshot, self._types[1]), path, text)

    async def hover(self, it: Asked, line: int, column: int) -> Hover | None:
        """What to show at a place, from 1, of an open file; nothing when that is not known, or not soon enough."""
        self._n_hovers += 1
        number = self._n_hovers

        def answer() -> Hover | None:
            found = probable.question_at(it.snapshot, it.path, it.text, line, column)
            if found is None or number != self._n_hovers:  # Somebody looks elsewhere by now.
                return None
            told = self._answer(it, found, _LONGEST)
            return probable.hover(it.snapshot, it.path, told) if told is not None else None

        work = self._run(answer)
        try:
            return await asyncio.wait_for(asyncio.shield(work), _PATIENCE)
        except TimeoutError:
            return None

    async def questions(self, it: Asked) -> list[Question]:
        """What our own reading of a file leaves open."""
        return await self._run(lambda: list(questions(it.snapshot, it.path, it.text)))

    async def question_at(self, it: Asked, line: int, column: int) -> Question | None:
        """What is left open at a place, from 1."""
        return await self._run(lambda: probable.question_at(it.snapshot, it.path, it.text, line, column))

    async def answer(self, it: Asked, question: Question, seconds: float) -> Answered | None:
        """What jedi says, asked anew only if something may have changed; nothing when it does not know, or in time."""
        return await self._run(lambda: self._answer(it, question, seconds))

    async def readers(self, paths: Iterable[str]) -> list[str]:
        """The files about which something was said that depends on one of these; absolute paths."""
        changed = set(paths)
        return await self._run(lambda: [path for it in self._replies.values() for path in it.readers(changed)])

    async def keep(self) -> None:
        """Keep what was said for the next start."""

        def save() -> None:
            for it in self._replies.values():
                it.save()

        await self._run(save)

    @property
    def is_hopeless(self) -> bool:
        """Whether jedi does not even start."""
        return self._process is not None and self._process[1].is_hopeless

    def _run(self, work: Callable[[], _Result]) -> "asyncio.Future[_Result]":
        loop = asyncio.get_running_loop()
        if self._stopping is not None:
            self._stopping.cancel()
        self._stopping = loop.call_later(_IDLE, self._thread.submit, self._stop)
        return loop.run_in_executor(self._thread, work)

    # What follows runs in the thread.

    def _answer(self, it: Asked, question: Question, seconds: float) -> Answered | None:
        replies = self._known(it)
        reply = replies.get(it.path, it.text, question)
        if reply is None and seconds > self._silent.get((it.path, question), 0.0):
            start = time.monotonic()
            reply = self._running(it).ask(it.base / it.path, str(it.text), names_of(question), seconds)
            self.n_lost = self.n_lost + 1 if reply is None else 0
            if reply is None:
                self._silent[it.path, question] = time.monotonic() - start  # A process that died had less.
            else:
                replies.add(it.path, it.text, question, reply)
        return answered(it.base, question, reply) if reply is not None and reply.found else None

    def _known(self, it: Asked) -> Replies:
        """What was said of a project before, as far as it is still so."""
        root = it.base / it.snapshot.layout.root
        if root not in self._replies:
            self._replies[root] = Replies(it.base, it.snapshot.layout.root, it.snapshot.extractions)
        if self._about is not it.snapshot.identity:
            self._about, self._silent = it.snapshot.identity, {}
            self._replies[root].renewed(it.snapshot.extractions)
            if self._process is not None:
                self._process[1].outdate()
        return self._replies[root]

    def _running(self, it: Asked) -> Inferring:
        root = it.base / it.snapshot.layout.root
        if self._process is None or self._process[0] != root:
            self._stop()
            self._process = root, inferring_of(it.base, it.snapshot)
        return self._process[1]

    def _stop(self) -> None:
        if self._process is not None:
            self._process[1].stop()
            self._process = None
