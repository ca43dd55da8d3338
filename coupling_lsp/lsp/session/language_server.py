"""Server of one connection: what handlers are called with, and where its parts meet."""

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from lsprotocol import types as t
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from coupling_lsp import __version__
from coupling_lsp.lsp.session import file_watching, initialization
from coupling_lsp.lsp.session.indexing import Indexing
from coupling_lsp.lsp.session.inference.background import BackgroundInference
from coupling_lsp.lsp.session.inference.service import InferenceService
from coupling_lsp.lsp.session.lens_refresh import LensRefresh
from coupling_lsp.lsp.session.publishing import Publisher
from coupling_lsp.lsp.session.session import Session, Update
from coupling_lsp.lsp.session.view_notifier import ViewNotifier
from coupling_lsp.lsp.transport.capabilities import ClientCapabilities, client_capabilities
from coupling_lsp.lsp.transport.protocol import Protocol
from coupling_lsp.workspace.reading.discovery import base_of

log = logging.getLogger(__name__)


class Server(LanguageServer):
    """Server of one client. The parts declared here are there from `initialize` on."""

    capabilities: ClientCapabilities
    session: Session
    publisher: Publisher
    lens_refresh: LensRefresh
    background_inference: BackgroundInference

    def __init__(self) -> None:
        super().__init__("coupling-lsp", __version__, protocol_cls=Protocol, max_workers=2)
        self.inference = InferenceService()
        self._watch_stops: dict[Path, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def connect(self, params: t.InitializeParams) -> None:
        """Make the parts that depend on the client, and announce the folders it names. Called once, at `initialize`."""
        encoding = self.workspace.position_encoding
        is_lens_on = initialization.is_enabled(params, initialization.CODE_LENS)
        is_inference_on = initialization.is_enabled(params, initialization.BACKGROUND_INFERENCE)
        self.capabilities = client_capabilities(params, str(getattr(encoding, "value", encoding)))
        self.lens_refresh = LensRefresh(self, self.capabilities, is_lens_on)
        self.session = Session(initialization.load_options(params), self._show)
        self.publisher = Publisher(self, self.session, self.capabilities)
        self._logged_messages: set[str] = set()
        self.background_inference = BackgroundInference(self.session, self.inference, self.log_message, is_inference_on)
        self.session.on_changed_files = self.background_inference.record_changes
        if self.capabilities.has_view:
            self.session.on_new_state = ViewNotifier(self, self.session).schedule
        self.start(self.background_inference.run())
        for root in initialization.workspace_roots(params):
            self.session.announce(root)

    def index(self, root: Path) -> None:
        """Read a folder, and watch it where the client does not."""
        self.session.announce(root)
        self.start(self._read(root))
        if not self.capabilities.watches_files:
            stop = self._watch_stops[root] = asyncio.Event()
            self.start(file_watching.watch(base_of(root), self.session.record_disk_changes, stop))

    async def _read(self, root: Path) -> None:
        await Indexing(self, self.session, self.capabilities).run(root)
        self.background_inference.record_new_folder()

    async def forget(self, root: Path) -> None:
        """Drop a folder and all that is shown of it."""
        if (stop := self._watch_stops.pop(root, None)) is not None:
            stop.set()
        await self.session.close(root)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine beside the handlers; what it raises is logged."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s", error, exc_info=error)

    async def _show(self, update: Update) -> None:
        """Tell the client what a change altered."""
        await self.publisher.publish(update)
        self.lens_refresh.compare(self.session.folders)

    def log_once(self, message: str) -> None:
        """Write a line to the log of the client, unless it was written before."""
        if message not in self._logged_messages:
            self._logged_messages.add(message)
            self.log_message(message)

    def log_message(self, message: str) -> None:
        """Write a line to the log of the client."""
        self.window_log_message(t.LogMessageParams(t.MessageType.Info, message))

    def report_server_error(self, error: Exception, _source: Any) -> None:
        """Log an error instead of showing it to the user; one that is meant as an answer is none."""
        if isinstance(error, JsonRpcException):
            return
        log.error("%s", error, exc_info=error)
