"""Diagnostics for clients that pull them: of one document, and of the whole workspace, `unchanged` where they are."""

from lsprotocol import types as t

from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.session.published_diagnostics import NOTHING_PUBLISHED
from coupling_lsp.lsp.transport import uris

DocumentReport = t.RelatedFullDocumentDiagnosticReport | t.RelatedUnchangedDocumentDiagnosticReport


def register(server: Server) -> None:
    """Add the handlers; to be called before the server tells its capabilities, and only if the client pulls."""
    options = t.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="coupling")
    server.feature(t.TEXT_DOCUMENT_DIAGNOSTIC, options)(_document_diagnostic)
    server.feature(t.WORKSPACE_DIAGNOSTIC)(_workspace_diagnostic)


async def _document_diagnostic(ls: Server, params: t.DocumentDiagnosticParams) -> DocumentReport:
    await ls.session.wait_until_current()
    path = uris.path_of(params.text_document.uri)
    file = ls.publisher.published.get(path) if path is not None else NOTHING_PUBLISHED
    if params.previous_result_id == file.result_id:
        return t.RelatedUnchangedDocumentDiagnosticReport(result_id=file.result_id)
    return t.RelatedFullDocumentDiagnosticReport(items=list(file.items), result_id=file.result_id)


async def _workspace_diagnostic(ls: Server, params: t.WorkspaceDiagnosticParams) -> t.WorkspaceDiagnosticReport:
    await ls.session.wait_until_current()
    previous = {path: it for it in params.previous_result_ids if (path := uris.path_of(it.uri))}
    paths = sorted({*ls.publisher.published.paths(), *previous})
    return t.WorkspaceDiagnosticReport([_report(ls, path, previous.get(path)) for path in paths])


def _report(ls: Server, path: str, previous: t.PreviousResultId | None) -> t.WorkspaceDocumentDiagnosticReport:
    file = ls.publisher.published.get(path)
    document = ls.session.documents.get(path)
    client_item = document or previous
    uri = client_item.uri if client_item is not None else uris.uri_of(path)
    if previous is not None and previous.value == file.result_id:
        return t.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=previous.value, version=file.version)
    return t.WorkspaceFullDocumentDiagnosticReport(
        uri=uri, items=list(file.items), version=file.version, result_id=file.result_id
    )
