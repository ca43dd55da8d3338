"""The handlers: each converts, asks the session or a feature, and converts back."""

import asyncio
import datetime
import logging
import os
import sys
from pathlib import Path
from typing import Any

from lsprotocol import types as t
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from coupling_lsp import __version__
from coupling_lsp.features import hover as hovers
from coupling_lsp.lsp.handlers import configuration, navigation, rules_file
from coupling_lsp.lsp.handlers import name_actions as finding_out
from coupling_lsp.lsp.handlers.code_action_builder import REVEAL, Actions
from coupling_lsp.lsp.handlers.overview import requests as overview
from coupling_lsp.lsp.session import file_watching as watching
from coupling_lsp.lsp.session.indexing import Indexing
from coupling_lsp.lsp.session.inference.background import Background
from coupling_lsp.lsp.session.inference.service import Inferences
from coupling_lsp.lsp.session.lens_refresh import Lenses
from coupling_lsp.lsp.session.publishing import Publisher
from coupling_lsp.lsp.session.session import Session, Update
from coupling_lsp.lsp.transport import convert, stdio
from coupling_lsp.lsp.transport.capabilities import Client, client_of
from coupling_lsp.lsp.transport.protocol import Protocol
from coupling_lsp.text import Span
from coupling_lsp.workspace.load import Options

log = logging.getLogger(__name__)


class Server(LanguageServer):
    """The server of one client. `session` and `client` are there once it has initialized."""

    session: Session
    client: Client
    publisher: Publisher
    lenses: Lenses
    asking: Background

    def __init__(self) -> None:
        super().__init__("coupling-lsp", __version__, protocol_cls=Protocol, max_workers=2)
        self.watchers: dict[Path, asyncio.Event] = {}
        self.background: set[asyncio.Task[Any]] = set()
        self.roots: list[Path] = []
        self.inferences = Inferences()

    def report_server_error(self, error: Exception, _source: Any) -> None:
        """Errors go to the log, never into the user's face; one that is meant as an answer is no error."""
        if isinstance(error, JsonRpcException):
            return
        log.error("%s", error, exc_info=error)

    def index(self, root: Path) -> None:
        """Read a folder, and watch it where the client does not."""
        self.roots.append(root)
        self.session.announce(root)
        self.start(self._read(root))
        if not self.client.watches:
            stop = self.watchers[root] = asyncio.Event()
            self.start(watching.watch(root, self.session.touched, stop))

    async def _read(self, root: Path) -> None:
        await Indexing(self, self.session, self.client).run(root)
        self.asking.loaded()

    async def forget(self, root: Path) -> None:
        """Drop a folder and all that is shown of it."""
        self.roots = [it for it in self.roots if it != root]
        if (stop := self.watchers.pop(root, None)) is not None:
            stop.set()
        await self.session.close(root)

    def log_message(self, message: str) -> None:
        """Write a line to the log of the client."""
        self.window_log_message(t.LogMessageParams(t.MessageType.Info, message))

    async def show(self, update: Update) -> None:
        """Tell the client what a change altered."""
        await self.publisher.publish(update)
        self.lenses.look(self.session.folders)

    def start(self, work: Any) -> None:
        """Run a coroutine beside the handlers; what it raises is logged."""
        task = asyncio.create_task(work)
        self.background.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self.background.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s", error, exc_info=error)


def create_server() -> Server:
    """A server with all its handlers."""
    server = Server()
    server.feature(t.INITIALIZE)(_initialize)
    server.feature(t.INITIALIZED)(_initialized)
    server.feature(t.TEXT_DOCUMENT_DID_OPEN)(_did_open)
    server.feature(t.TEXT_DOCUMENT_DID_CHANGE)(_did_change)
    server.feature(t.TEXT_DOCUMENT_DID_CLOSE)(_did_close)
    server.feature(t.TEXT_DOCUMENT_DID_SAVE)(_did_save)
    server.feature(t.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_did_change_watched_files)
    server.feature(t.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_did_change_folders)
    server.feature(t.TEXT_DOCUMENT_HOVER)(_hover)
    kinds = t.CodeActionOptions(code_action_kinds=[t.CodeActionKind.QuickFix, t.CodeActionKind.RefactorRewrite])
    server.feature(t.TEXT_DOCUMENT_CODE_ACTION, kinds)(_code_action)
    server.command(REVEAL)(_reveal)
    navigation.register(server)
    configuration.register(server)
    rules_file.register(server)
    finding_out.register(server)
    return server


