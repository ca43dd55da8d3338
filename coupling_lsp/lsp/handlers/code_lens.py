"""Lenses above definitions: who uses what is defined.

Files are read for them, so they are made beside the event loop.
"""

import asyncio

from lsprotocol import types as t

from coupling_lsp.features import lens as lenses
from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport.positions import range_of
from coupling_lsp.model.findings import Lens

SHOW_REFERENCES = "coupling.showReferences"
"""The command of a lens, for the client to run: the URI and position of the lens, and the locations to show."""


def register(server: Server) -> None:
    """Add the handlers."""
    server.feature(t.TEXT_DOCUMENT_CODE_LENS, t.CodeLensOptions(resolve_provider=True))(_code_lens)
    server.feature(t.CODE_LENS_RESOLVE)(_resolve)


async def _code_lens(ls: Server, params: t.CodeLensParams) -> list[t.CodeLens]:
    uri = params.text_document.uri
    context = await DocumentContext.of(ls.session, uri) if ls.lens_refresh.is_enabled else None
    if context is None:
        return []
    encoding = ls.capabilities.encoding
    locations = context.locations(ls.session, encoding)

    def make() -> list[t.CodeLens]:
        return [
            _unresolved_lens(lens, uri, range_of(lens.span, context.text, encoding))
            for snapshot, path in context.memberships()
            for lens in lenses.lenses(snapshot, path, locations.read)
        ]

    return await asyncio.to_thread(make)


def _unresolved_lens(lens: Lens, uri: str, lens_range: t.Range) -> t.CodeLens:
    """Return a lens without its words, which the client asks for once the lens is in sight."""
    return t.CodeLens(lens_range, data={"uri": uri, "module": lens.module, "symbol": lens.symbol})


async def _resolve(ls: Server, code_lens: t.CodeLens) -> t.CodeLens:
    data = code_lens.data if isinstance(code_lens.data, dict) else {}
    uri, module, symbol = (str(data.get(key, "")) for key in ("uri", "module", "symbol"))
    context = await DocumentContext.of(ls.session, uri)
    if context is None:
        return t.CodeLens(code_lens.range, t.Command("", ""), code_lens.data)
    locations = context.locations(ls.session, ls.capabilities.encoding)

    def make_command() -> t.Command:
        snapshot, _ = context.memberships()[0]
        usage = lenses.told(snapshot, module, symbol, locations.read)
        if not usage.places or SHOW_REFERENCES not in ls.capabilities.commands:
            return t.Command(usage.title, "")
        references = [locations.location(it) for it in usage.places]
        return t.Command(usage.title, SHOW_REFERENCES, arguments=[uri, code_lens.range.start, references])

    return t.CodeLens(code_lens.range, await asyncio.to_thread(make_command), code_lens.data)
