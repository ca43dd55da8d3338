"""Hovers over code and over the rules file."""

from lsprotocol import types as t

from coupling_lsp.features import hover as hovers
from coupling_lsp.features.rules_file import hover as rules_hovers
from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.positions import place_of
from coupling_lsp.model.findings import Hover

_SEPARATOR = "\n\n---\n\n"


def register(server: Server) -> None:
    """Add the handler."""
    server.feature(t.TEXT_DOCUMENT_HOVER)(_hover)


async def _hover(ls: Server, params: t.HoverParams) -> t.Hover | None:
    context = await DocumentContext.of(ls.session, params.text_document.uri)
    if context is None:
        return None
    line, column = place_of(context.text, params.position, ls.capabilities.encoding)
    if context.is_rules_file:
        hover = _hover_of_rules(context, line, column)
    else:
        hover = hovers.hover(context.snapshot, context.path, line, column)
        if hover is None:
            hover = await ls.inference.hover(ls.inference.target(context.file, context.text), line, column)
    return convert.hover(hover, context.text, ls.capabilities.encoding) if hover is not None else None


def _hover_of_rules(context: DocumentContext, line: int, column: int) -> Hover | None:
    """Return what all projects that share a rules file have to say of a place, from 1, of it."""
    of_all = [rules_hovers.hover(it.snapshot, context.text, line, column) for it in context.memberships()]
    hovers_there = [it for it in of_all if it is not None]
    if not hovers_there:
        return None
    return hovers_there[0]._replace(markdown=_SEPARATOR.join(dict.fromkeys(it.markdown for it in hovers_there)))
