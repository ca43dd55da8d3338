"""Asks jedi, while nobody types, about what our own reading leaves open: in open files first, then in all others.

What it says is given to the session, as the text of a file is; the next edit of that file takes it away again.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from coupling_lsp.index.patterns import matcher
from coupling_lsp.lsp.session.inference.service import Inferences
from coupling_lsp.lsp.session.inference.throttle import Pace
from coupling_lsp.lsp.session.session import Session
from coupling_lsp.workspace.files import read_text

log = logging.getLogger(__name__)

_LONGEST = 3.0
_SECOND_CHANCE = 10.0
"""Seconds for one question; and when it had no answer, once more when all others were asked."""

_KEEP = 30.0
"""Seconds after which what was said is written down, though there is more to ask."""

_MOST_LOST = 5
"""After so many questions in a row without an answer in time nothing more is asked."""


class Background:
    """What is to be asked about, and the one task that does. To be used on the event loop.

    `tell` writes to the log of the client; `clock` and `sleep` are those of the loop but in tests.
    """

    def __init__(
        self,
        session: Session,
        inferences: Inferences,
        tell: Callable[[str], None],
        is_on: bool,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self.is_on = is_on
        self._session = session
        self._inferences = inferences
        self._tell = tell
        self._clock = clock
        self._sleep = sleep
        self._pace = Pace()
        self._todo: dict[str, None] = {}
        self._fresh: set[str] = set()
        self._touched: set[str] = set()
        self._told: set[str] = set()
        self._again: set[str] = set()
        self._known: dict[str, object] = {}
        self._has_told = False
        self._kept = clock()
        self._wake = asyncio.Event()

    def changed(self, paths: Iterable[str], is_typed: bool) -> None:
        """Files were edited, or changed on disk."""
        if is_typed:
            self._pace.typed(self._clock())
        else:
            self._touched.update(paths)
        self._fresh.update(paths)
        self._wake.set()

    def loaded(self) -> None:
        """A folder was read."""
        self._known.clear()
        self._wake.set()

    def switch(self, is_on: bool) -> None:
        """Ask, or take back what was said, from now on."""
        if is_on != self.is_on:
            self.is_on = is_on
            self._known.clear()
            for path in () if is_on else sorted(self._told):
                self._session.answered(path, None, ())
            self._wake.set()

    async def run(self) -> None:
        """Ask, as long as the server lives."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                while self.is_on and (path := await self._next()) is not None:
                    await self._look(path)
                    if self._clock() - self._kept > _KEEP:
                        await self._keep()
                await self._keep()
            except Exception:
                log.exception("Asking in the background failed; it goes on with the next change")

    async def _keep(self) -> None:
        await self._inferences.keep()
        self._kept = self._clock()

    async def _next(self) -> str | None:
        """The file to look at now, that of an open document if there is one to look at."""
        while True:
            await self._pause()
            await self._session.settled()
            if not self._pace.wait(self._clock()):  # Else somebody typed meanwhile.
                break
        await self._gather()
        opened = (it.path for it in self._session.documents if it.path in self._todo)
        path = next(opened, None) or next(iter(self._todo), None)
        if path is not None:
            del self._todo[path]
        return path

    async def _gather(self) -> None:
        """Find out which files are to be looked at (again)."""
        touched, self._touched = self._touched, set()
        fresh, self._fresh = self._fresh, set()
        self._again -= fresh
        self._todo.update(dict.fromkeys(sorted(fresh)))
        for key, folder in self._session.folders.items():
            for project in folder.projects if folder.complete else ():
                snapshot = project.snapshot
                # Another file may change what a name of any means, another relation what is a question.
                known = snapshot.extractions.keys(), snapshot.index.types.relations.attributes, folder.base
                if known != self._known.get(f"{key}/{project.found.root}"):
                    self._known[f"{key}/{project.found.root}"] = {*known[0]}, *known[1:]
                    self._todo.update(dict.fromkeys(map(folder.absolute, sorted(snapshot.extractions))))
        for path in [it for it in self._told if not self._has_answers(it)]:
            self._told.discard(path)
            self._todo[path] = None
        if touched:
            self._todo.update(dict.fromkeys(await self._inferences.readers(touched)))

    def _has_answers(self, path: str) -> bool:
        place = self._session.locate(path)
        found = place[1].snapshot.extractions.get(place[2]) if place is not None else None
        return found is not None and bool(found.facts.answers)

    async def _look(self, path: str) -> None:
        """Ask about one file, unless it changes meanwhile: then it is looked at again."""
        place = self._session.locate(path)
        if place is None or not place[0].complete:
            return
        folder, project, inside = place
        extraction = project.snapshot.extractions.get(inside)
        if extraction is None or matcher(project.snapshot.ruleset.config.tests)(inside):
            return
        document = self._session.documents.get(path)
        text = document.text if document is not None else await asyncio.to_thread(read_text, folder.base, inside)
        if text is None:
            return
        it = self._inferences.asked(folder, project, inside, text)
        told = []
        seconds = _SECOND_CHANCE if path in self._again else _LONGEST
        for question in await self._timed(self._inferences.questions(it)):
            await self._pause()
            if path in self._fresh or not self.is_on:
                return
            n_lost = self._inferences.n_lost
            answer = await self._timed(self._inferences.answer(it, question, seconds))
            if self._inferences.n_lost > n_lost:
                self._lost(path, f"{inside}:{question.span.line}")
            if answer is not None:
                told.append(answer)
        if path not in self._fresh and self.is_on and (told or extraction.facts.answers):
            self._session.answered(path, extraction, told)
            self._told.add(path)

    def _lost(self, path: str, where: str) -> None:
        """Tell, once, of a process that does not answer, and give up when it never does."""
        n_lost = self._inferences.n_lost
        if path not in self._again:
            self._again.add(path)
            self._todo[path] = None
        if self._inferences.is_hopeless:
            self.is_on = False
            self._tell("jedi cannot be started, so nothing is asked of it")
        elif n_lost >= _MOST_LOST:
            self.is_on = False
            self._tell(f"jedi was stopped {_MOST_LOST} times in a row, so nothing more is asked in the background")
        elif not self._has_told:
            self._has_told = True
            self._tell(f"jedi took too long or too much memory at {where} and was stopped; it goes on elsewhere")

    async def _timed(self, work: Awaitable[Any]) -> Any:
        start = self._clock()
        try:
            return await work
        finally:
            self._pace.worked(start, self._clock())

    async def _pause(self) -> None:
        while (seconds := self._pace.wait(self._clock())) > 0:
            await self._sleep(seconds)
