"""The only mutable state of the server: open documents, workspace folders, and what is shown.

Handlers record a change and return; one task takes all that was recorded, computes the next folders beside the event
loop, and publishes what changed. A result whose document moved on meanwhile is not published; a newer one is due.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from coupling_lsp.features import diagnostics
from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.snapshot.answered import Answered
from coupling_lsp.text import Text
from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace import memory
from coupling_lsp.workspace.folder import Folder, Project
from coupling_lsp.workspace.load import Options, Progress

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")

Findings = dict[str, tuple[Diagnostic, ...]]
"""Diagnostics by absolute path."""


class StoppedError(Exception):
    """The user stopped the indexing of a folder."""


class Update(NamedTuple):
    """What publishing needs: the findings that may have changed, and the versions they were computed from."""

    findings: Findings
    versions: dict[str, int]
    edited: frozenset[str]


class Session:
    """State and scheduling. All methods run on the event loop; computing happens on folders that never change.

    `noticed` is called when a folder has another state, `heard` with the paths that change, and whether by typing.
    """

    def __init__(self, options: Options, publish: Callable[[Update], Awaitable[None]]) -> None:
        self.documents = Documents()
        self.options = options
        self.folders: dict[str, Folder] = {}
        self.noticed: Callable[[], None] = lambda: None
        self.heard: Callable[[Iterable[str], bool], None] = lambda _paths, _is_typed: None
        self._publish = publish
        self._edited: set[str] = set()
        self._on_disk: set[str] = set()
        self._told: dict[str, folders.Told] = {}
        self._loading: set[str] = set()
        self._wanted: set[str] = set()
        self._wake = asyncio.Event()
        self._settled = asyncio.Event()
        self._settled.set()
        self._analysis = ThreadPoolExecutor(max_workers=1, thread_name_prefix="analysis")
        self._indexing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="indexing")
        self._task = asyncio.create_task(self._work())

    def edited(self, path: str) -> None:
        """A document was opened or changed."""
        self._edited.add(path)
        self.heard([path], True)
        self._due()

    def touched(self, paths: Iterable[str]) -> None:
        """Files came, changed or went on disk, or were closed in the editor."""
        paths = list(paths)
        self._on_disk.update(paths)
        self.heard(paths, False)
        self._due()

    def answered(self, path: str, asked: Extraction | None, answers: Sequence[Answered]) -> None:
        """Something was said of a file that said this then (None: whatever it says); it counts if it says so still."""
        self._told[path] = asked, answers
        self._due()

    async def settled(self) -> None:
        """Wait until everything recorded so far is computed."""
        await self._settled.wait()

    def locate(self, path: str) -> tuple[Folder, Project, str] | None:
        """The folder and project of an absolute path, and the path as the project's snapshot knows it."""
        for base in sorted(self.folders, key=len, reverse=True):
            found = self.folders[base].locate(path)
            if found is not None:
                return self.folders[base], *found
        return None

    def overlays(self) -> dict[str, Text]:
        """The texts of open documents by absolute path."""
        return {document.path: document.text for document in self.documents}

    def announce(self, base: Path) -> None:
        """A folder is going to be opened: what is asked from now on waits for it."""
        self._wanted.add(str(base))
        self._loading.add(str(base))
        self._due()

    async def open(self, base: Path, progress: Progress | None) -> None:
        """Index an announced folder: what open files need first, then all.

        `progress` runs in a thread; it may raise `StoppedError` to leave the rest unread.
        """
        key = str(base)
        try:
            near = await self._run(self._analysis, lambda: folders.open_near(base, self.options, self.overlays()))
            await self._replace(key, near)
            if not near.complete and key in self._wanted:
                whole = await self._run(
                    self._indexing, lambda: folders.open_whole(base, self.options, self.overlays(), progress)
                )
                await self._replace(key, whole)
            await self._run(self._indexing, memory.give_back)
        finally:
            self._loading.discard(key)
            self._due()

    async def close(self, base: Path) -> None:
        """Forget a folder and all that is shown for it."""
        self._wanted.discard(str(base))
        self._loading.discard(str(base))
        gone = self.folders.pop(str(base), None)
        if gone is not None:
            shown = {gone.absolute(it) for project in gone.projects for it in diagnostics.paths(project.snapshot)}
            await self._publish(Update(dict.fromkeys(shown, ()), self._versions(), frozenset()))
            self.noticed()
        self._due()

    async def _replace(self, key: str, fresh: Folder) -> None:
        """Put a folder read beside the event loop into place, brought up to what was typed meanwhile."""
        overlays = self.overlays()
        versions = self._versions()
        before = self.folders.get(key)
        after = await self._run(self._analysis, lambda: folders.with_texts(fresh, overlays))
        findings = await self._run(self._analysis, lambda: findings_between(before, after))
        if key not in self._wanted:
            return
        self.folders[key] = after
        self._edited.update(self.overlays())  # What was typed since went into the state before this one.
        self._due()
        await self._publish(Update(findings, versions, frozenset()))
        self.noticed()

    def _due(self) -> None:
        self._settled.clear()
        self._wake.set()

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._catch_up()
            except Exception:
                log.exception("A change could not be worked out; the server goes on with the state before it")
            if not self._wake.is_set() and not (self._loading - self.folders.keys()):
                self._settled.set()

    async def _catch_up(self) -> None:
        """Compute and publish what was recorded; disk changes wait for a folder that is still being read."""
        edited, self._edited = frozenset(self._edited), set()
        touched: frozenset[str] = frozenset()
        if not self._loading:
            touched, self._on_disk = frozenset(self._on_disk), set()
        told, self._told = self._told, {}
        overlays = self.overlays()
        versions = self._versions()
        changes = {path: overlays[path] for path in edited if path in overlays}
        for key, before in list(self.folders.items()):
            after, findings = await self._run(
                self._analysis,
                lambda before=before: _advance(before, changes, touched, overlays, told),  # type: ignore[misc]
            )
            if self.folders.get(key) is not before:  # It was replaced or removed meanwhile.
                self._edited |= edited
                self._on_disk |= touched
                self._told = {**told, **self._told}
                self._due()
                continue
            self.folders[key] = after
            for path in edited:
                if path not in findings and after.locate(path) is not None:
                    findings[path] = _of_path(after, path)
            await self._publish(Update(findings, versions, edited))
            if after is not before:
                self.noticed()

    def _versions(self) -> dict[str, int]:
        return {document.path: document.version for document in self.documents}

    async def _run(self, executor: ThreadPoolExecutor, work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(executor, work)


def _advance(
    before: Folder,
    changes: dict[str, Text],
    touched: frozenset[str],
    overlays: dict[str, Text],
    told: dict[str, folders.Told],
) -> tuple[Folder, Findings]:
    after = folders.refresh(before, touched, overlays) if touched else before
    after = folders.with_texts(after, changes, overlays) if changes else after
    if after.loaders() != before.loaders():  # Files say other things when other functions import.
        after = folders.open_whole(after.base, after.options, overlays, None)
    after = folders.with_answers(after, told) if told else after
    return after, findings_between(before, after)


def findings_between(before: Folder | None, after: Folder) -> Findings:
    """The diagnostics of all files for which they may differ between two states of a folder."""
    found: set[str] = set()
    earlier = {project.found.root: project for project in before.projects} if before is not None else {}
    for project in after.projects:
        known = earlier.pop(project.found.root, None)
        if known is None or known.snapshot is not project.snapshot:
            paths = diagnostics.changed(known.snapshot if known is not None else None, project.snapshot)
            found |= {after.absolute(path) for path in paths}
    for project in earlier.values():
        found |= {after.absolute(path) for path in diagnostics.paths(project.snapshot)}
    return {path: _of_path(after, path) for path in found}


def _of_path(folder: Folder, path: str) -> tuple[Diagnostic, ...]:
    """The diagnostics of a file. Of one that judges several projects, what all of them say."""
    sharing = [(project, own) for project in folder.projects if (own := project.judged_by(path)) is not None]
    if len(sharing) < 2:
        place = folder.locate(path)
        return diagnostics.diagnostics(place[0].snapshot, place[1]) if place is not None else ()
    said = [diagnostics.diagnostics(project.snapshot, own) for project, own in sharing]
    keys = [{(it.span, it.code, it.message) for it in one} for one in said]
    return tuple(it for it in said[0] if all((it.span, it.code, it.message) in key for key in keys))
