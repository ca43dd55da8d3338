"""Code actions: quick fixes of diagnostics, changes of a rule, and what can be done about a name."""

import asyncio

from lsprotocol import types as t

from coupling_lsp.fixes.refactorings import KINDS
from coupling_lsp.lsp.handlers import name_actions
from coupling_lsp.lsp.handlers.code_action_builder import REVEAL, CodeActionBuilder
from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.positions import place_of
from coupling_lsp.text import Span

FIX_ALL = f"{t.CodeActionKind.SourceFixAll.value}.coupling"
_KINDS = [t.CodeActionKind.QuickFix, *map(t.CodeActionKind, KINDS), FIX_ALL]


def register(server: Server) -> None:
    """Add the handler, and the command that some actions end with."""
    server.feature(t.TEXT_DOCUMENT_CODE_ACTION, t.CodeActionOptions(code_action_kinds=_KINDS))(_code_action)
    server.command(REVEAL)(_reveal)


async def _code_action(ls: Server, params: t.CodeActionParams) -> list[t.CodeAction]:
    context = await DocumentContext.of(ls.session, params.text_document.uri)
    if context is None:
        return []
    start = place_of(context.text, params.range.start, ls.capabilities.encoding)
    end = place_of(context.text, params.range.end, ls.capabilities.encoding)
    requested_kinds = list(params.context.only or ())

    def is_requested(kind: str) -> bool:
        return convert.is_requested(kind, requested_kinds)

    builder = CodeActionBuilder(context, ls.session.documents, ls.capabilities)
    span = Span(*start, *end)
    actions = builder.actions_at(span, tuple(params.context.diagnostics), is_requested)
    titles = {it.title for it in actions}
    refactorings = await asyncio.to_thread(builder.refactorings_at, span, is_requested)
    actions += [it for it in refactorings if it.title not in titles]
    for refusal in builder.refusals:
        ls.log_once(refusal)
    if requested_kinds and is_requested(FIX_ALL) and (fix_all := builder.fix_all(FIX_ALL)) is not None:
        actions.append(fix_all)
    return [*actions, *await name_actions.actions(ls, params, context, builder, is_requested)]


async def _reveal(ls: Server, uri: str, line: int, character: int, end_line: int, end_character: int) -> None:
    selection = t.Range(t.Position(line, character), t.Position(end_line, end_character))
    await ls.window_show_document_async(t.ShowDocumentParams(uri, take_focus=True, selection=selection))
