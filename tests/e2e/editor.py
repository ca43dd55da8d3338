"""An editor: a client that keeps buffers, remembers everything the server sent, and can wait for more."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as t
from pygls import uris
from pygls.lsp.client import LanguageClient as PlainClient
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import register_lsp_features

from e2e import capabilities as able
from e2e import texts

PATIENCE = 120.0
"""Seconds until something that has to happen is taken not to happen, on a machine that is busy with other things."""

_T = TypeVar("_T")
Squiggle = tuple[str, str]
"""The code of a diagnostic and the text it underlines."""


class Editor(LanguageClient):
    """The test's end of the wire. Paths are absolute."""

    def __init__(self) -> None:
        super().__init__(converter_factory=_converter)
        register_lsp_features(self)
        self.protocol.fm.features.pop(t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        self.feature(t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(_published)
        self.feature(t.CLIENT_REGISTER_CAPABILITY)(_registered)
        self.feature(t.WORKSPACE_CODE_LENS_REFRESH)(_asked_for_lenses)
        self.n_lens_refreshes = 0
        self.history: list[t.PublishDiagnosticsParams] = []
        self.latest: dict[Path, list[t.Diagnostic]] = {}
        self.registered: list[t.Registration] = []
        self.stderr: list[str] = []
        self.buffers: dict[Path, str] = {}
        self.versions: dict[Path, int] = {}
        self.answer: t.InitializeResult | None = None
        self.pulls = False

    # The process

    async def start_io(self, cmd: str, *args: Any, **kwargs: Any) -> None:
        await PlainClient.start_io(self, cmd, *args, **kwargs)
        self._stderr_forwarder = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        assert self._server is not None
        assert self._server.stderr is not None
        while line := await self._server.stderr.readline():
            self.stderr.append(line.decode(errors="replace"))

    async def begin(self, *folders: Path, can: t.ClientCapabilities | None = None, **given: Any) -> t.InitializeResult:
        """Initialize on workspace folders."""
        can = able.pushed() if can is None else can
        opened = [t.WorkspaceFolder(it.as_uri(), it.name) for it in folders]
        self.answer = await self.initialize_session(
            t.InitializeParams(can, workspace_folders=opened or None, root_uri=uri_or_none(folders), **given)
        )
        self.pulls = self.answer.capabilities.diagnostic_provider is not None
        return self.answer

    async def ready(self, *folders: Path, can: t.ClientCapabilities | None = None, **given: Any) -> t.InitializeResult:
        """Initialize, and wait until the folders are read and what they give is shown."""
        answer = await self.begin(*folders, can=can, **given)
        await self.indexed(len(folders))
        return answer

    async def indexed(self, times: int) -> None:
        """Wait until so many folders were read."""
        await self.until(lambda: sum("Read" in it.message for it in self.log_messages) >= times)
        await self.settled()

    async def leave(self) -> None:
        """Shut down as the protocol has it; the server must have been silent about errors."""
        assert self._server is not None
        try:
            async with asyncio.timeout(PATIENCE):
                await self.shutdown_session()
                await self._server.wait()
        finally:
            if self._server.returncode is None:
                self._server.kill()
        log = "".join(self.stderr)
        assert "Traceback" not in log, f"the server wrote:\n{log}"
        assert not [it.message for it in self.messages if it.type == t.MessageType.Error]

    # Waiting

    async def until(self, condition: Callable[[], _T]) -> _T:
        """The value of a condition once it is true; what is shown at the end if it never is."""

        async def value() -> _T:
            return condition()

        return await self.until_answer(value, 0.005)

    async def until_answer(self, question: Callable[[], Awaitable[_T]], pause: float = 0.05) -> _T:
        """The answer to a question that is asked again and again, once it is true."""
        deadline = time.monotonic() + PATIENCE
        while not (answer := await question()):
            if time.monotonic() > deadline:
                shown = {path.name: self.codes(path) for path in self.marked()[:20]}
                raise AssertionError(f"it did not happen; shown: {shown}; stderr: {''.join(self.stderr)[-3000:]}")
            await asyncio.sleep(pause)
        return answer

    async def settled(self) -> None:
        """Wait until the server worked out all it was told: it answers only then, and the wire keeps the order."""
        nowhere = t.TextDocumentIdentifier("untitled:nowhere")
        await asyncio.wait_for(self.text_document_hover_async(t.HoverParams(nowhere, t.Position(0, 0))), PATIENCE)

    # Buffers

    @property
    def encoding(self) -> str:
        """The negotiated unit of columns."""
        assert self.answer is not None
        found = self.answer.capabilities.position_encoding
        return str(getattr(found, "value", found) or "utf-16")

    def text(self, path: Path) -> str:
        """The text the user sees: the buffer, else the file."""
        return self.buffers[path] if path in self.buffers else path.read_bytes().decode("utf-8", "replace")

    def range(self, path: Path, part: str, occurrence: int = 1) -> t.Range:
        """Where a part of a text stands."""
        return texts.range_of(self.text(path), part, self.encoding, occurrence)

    def open(self, path: Path, text: str | None = None, version: int = 1) -> Path:
        """Open a file, unsaved if with a text of its own."""
        self.buffers[path], self.versions[path] = self.text(path) if text is None else text, version
        language = {".yaml": "yaml", ".html": "django-html"}.get(path.suffix, "python")
        item = t.TextDocumentItem(path.as_uri(), language, version, self.buffers[path])
        self.text_document_did_open(t.DidOpenTextDocumentParams(item))
        return path

    def change(self, path: Path, *changes: tuple[t.Range | None, str]) -> int:
        """Change ranges of a buffer one after the other (None: all of it); the new version."""
        sent: list[t.TextDocumentContentChangeEvent] = []
        for at, new in changes:
            if at is None:
                self.buffers[path] = new
                sent.append(t.TextDocumentContentChangeWholeDocument(new))
            else:
                self.buffers[path] = texts.edited(self.buffers[path], [t.TextEdit(at, new)], self.encoding)
                sent.append(t.TextDocumentContentChangePartial(at, new))
        self.versions[path] += 1
        identifier = t.VersionedTextDocumentIdentifier(self.versions[path], path.as_uri())
        self.text_document_did_change(t.DidChangeTextDocumentParams(identifier, sent))
        return self.versions[path]

    def replace(self, path: Path, old: str, new: str) -> int:
        """Replace the first occurrence of some text in a buffer; the new version."""
        return self.change(path, (self.range(path, old), new))

    def close(self, path: Path) -> None:
        """Close a buffer without saving it."""
        self.buffers.pop(path, None)
        self.versions.pop(path, None)
        self.text_document_did_close(t.DidCloseTextDocumentParams(t.TextDocumentIdentifier(path.as_uri())))

    def apply(self, edit: t.WorkspaceEdit) -> None:
        """Do what a workspace edit says, opening the files it speaks of as editors do."""
        for uri, edits in (edit.changes or {}).items():
            self._apply(uri, edits)
        for it in edit.document_changes or ():
            if isinstance(it, t.CreateFile):
                path_of(it.uri).touch()
                self.watched(created=[path_of(it.uri)])
            else:
                assert isinstance(it, t.TextDocumentEdit)
                path = path_of(it.text_document.uri)
                assert it.text_document.version == self.versions.get(path), "an editor refuses another version's edit"
                self._apply(
                    it.text_document.uri, [e for e in it.edits if isinstance(e, t.TextEdit | t.AnnotatedTextEdit)]
                )

    def _apply(self, uri: str, edits: Any) -> None:
        path = path_of(uri)
        if path not in self.buffers:
            self.open(path, None if path.exists() else "")
        self.change(path, (None, texts.edited(self.buffers[path], edits, self.encoding)))

    def watched(self, created: Any = (), changed: Any = (), deleted: Any = ()) -> None:
        """Tell of changes on disk."""
        kinds = ((t.FileChangeType.Created, created), (t.FileChangeType.Changed, changed))
        events = [t.FileEvent(path.as_uri(), kind) for kind, paths in kinds for path in paths]
        events += [t.FileEvent(path.as_uri(), t.FileChangeType.Deleted) for path in deleted]
        self.workspace_did_change_watched_files(t.DidChangeWatchedFilesParams(events))

    # What is shown

    def shown(self, path: Path) -> list[t.Diagnostic]:
        """The diagnostics last pushed for a file."""
        return self.latest.get(path, [])

    def squiggles(self, path: Path) -> list[Squiggle]:
        """What is underlined in a file, by place."""
        return self.underlined(path, self.shown(path))

    def codes(self, path: Path) -> list[str]:
        """The codes shown for a file, for moments at which its text is ahead of them."""
        return [str(it.code) for it in self.shown(path)]

    def underlined(self, path: Path, found: Any) -> list[Squiggle]:
        """What diagnostics underline in a file."""
        ordered = sorted(found, key=lambda it: (it.range.start.line, it.range.start.character, str(it.code)))
        return [(str(it.code), texts.slice_of(self.text(path), it.range, self.encoding)) for it in ordered]

    def marked(self) -> list[Path]:
        """The files that show something."""
        return sorted(path for path, found in self.latest.items() if found)

    def everything(self) -> dict[Path, list[t.Diagnostic]]:
        """All that is shown, in a form to compare."""
        return {path: sorted(self.shown(path), key=lambda it: (str(it.range), str(it.code))) for path in self.marked()}

    # Questions

    async def hover(self, path: Path, part: str, occurrence: int = 1) -> str:
        """What a hover inside a part of the text says, in one line; empty for none."""
        found = await self.hover_at(path, self.range(path, part, occurrence).start)
        return " ".join(text_of(found).split())

    async def hover_at(self, path: Path, position: t.Position) -> t.Hover | None:
        """The hover at a position."""
        identifier = t.TextDocumentIdentifier(path.as_uri())
        return await asyncio.wait_for(self.text_document_hover_async(t.HoverParams(identifier, position)), PATIENCE)

    async def actions(self, path: Path, part: str, only: Any = None, occurrence: int = 1) -> list[t.CodeAction]:
        """The code actions with the caret at the start of a part of the text."""
        start = self.range(path, part, occurrence).start
        here = [it for it in self.shown(path) if it.range.start <= start <= it.range.end]
        context = t.CodeActionContext(here, only=only)
        identifier = t.TextDocumentIdentifier(path.as_uri())
        params = t.CodeActionParams(identifier, t.Range(start, start), context)
        found = await asyncio.wait_for(self.text_document_code_action_async(params), PATIENCE)
        return [it for it in found or () if isinstance(it, t.CodeAction)]

    async def pull(self, path: Path, previous: str | None = None) -> Any:
        """The document report of a file."""
        identifier = t.TextDocumentIdentifier(path.as_uri())
        params = t.DocumentDiagnosticParams(identifier, previous_result_id=previous)
        return await asyncio.wait_for(self.text_document_diagnostic_async(params), PATIENCE)

    async def pull_all(self, previous: dict[str, str] | None = None) -> dict[str, Any]:
        """The workspace report, by URI."""
        known = [t.PreviousResultId(uri, value) for uri, value in (previous or {}).items()]
        params = t.WorkspaceDiagnosticParams(known)
        report = await asyncio.wait_for(self.workspace_diagnostic_async(params), PATIENCE)
        return {it.uri: it for it in report.items}


def path_of(uri: str) -> Path:
    """The path of a file URI."""
    path = uris.to_fs_path(uri)
    assert path is not None, f"{uri} is no file"
    return Path(path)


def uri_or_none(folders: tuple[Path, ...]) -> str | None:
    """The first folder, as older clients name it."""
    return folders[0].as_uri() if folders else None


def text_of(hover: t.Hover | None) -> str:
    """The Markdown of a hover."""
    if hover is None:
        return ""
    assert isinstance(hover.contents, t.MarkupContent)
    return hover.contents.value


def _converter() -> Any:
    """The usual converter, but one that takes a code action with a command for a code action."""

    def action(value: Any, _: Any) -> t.Command | t.CodeAction:
        return made.structure(value, t.Command if isinstance(value.get("command"), str) else t.CodeAction)

    made = default_converter()
    made.register_structure_hook(t.Command | t.CodeAction, action)
    return made


def _published(client: Editor, params: t.PublishDiagnosticsParams) -> None:
    client.history.append(params)
    client.latest[path_of(params.uri)] = list(params.diagnostics)


def _registered(client: Editor, params: t.RegistrationParams) -> None:
    client.registered.extend(params.registrations)


def _asked_for_lenses(client: Editor, _: None) -> None:
    client.n_lens_refreshes += 1