def serve(port: int | None = None) -> int:
    """Serve over stdio, or over TCP on a port of this machine. Returns the exit code."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    try:
        code = asyncio.run(_serve(port))
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    except (KeyboardInterrupt, BrokenPipeError, ConnectionError):
        code = 1
    sys.stderr.flush()
    os._exit(code)  # A thread that still reads a folder must not keep the process.


async def _serve(port: int | None) -> int:
    server = create_server()
    if port is None:
        server.protocol.set_writer(stdio.Output(stdio.private_stdout()))
        await stdio.read_messages(await stdio.stdin_reader(), server.protocol)
    else:
        finished = asyncio.Event()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            server.protocol.set_writer(writer)
            await stdio.read_messages(reader, server.protocol)
            finished.set()

        async with await asyncio.start_server(connected, "127.0.0.1", port):
            await finished.wait()
    return 1


def _initialize(ls: Server, params: t.InitializeParams) -> None:
    encoding = ls.workspace.position_encoding
    ls.client = client_of(params, str(getattr(encoding, "value", encoding)))
    ls.publisher = Publisher(ls, ls.client)
    ls.lenses = Lenses(ls, ls.client, configuration.given(params))
    ls.session = Session(_options(params), ls.show)
    ls.publisher.session = ls.session
    ls.asking = Background(ls.session, ls.inferences, ls.log_message, configuration.asks(params))
    ls.session.heard = ls.asking.changed
    ls.start(ls.asking.run())
    overview.register(ls, ls.session, ls.client, params)
    ls.roots = _roots(params)
    for root in ls.roots:
        ls.session.announce(root)
    if ls.client.pulls:
        ls.publisher.offer_pull()
    if params.process_id is not None:
        ls.start(stdio.watch_parent(params.process_id, lambda: os._exit(1)))


def _options(params: t.InitializeParams) -> Options:
    given = params.initialization_options if isinstance(params.initialization_options, dict) else {}
    rules, settings = given.get("rules"), given.get("settings")
    return Options(
        rules=Path(*_roots(params)[:1], rules) if isinstance(rules, str) and rules else None,
        settings=settings if isinstance(settings, str) else "",
        today=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    )


def _roots(params: t.InitializeParams) -> list[Path]:
    uris = [folder.uri for folder in params.workspace_folders or ()]
    if not uris and params.root_uri:
        uris = [params.root_uri]
    paths = [path for uri in uris if (path := convert.path_of(uri)) is not None]
    if not paths and params.root_path:
        paths = [params.root_path]
    return [Path(path) for path in paths]


async def _initialized(ls: Server, _params: t.InitializedParams) -> None:
    if ls.client.watches:
        ls.start(watching.ask_client(ls))
    ls.start(configuration.follow(ls))
    roots, ls.roots = ls.roots, []
    for root in roots:
        ls.index(root)


def _did_open(ls: Server, params: t.DidOpenTextDocumentParams) -> None:
    document = ls.session.documents.open(params.text_document)
    if document is None:
        return
    if not ls.roots and (root := _root_of(document.path)) is not None:
        ls.index(root)
    ls.session.edited(document.path)


def _root_of(path: str) -> Path | None:
    """The project around a file that was opened without a workspace."""
    around = Path(path).parents
    marks = ("manage.py", ".git", "pyproject.toml")
    return next((folder for mark in marks for folder in around if (folder / mark).exists()), None)


def _did_change(ls: Server, params: t.DidChangeTextDocumentParams) -> None:
    document = ls.session.documents.change(params.text_document, params.content_changes, ls.client.encoding)
    if document is not None:
        ls.session.edited(document.path)


def _did_close(ls: Server, params: t.DidCloseTextDocumentParams) -> None:
    path = ls.session.documents.close(params.text_document.uri)
    if path is not None:
        ls.session.touched([path])


def _did_save(ls: Server, params: t.DidSaveTextDocumentParams) -> None:
    path = convert.path_of(params.text_document.uri)
    if path is not None:
        ls.session.touched([path])


def _did_change_watched_files(ls: Server, params: t.DidChangeWatchedFilesParams) -> None:
    paths = [path for change in params.changes if (path := convert.path_of(change.uri)) is not None]
    ls.session.touched(paths)


async def _did_change_folders(ls: Server, params: t.DidChangeWorkspaceFoldersParams) -> None:
    added = [Path(path) for folder in params.event.added if (path := convert.path_of(folder.uri)) is not None]
    for folder in params.event.removed:
        if (path := convert.path_of(folder.uri)) is not None:
            await ls.forget(Path(path))
    for root in added:
        ls.index(root)


async def _hover(ls: Server, params: t.HoverParams) -> t.Hover | None:
    await ls.session.settled()
    path = convert.path_of(params.text_document.uri)
    place = ls.session.locate(path) if path is not None else None
    document = ls.session.documents.get(path) if path is not None else None
    if place is None or document is None:
        return None
    folder, project, inside = place
    line, column = convert.place_of(document.text, params.position, ls.client.encoding)
    if inside == project.snapshot.ruleset.path:
        return rules_file.hover_at(ls, folder, document, line, column)
    found = hovers.hover(project.snapshot, inside, line, column)
    if found is None:
        found = await ls.inferences.hover(ls.inferences.asked(folder, project, inside, document.text), line, column)
    if found is None:
        return None
    content = t.MarkupContent(t.MarkupKind.Markdown, found.markdown)
    return t.Hover(content, convert.range_of(found.span, document.text, ls.client.encoding))


async def _code_action(ls: Server, params: t.CodeActionParams) -> list[t.CodeAction]:
    await ls.session.settled()
    path = convert.path_of(params.text_document.uri)
    place = ls.session.locate(path) if path is not None else None
    document = ls.session.documents.get(path) if path is not None else None
    if place is None or document is None:
        return []
    folder, project, inside = place
    start = convert.place_of(document.text, params.range.start, ls.client.encoding)
    end = convert.place_of(document.text, params.range.end, ls.client.encoding)
    wanted = list(params.context.only or ())
    actions = Actions(folder, project, ls.session.documents, ls.client)
    given = tuple(params.context.diagnostics)

    def only(kind: str) -> bool:
        return convert.matches_only(kind, wanted)

    found = actions.at(inside, Span(*start, *end), given, only)
    return [*found, *await finding_out.actions(ls, params, actions, only)]


async def _reveal(ls: Server, uri: str, line: int, character: int, end_line: int, end_character: int) -> None:
    selection = t.Range(t.Position(line, character), t.Position(end_line, end_character))
    await ls.window_show_document_async(t.ShowDocumentParams(uri, take_focus=True, selection=selection))
