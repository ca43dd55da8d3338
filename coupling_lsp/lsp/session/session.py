"""Open documents and workspace folders of a connection, and the one task that brings the folders up to date.

Handlers record a change and return; the task takes all that was recorded, computes the next state of each folder beside
the event loop, and publishes the findings. Those of a document that changed meanwhile are not published; newer ones are
due.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.lsp.session.findings import Findings, findings_between, findings_of, no_findings
from coupling_lsp.model.facts import Extraction
from coupling_lsp.snapshot.answered import Answered
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace import process_memory
from coupling_lsp.workspace.folder import Folder, Project
from coupling_lsp.workspace.reading.load import Options, Progress

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")


class StoppedError(Exception):
    """The user stopped the indexing of a folder."""


class Update(NamedTuple):
    """Findings to publish: those that may have changed, and the document versions they were computed from."""

    findings: Findings
    versions: dict[str, int]
    edited_paths: frozenset[str]


class ProjectFile(NamedTuple):
    """A file, open or not, of a project; `path` is how the project's snapshot knows it."""

    folder: Folder
    project: Project
    path: str

    @property
    def snapshot(self) -> Snapshot:
        """State of the project."""
        return self.project.snapshot


class Session:
    """State of a connection and its scheduling. All methods run on the event loop; folders never change in place.

    `on_new_state` is called when a folder has another state; `on_changed_files` with the absolute paths of files that
    changed, and whether by typing.
    """

    def __init__(self, options: Options, publish: Callable[[Update], Awaitable[None]]) -> None:
        self.documents = Documents()
        self.options = options
        self.folders: dict[str, Folder] = {}
        self.on_new_state: Callable[[], None] = lambda: None
        self.on_changed_files: Callable[[Iterable[str], bool], None] = lambda _paths, _is_typed: None
        self._publish = publish
        self._roots: dict[str, Path] = {}
        self._unread_roots: set[str] = set()
        self._edited_paths: set[str] = set()
        self._disk_paths: set[str] = set()
        self._answers: dict[str, folders.FileAnswers] = {}
        self._wake = asyncio.Event()
        self._is_current = asyncio.Event()
        self._is_current.set()
        self._analysis = ThreadPoolExecutor(max_workers=1, thread_name_prefix="analysis")
        self._indexing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="indexing")
        self._task = asyncio.create_task(self._keep_up())

    @property
    def roots(self) -> tuple[Path, ...]:
        """Workspace folders that are open, or about to be."""
        return tuple(self._roots.values())

    def record_edit(self, path: str) -> None:
        """Record that a document was opened or changed."""
        self._edited_paths.add(path)
        self.on_changed_files([path], True)
        self._schedule()

    def record_disk_changes(self, paths: Iterable[str]) -> None:
        """Record that files came, changed or went on disk, or were closed in the editor."""
        paths = list(paths)
        self._disk_paths.update(paths)
        self.on_changed_files(paths, False)
        self._schedule()

    def record_answers(self, path: str, extraction: Extraction | None, answers: Sequence[Answered]) -> None:
        """Record what jedi says of a file. It counts only while the file's own facts are those of `extraction`.

        With None it counts whatever the facts are by now.
        """
        self._answers[path] = extraction, answers
        self._schedule()

    async def wait_until_current(self) -> None:
        """Wait until everything recorded so far is computed."""
        await self._is_current.wait()

    def locate(self, path: str) -> ProjectFile | None:
        """Return the project file at an absolute path; None for one of no project."""
        for base in sorted(self.folders, key=len, reverse=True):
            location = self.folders[base].locate(path)
            if location is not None:
                return ProjectFile(self.folders[base], *location)
        return None

    def overlays(self) -> dict[str, Text]:
        """Return the texts of open documents by absolute path."""
        return {document.path: document.text for document in self.documents}

    def announce(self, base: Path) -> None:
        """Record that a folder is going to be opened: what is asked from now on waits for it."""
        self._roots.setdefault(str(base), base)
        self._unread_roots.add(str(base))
        self._schedule()

    async def open(self, base: Path, progress: Progress | None) -> None:
        """Index an announced folder: what open files need first, then all.

        `progress` runs in a thread; it may raise `StoppedError` to leave the rest unread.
        """
        key = str(base)
        try:
            near = await _run_in(self._analysis, lambda: folders.open_near(base, self.options, self.overlays()))
            await self._replace(key, near)
            if not near.complete and key in self._roots:
                whole = await _run_in(
                    self._indexing, lambda: folders.open_whole(base, self.options, self.overlays(), progress)
                )
                await self._replace(key, whole)
            await _run_in(self._indexing, process_memory.release_unused)
        finally:
            self._unread_roots.discard(key)
            self._schedule()

    async def close(self, base: Path) -> None:
        """Forget a folder and all that is shown for it."""
        self._roots.pop(str(base), None)
        self._unread_roots.discard(str(base))
        folder = self.folders.pop(str(base), None)
        if folder is not None:
            await self._publish(Update(no_findings(folder), self._versions(), frozenset()))
            self.on_new_state()
        self._schedule()

    async def _replace(self, key: str, folder: Folder) -> None:
        """Put a folder read beside the event loop into place, brought up to what was typed meanwhile."""
        overlays = self.overlays()
        versions = self._versions()
        previous = self.folders.get(key)
        current = await _run_in(self._analysis, lambda: folders.with_texts(folder, overlays))
        findings = await _run_in(self._analysis, lambda: findings_between(previous, current))
        if key not in self._roots:
            return
        self.folders[key] = current
        self._edited_paths.update(self.overlays())  # What was typed since went into the previous state.
        self._schedule()
        await self._publish(Update(findings, versions, frozenset()))
        self.on_new_state()

    def _schedule(self) -> None:
        self._is_current.clear()
        self._wake.set()

    async def _keep_up(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._apply_recorded_changes()
            except Exception:
                log.exception("A change could not be worked out; the server goes on with the state before it")
            if not self._wake.is_set() and not (self._unread_roots - self.folders.keys()):
                self._is_current.set()

    async def _apply_recorded_changes(self) -> None:
        """Compute and publish what was recorded; disk changes wait for a folder that is still being read."""
        edited_paths, self._edited_paths = frozenset(self._edited_paths), set()
        disk_paths: frozenset[str] = frozenset()
        if not self._unread_roots:
            disk_paths, self._disk_paths = frozenset(self._disk_paths), set()
        answers, self._answers = self._answers, {}
        overlays = self.overlays()
        versions = self._versions()
        edits = {path: overlays[path] for path in edited_paths if path in overlays}
        for key, previous in list(self.folders.items()):
            current, findings = await _run_in(
                self._analysis,
                lambda previous=previous: _advance(previous, edits, disk_paths, overlays, answers),  # type: ignore[misc]
            )
            if self.folders.get(key) is not previous:  # It was replaced or removed meanwhile.
                self._edited_paths |= edited_paths
                self._disk_paths |= disk_paths
                self._answers = {**answers, **self._answers}
                self._schedule()
                continue
            self.folders[key] = current
            for path in edited_paths:
                if path not in findings and current.locate(path) is not None:
                    findings[path] = findings_of(current, path)
            await self._publish(Update(findings, versions, edited_paths))
            if current is not previous:
                self.on_new_state()

    def _versions(self) -> dict[str, int]:
        return {document.path: document.version for document in self.documents}


async def _run_in(executor: ThreadPoolExecutor, work: Callable[[], _Result]) -> _Result:
    return await asyncio.get_running_loop().run_in_executor(executor, work)


def _advance(
    previous: Folder,
    edits: dict[str, Text],
    disk_paths: frozenset[str],
    overlays: dict[str, Text],
    answers: dict[str, folders.FileAnswers],
) -> tuple[Folder, Findings]:
    """Return a folder after changes, and the findings that may differ."""
    current = folders.refresh(previous, disk_paths, overlays) if disk_paths else previous
    current = folders.with_texts(current, edits, overlays) if edits else current
    if current.scope() != previous.scope():  # Other files are read, or say other things.
        current = folders.open_whole(current.opened, current.options, overlays, None)
    current = folders.with_answers(current, answers) if answers else current
    return current, findings_between(previous, current)
