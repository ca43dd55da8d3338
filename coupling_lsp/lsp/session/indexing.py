"""Reading of a workspace folder with a progress bar that can be cancelled."""

import asyncio
import logging
import time
import uuid
from pathlib import Path

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.features.missing_settings import is_django_project, missing_settings
from coupling_lsp.lsp.session.session import Session, StoppedError
from coupling_lsp.lsp.transport.capabilities import ClientCapabilities
from coupling_lsp.workspace.errors import WorkspaceError

log = logging.getLogger(__name__)

_SECONDS_FOR_PROGRESS_BAR = 5.0
"""A client that has not accepted the progress bar by then gets none."""


class Indexing:
    """One run over one folder. On the event loop, but for `_on_progress`."""

    def __init__(self, server: LanguageServer, session: Session, capabilities: ClientCapabilities) -> None:
        self._server = server
        self._session = session
        self._capabilities = capabilities
        self._token = f"coupling-{uuid.uuid4()}"
        self._is_shown = False
        self._loop = asyncio.get_running_loop()

    async def run(self, root: Path) -> None:
        """Index a folder; open files work at once, and still when the user stops the rest."""
        start = time.monotonic()
        progress_bar = asyncio.create_task(self._begin())  # Reading does not wait for the client's bar.
        try:
            await self._session.open(root, self._on_progress)
            message = self._summary(root, time.monotonic() - start)
            self._tell_missing_settings(root)
        except StoppedError:
            message = f"Stopped reading {root.name}: only what open files need is known"
        except WorkspaceError as error:
            message = str(error)
            self._server.window_show_message(t.ShowMessageParams(t.MessageType.Warning, message))
        self._server.window_log_message(t.LogMessageParams(t.MessageType.Info, message))
        await progress_bar
        self._end(message)

    def _summary(self, root: Path, seconds: float) -> str:
        folder = self._session.folders.get(str(root))
        projects = folder.projects if folder is not None else ()
        n_files = sum(len(project.snapshot.extractions) for project in projects)
        n_apps = sum(len(project.snapshot.apps) for project in projects)
        return f"Read {n_files} files of {n_apps} apps in {root.name}, {seconds:.1f} s"

    def _tell_missing_settings(self, root: Path) -> None:
        """Show once what is wrong with the settings of a project; only log it where nobody speaks of Django."""
        folder = self._session.folders.get(str(root))
        for snapshot in (it.snapshot for it in folder.projects) if folder is not None else ():
            if not (message := missing_settings(snapshot)):
                continue
            if is_django_project(snapshot):
                self._server.window_show_message(t.ShowMessageParams(t.MessageType.Warning, message))
            else:
                self._server.window_log_message(t.LogMessageParams(t.MessageType.Warning, message))

    async def _begin(self) -> None:
        if not self._capabilities.shows_progress:
            return
        progress = self._server.work_done_progress
        try:
            await asyncio.wait_for(progress.create_async(self._token), timeout=_SECONDS_FOR_PROGRESS_BAR)
        except Exception:  # A client that refuses a token gets no progress; indexing goes on.
            log.info("The client takes no progress")
            return
        progress.begin(
            self._token, t.WorkDoneProgressBegin(title="Coupling: reading the project", percentage=0, cancellable=True)
        )
        self._is_shown = True

    def _on_progress(self, n_done: int, n_files: int) -> None:
        """Show how far reading is, or stop it. Called in the indexing thread for every step."""
        token = self._server.work_done_progress.tokens.get(self._token)
        if token is not None and token.cancelled():
            raise StoppedError
        if self._is_shown:
            self._loop.call_soon_threadsafe(self._report, n_done, n_files)

    def _report(self, n_done: int, n_files: int) -> None:
        if self._is_shown:
            percentage = 100 * n_done // n_files if n_files else 100
            report = t.WorkDoneProgressReport(percentage=percentage, message=f"{n_done} of {n_files} files")
            self._server.work_done_progress.report(self._token, report)

    def _end(self, message: str) -> None:
        progress = self._server.work_done_progress
        if self._is_shown:
            self._is_shown = False
            progress.end(self._token, t.WorkDoneProgressEnd(message=message))
        progress.tokens.pop(self._token, None)
