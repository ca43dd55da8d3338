"""Ways through the edges: references, definitions, and the rule behind an edge as its declaration.

Files are read for an answer, so answers are made beside the event loop.
"""

import asyncio
from collections.abc import Callable

from lsprotocol import types as t

from coupling_lsp.features import definition
from coupling_lsp.features import references as reference_feature
from coupling_lsp.features.places import Read
from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport.positions import place_of
from coupling_lsp.model.findings import Link
from coupling_lsp.snapshot.state import Snapshot

FindLinks = Callable[[Snapshot, str, int, int, Read], list[Link]]
Answer = list[t.Location] | list[t.LocationLink] | None


def register(server: Server) -> None:
    """Add the handlers."""
    server.feature(t.TEXT_DOCUMENT_REFERENCES)(_references)
    server.feature(t.TEXT_DOCUMENT_DEFINITION)(_definition)
    server.feature(t.TEXT_DOCUMENT_DECLARATION)(_declaration)
    server.feature(t.TEXT_DOCUMENT_TYPE_DEFINITION)(_type_definition)


async def _references(ls: Server, params: t.ReferenceParams) -> list[t.Location] | None:
    context = await DocumentContext.of(ls.session, params.text_document.uri)
    if context is None:
        return None
    line, column = place_of(context.text, params.position, ls.capabilities.encoding)
    with_declaration = params.context.include_declaration
    locations = context.locations(ls.session, ls.capabilities.encoding)

    def find() -> list[t.Location]:
        places = [
            place
            for snapshot, path in context.memberships()
            for place in reference_feature.references(
                snapshot, path, line, column, locations.read, declared=with_declaration
            )
        ]
        return [locations.location(it) for it in dict.fromkeys(places)]

    return await asyncio.to_thread(find) or None


async def _definition(ls: Server, params: t.DefinitionParams) -> Answer:
    return await _links(ls, params.text_document.uri, params.position, "definition", definition.definition)


async def _declaration(ls: Server, params: t.DeclarationParams) -> Answer:
    return await _links(ls, params.text_document.uri, params.position, "declaration", definition.declaration)


async def _type_definition(ls: Server, params: t.TypeDefinitionParams) -> Answer:
    return await _links(ls, params.text_document.uri, params.position, "type_definition", definition.type_definition)


async def _links(ls: Server, uri: str, position: t.Position, request: str, find_links: FindLinks) -> Answer:
    """Return what a feature finds, as links where the client takes them for this request, else as locations."""
    context = await DocumentContext.of(ls.session, uri)
    if context is None:
        return None
    line, column = place_of(context.text, position, ls.capabilities.encoding)
    locations = context.locations(ls.session, ls.capabilities.encoding)

    def find() -> Answer:
        links = [
            link
            for snapshot, path in context.memberships()
            for link in find_links(snapshot, path, line, column, locations.read)
        ]
        links = list(dict.fromkeys(links))
        if request in ls.capabilities.link_requests:
            return [locations.link(it, context.text) for it in links]
        return [locations.location(it.place) for it in links]

    return await asyncio.to_thread(find) or None
