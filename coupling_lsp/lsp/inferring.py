"""Asks jedi on a hover where nothing else is known: beside the event loop, one question at a time, never while typing.

Its process is started at the first question, and ended when none came for some minutes; it ends with the server.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from coupling_lsp.features import probable
from coupling_lsp.features.questions import Question
from coupling_lsp.lsp.documents import Document
from coupling_lsp.model.findings import Hover
from coupling_lsp.snapshot.inferred import apart
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.folder import Folder, Project
from coupling_lsp.workspace.inferred import answer_of, inferring_of, names_of
from coupling_lsp.workspace.inferring import Inferring, Reply

_PATIENCE = 1.5
"""Seconds a hover waits; what is found later is shown by the next one."""

_LONGEST = 5.0
"""Seconds for one question; then the process is ended."""

_IDLE = 180.0
"""Seconds without a question after which the process is ended."""

Key = tuple[str, Question]


class Inferences:
    """What jedi says of places in the projects of one client. To be used on the event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inferring")
        self._about: object = None
        self._replies: dict[Key, Reply | None] = {}
        self._process: tuple[Path, Inferring] | None = None
        self._n_asked = 0
        self._stopping: asyncio.TimerHandle | None = None

    async def hover(
        self, folder: Folder, project: Project, path: str, document: Document, line: int, column: int
    ) -> Hover | None:
        """What to show at a place, from 1, of an open file; nothing when that is not known, or not soon enough."""
        self._n_asked += 1
        number = self._n_asked
        snapshot, text = apart(project.snapshot), document.text

        def answer() -> Hover | None:
            found = probable.question_at(snapshot, path, text, line, column)
            if found is None or number != self._n_asked:  # Somebody looks elsewhere by now.
                return None
            reply = self._reply(folder.base, snapshot, path, str(text), found)
            if reply is None or not reply.found:
                return None
            told = answer_of(folder.base, found, reply).told
            return probable.hover(snapshot, path, found, found.asked[reply.number], told)

        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._thread, answer)
        self._stop_later(loop)
        try:
            return await asyncio.wait_for(asyncio.shield(work), _PATIENCE)
        except TimeoutError:
            return None

    def _reply(self, base: Path, snapshot: Snapshot, path: str, text: str, it: Question) -> Reply | None:
        """What is said of a question, asked once as long as nothing changes. Runs in the thread."""
        if self._about is not snapshot.identity:
            self._about, self._replies = snapshot.identity, {}
            if self._process is not None:
                self._process[1].outdate()
        key = path, it
        if key not in self._replies:
            self._replies[key] = self._running(base, snapshot).ask(base / path, text, names_of(it), _LONGEST)
        return self._replies[key]

    def _running(self, base: Path, snapshot: Snapshot) -> Inferring:
        root = base / snapshot.layout.root
        if self._process is None or self._process[0] != root:
            self._stop()
            self._process = root, inferring_of(base, snapshot)
        return self._process[1]

    def _stop_later(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._stopping is not None:
            self._stopping.cancel()
        self._stopping = loop.call_later(_IDLE, self._thread.submit, self._stop)

    def _stop(self) -> None:
        if self._process is not None:
            self._process[1].stop()
            self._process = None
