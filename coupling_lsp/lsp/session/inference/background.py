"""Inference while nobody types, of what our own reading leaves open: in open files first, then in all others.

Answers are recorded in the session, as the text of a file is; the next edit of that file takes them away again.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from coupling_lsp.lsp.session.inference.service import InferenceService
from coupling_lsp.lsp.session.inference.throttle import Throttle
from coupling_lsp.lsp.session.session import ProjectFile, Session
from coupling_lsp.snapshot.answered import Answered
from coupling_lsp.text import Text
from coupling_lsp.workspace.reading.files import read_text

log = logging.getLogger(__name__)

_MAX_SECONDS = 3.0
_MAX_SECONDS_OF_RETRY = 10.0
"""Seconds for one question; and when it had no answer, once more when all others were asked."""

_SECONDS_BETWEEN_SAVES = 30.0
"""After so long answers are written down, though there is more to ask."""

_MAX_UNANSWERED = 5
"""After so many questions in a row without an answer in time nothing more is asked."""


class BackgroundInference:
    """Files to ask about, and the one task that asks. To be used on the event loop.

    `log_message` writes to the log of the client; `clock` and `sleep` are those of the loop but in tests.
    """

    def __init__(
        self,
        session: Session,
        inference: InferenceService,
        log_message: Callable[[str], None],
        is_enabled: bool,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self.is_enabled = is_enabled
        self._session = session
        self._inference = inference
        self._log_message = log_message
        self._clock = clock
        self._sleep = sleep
        self._throttle = Throttle()
        self._pending_paths: dict[str, None] = {}
        self._changed_paths: set[str] = set()
        self._disk_paths: set[str] = set()
        self._answered_paths: set[str] = set()
        self._retried_paths: set[str] = set()
        self._project_states: dict[str, object] = {}
        self._has_reported_timeout = False
        self._last_save = clock()
        self._wake = asyncio.Event()

    def record_changes(self, paths: Iterable[str], is_typed: bool) -> None:
        """Record that files were edited, or changed on disk."""
        paths = list(paths)
        if is_typed:
            self._throttle.record_edit(self._clock())
        else:
            self._disk_paths.update(paths)
        self._changed_paths.update(paths)
        self._wake.set()

    def record_new_folder(self) -> None:
        """Record that a folder was read."""
        self._project_states.clear()
        self._wake.set()

    def switch(self, is_enabled: bool) -> None:
        """Ask from now on, or take back all answers."""
        if is_enabled != self.is_enabled:
            self.is_enabled = is_enabled
            self._project_states.clear()
            for path in () if is_enabled else sorted(self._answered_paths):
                self._session.record_answers(path, None, ())
            self._wake.set()

    async def run(self) -> None:
        """Ask, as long as the server lives."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                while self.is_enabled and (path := await self._next_path()) is not None:
                    await self._ask_about(path)
                    if self._clock() - self._last_save > _SECONDS_BETWEEN_SAVES:
                        await self._save()
                await self._save()
            except Exception:
                log.exception("Asking in the background failed; it goes on with the next change")

    async def _save(self) -> None:
        await self._inference.save()
        self._last_save = self._clock()

    async def _next_path(self) -> str | None:
        """Return the file to ask about now, that of an open document if there is one."""
        while True:
            await self._pause()
            await self._session.wait_until_current()
            if not self._throttle.seconds_to_wait(self._clock()):  # Else somebody typed meanwhile.
                break
        await self._gather()
        open_paths = (it.path for it in self._session.documents if it.path in self._pending_paths)
        path = next(open_paths, None) or next(iter(self._pending_paths), None)
        if path is not None:
            del self._pending_paths[path]
        return path

    async def _gather(self) -> None:
        """Find out which files are to be asked about, or again."""
        disk_paths, self._disk_paths = self._disk_paths, set()
        changed_paths, self._changed_paths = self._changed_paths, set()
        self._retried_paths -= changed_paths
        self._pending_paths.update(dict.fromkeys(sorted(changed_paths)))
        self._gather_projects()
        for path in [it for it in self._answered_paths if not self._has_answers(it)]:
            self._answered_paths.discard(path)
            self._pending_paths[path] = None
        if disk_paths:
            self._pending_paths.update(dict.fromkeys(await self._inference.dependents(disk_paths)))

    def _gather_projects(self) -> None:
        """Add all files of projects with other files or relations than at the last look.

        Another file may change what a name of any means, another relation what is a question.
        """
        for key, folder in self._session.folders.items():
            for project in folder.projects if folder.complete else ():
                snapshot = project.snapshot
                paths, relations = snapshot.extractions.keys(), snapshot.index.types.relations.attributes
                if (paths, relations, folder.base) != self._project_states.get(f"{key}/{project.root}"):
                    self._project_states[f"{key}/{project.root}"] = {*paths}, relations, folder.base
                    self._pending_paths.update(dict.fromkeys(map(folder.absolute, sorted(snapshot.extractions))))

    def _has_answers(self, path: str) -> bool:
        file = self._session.locate(path)
        extraction = file.snapshot.extractions.get(file.path) if file is not None else None
        return extraction is not None and bool(extraction.facts.answers)

    async def _ask_about(self, path: str) -> None:
        """Ask about one file, unless it changes meanwhile: then it is asked about again."""
        file = self._session.locate(path)
        if file is None or not file.folder.complete:
            return
        extraction = file.snapshot.extractions.get(file.path)
        if extraction is None or file.snapshot.ruleset.config.is_test(file.path):
            return
        text = await self._text(path, file)
        if text is None:
            return
        answers = await self._answers(path, file, text)
        if answers is None or path in self._changed_paths or not self.is_enabled:
            return
        if answers or extraction.facts.answers:
            self._session.record_answers(path, extraction, answers)
            self._answered_paths.add(path)

    async def _text(self, path: str, file: ProjectFile) -> Text | None:
        document = self._session.documents.get(path)
        if document is not None:
            return document.text
        return await asyncio.to_thread(read_text, file.folder.base, file.path)

    async def _answers(self, path: str, file: ProjectFile, text: Text) -> list[Answered] | None:
        """Return the answers to all questions about a file; None when it changed, or inference was switched off."""
        target = self._inference.target(file, text)
        answers: list[Answered] = []
        max_seconds = _MAX_SECONDS_OF_RETRY if path in self._retried_paths else _MAX_SECONDS
        for question in await self._run_timed(self._inference.questions(target)):
            await self._pause()
            if path in self._changed_paths or not self.is_enabled:
                return None
            n_unanswered = self._inference.n_unanswered
            answer = await self._run_timed(self._inference.answer(target, question, max_seconds))
            if self._inference.n_unanswered > n_unanswered:
                self._handle_timeout(path, f"{file.path}:{question.span.line}")
            if answer is not None:
                answers.append(answer)
        return answers

    def _handle_timeout(self, path: str, place: str) -> None:
        """Plan a second try, tell once of a process that does not answer, and give up when it never does."""
        if path not in self._retried_paths:
            self._retried_paths.add(path)
            self._pending_paths[path] = None
        if self._inference.is_hopeless:
            self.is_enabled = False
            self._log_message("jedi cannot be started, so nothing is asked of it")
        elif self._inference.n_unanswered >= _MAX_UNANSWERED:
            self.is_enabled = False
            self._log_message(
                f"jedi was stopped {_MAX_UNANSWERED} times in a row, so nothing more is asked in the background"
            )
        elif not self._has_reported_timeout:
            self._has_reported_timeout = True
            self._log_message(f"jedi took too long or too much memory at {place} and was stopped; it goes on elsewhere")

    async def _run_timed(self, work: Awaitable[Any]) -> Any:
        start = self._clock()
        try:
            return await work
        finally:
            self._throttle.record_work(start, self._clock())

    async def _pause(self) -> None:
        while (seconds := self._throttle.seconds_to_wait(self._clock())) > 0:
            await self._sleep(seconds)
