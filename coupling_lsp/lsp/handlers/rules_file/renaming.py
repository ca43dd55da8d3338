"""Renaming of the id of a rule or a contract."""

from lsprotocol import types as t
from pygls.exceptions import JsonRpcInvalidParams

from coupling_lsp.features.rules_file import rename
from coupling_lsp.lsp.handlers.rules_file.context import rules_context
from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.positions import place_of, range_of


def register(server: Server) -> None:
    """Add the handlers."""
    server.feature(t.TEXT_DOCUMENT_RENAME, t.RenameOptions(prepare_provider=True))(_rename)
    server.feature(t.TEXT_DOCUMENT_PREPARE_RENAME)(_prepare_rename)


async def _prepare_rename(ls: Server, params: t.PrepareRenameParams) -> t.PrepareRenamePlaceholder | None:
    context = await rules_context(ls.session, params.text_document.uri)
    if context is None:
        return None
    text, encoding = context.text, ls.capabilities.encoding
    renamable = rename.prepare(text, *place_of(text, params.position, encoding))
    if renamable is None:
        return None
    span, name = renamable
    return t.PrepareRenamePlaceholder(range_of(span, text, encoding), name)


async def _rename(ls: Server, params: t.RenameParams) -> t.WorkspaceEdit | None:
    context = await rules_context(ls.session, params.text_document.uri)
    if context is None:
        return None
    document, encoding = context.document, ls.capabilities.encoding
    place = place_of(document.text, params.position, encoding)
    try:
        edit = rename.rename(document.text, *place, params.new_name)
    except rename.RenameError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    if edit is None:
        return None
    edits = convert.edits((edit,), document.text, encoding)
    if not ls.capabilities.document_changes:
        return t.WorkspaceEdit(changes={document.uri: edits})
    identifier = t.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return t.WorkspaceEdit(document_changes=[t.TextDocumentEdit(identifier, list(edits))])
