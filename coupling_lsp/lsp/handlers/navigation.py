"""Ways through the edges: lenses, references, definitions, and the rule behind an edge as its declaration.

Files are read for an answer, so answers are made beside the event loop.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import Protocol

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.features import definition, lens
from coupling_lsp.features import references as referring
from coupling_lsp.features.places import Read
from coupling_lsp.lsp.session.lens_refresh import Lenses
from coupling_lsp.lsp.session.locations import Places
from coupling_lsp.lsp.session.session import Session
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import Client
from coupling_lsp.model.findings import Link
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace.folder import Folder

SHOW = "coupling.showReferences"
"""The command of a lens, for the client to run: the URI and position of the lens, and the locations to show."""

Find = Callable[[Snapshot, str, int, int, Read], list[Link]]
Answer = list[t.Location] | list[t.LocationLink] | None


class _Host(Protocol):
    session: Session
    client: Client
    lenses: Lenses


def register(server: LanguageServer) -> None:
    """Add the handlers."""
    server.feature(t.TEXT_DOCUMENT_CODE_LENS, t.CodeLensOptions(resolve_provider=True))(_code_lens)
    server.feature(t.CODE_LENS_RESOLVE)(_resolve)
    server.feature(t.TEXT_DOCUMENT_REFERENCES)(_references)
    server.feature(t.TEXT_DOCUMENT_DEFINITION)(_definition)
    server.feature(t.TEXT_DOCUMENT_DECLARATION)(_declaration)
    server.feature(t.TEXT_DOCUMENT_TYPE_DEFINITION)(_type_definition)


class _Asked:
    """The open file a request speaks of, in each project it belongs to: a rules file may belong to several."""

    def __init__(self, ls: _Host, path: str, folder: Folder, text: Text) -> None:
        self.text = text
        self.encoding = ls.client.encoding
        self.places = Places(folder, ls.session.documents, self.encoding)
        self._folder = folder
        self._path = path

    def projects(self) -> Iterator[tuple[Snapshot, str]]:
        sharing = [it for it in self._folder.projects if it.rules is not None and str(it.rules) == self._path]
        if sharing:
            yield from ((it.snapshot, it.snapshot.ruleset.path) for it in sharing)
        elif (found := self._folder.locate(self._path)) is not None:
            yield found[0].snapshot, found[1]

    def place(self, position: t.Position) -> tuple[int, int]:
        return convert.place_of(self.text, position, self.encoding)


async def _asked(ls: _Host, uri: str) -> _Asked | None:
    """What a request speaks of, once everything recorded is computed; None for a file that is not open."""
    await ls.session.settled()
    path = convert.path_of(uri)
    located = ls.session.locate(path) if path is not None else None
    document = ls.session.documents.get(path) if path is not None else None
    if path is None or located is None or document is None:
        return None
    return _Asked(ls, path, located[0], document.text)


async def _code_lens(ls: _Host, params: t.CodeLensParams) -> list[t.CodeLens]:
    uri = params.text_document.uri
    asked = await _asked(ls, uri) if ls.lenses.shown else None
    if asked is None:
        return []

    def answer() -> list[t.CodeLens]:
        return [
            t.CodeLens(
                convert.range_of(it.span, asked.text, asked.encoding),
                data={"uri": uri, "module": it.module, "symbol": it.symbol},
            )
            for snapshot, path in asked.projects()
            for it in lens.lenses(snapshot, path, asked.places.read)
        ]

    return await asyncio.to_thread(answer)


async def _resolve(ls: _Host, given: t.CodeLens) -> t.CodeLens:
    data = given.data if isinstance(given.data, dict) else {}
    uri, module, symbol = (str(data.get(key, "")) for key in ("uri", "module", "symbol"))
    asked = await _asked(ls, uri)

    if asked is None:
        return t.CodeLens(given.range, t.Command("", ""), given.data)

    def answer() -> t.Command:
        for snapshot, _ in asked.projects():
            told = lens.told(snapshot, module, symbol, asked.places.read)
            if told.places and SHOW in ls.client.commands:
                shown = [asked.places.location(it) for it in told.places]
                return t.Command(told.title, SHOW, arguments=[uri, given.range.start, shown])
            return t.Command(told.title, "")
        return t.Command("", "")

    return t.CodeLens(given.range, await asyncio.to_thread(answer), given.data)


async def _references(ls: _Host, params: t.ReferenceParams) -> list[t.Location] | None:
    asked = await _asked(ls, params.text_document.uri)
    if asked is None:
        return None
    line, column = asked.place(params.position)
    declared = params.context.include_declaration

    def answer() -> list[t.Location]:
        found = [
            place
            for snapshot, path in asked.projects()
            for place in referring.references(snapshot, path, line, column, asked.places.read, declared=declared)
        ]
        return [asked.places.location(it) for it in dict.fromkeys(found)]

    return await asyncio.to_thread(answer) or None


async def _definition(ls: _Host, params: t.DefinitionParams) -> Answer:
    return await _linked(ls, params.text_document.uri, params.position, "definition", definition.definition)


async def _declaration(ls: _Host, params: t.DeclarationParams) -> Answer:
    return await _linked(ls, params.text_document.uri, params.position, "declaration", definition.declaration)


async def _type_definition(ls: _Host, params: t.TypeDefinitionParams) -> Answer:
    return await _linked(ls, params.text_document.uri, params.position, "type_definition", definition.type_definition)


async def _linked(ls: _Host, uri: str, position: t.Position, request: str, find: Find) -> Answer:
    asked = await _asked(ls, uri)
    if asked is None:
        return None
    line, column = asked.place(position)

    def answer() -> Answer:
        found = [it for snap, path in asked.projects() for it in find(snap, path, line, column, asked.places.read)]
        found = list(dict.fromkeys(found))
        if request in ls.client.links:
            return [asked.places.link(it, asked.text) for it in found]
        return [asked.places.location(it.place) for it in found]

    return await asyncio.to_thread(answer) or None
