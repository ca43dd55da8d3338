"""Diagnostics to the client: pushed, or pulled where it can, never both; always with the version they belong to."""

import logging
from collections.abc import Callable

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.session.locations import Places
from coupling_lsp.lsp.session.published_diagnostics import Entry, Shown
from coupling_lsp.lsp.session.session import Session, Update
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import Client
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.text import Text

log = logging.getLogger(__name__)

DocumentReport = t.RelatedFullDocumentDiagnosticReport | t.RelatedUnchangedDocumentDiagnosticReport


class Publisher:
    """Keeps what is shown current in the one way the client understands."""

    session: Session

    def __init__(self, server: LanguageServer, client: Client) -> None:
        self._server = server
        self._client = client
        self._shown = Shown()

    def offer_pull(self) -> None:
        """Answer pulls; to be called before the server tells its capabilities."""
        options = t.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="coupling")
        self._server.feature(t.TEXT_DOCUMENT_DIAGNOSTIC, options)(self._pull_document())
        self._server.feature(t.WORKSPACE_DIAGNOSTIC)(self._pull_workspace())

    async def publish(self, update: Update) -> None:
        """Take in findings and tell the client what changed."""
        others_changed = False
        for path, findings in update.findings.items():
            document = self.session.documents.get(path)
            version = update.versions.get(path)
            if document is not None and version != document.version:
                continue  # The text moved on; its own result is due.
            items = self._converted(path, findings, document.text if document is not None else None)
            if not self._shown.update(path, items, version if document is not None else None):
                continue
            others_changed |= path not in update.edited
            if not self._client.pulls:
                uri = document.uri if document is not None else convert.uri_of(path)
                self._server.text_document_publish_diagnostics(
                    t.PublishDiagnosticsParams(uri=uri, version=version if document else None, diagnostics=items)
                )
            if not items and document is None:
                self._shown.forget(path)
        if others_changed and self._client.pulls and self._client.refreshes:
            self._server.workspace_diagnostic_refresh(None)

    def _converted(self, path: str, findings: tuple[Diagnostic, ...], text: Text | None) -> list[t.Diagnostic]:
        if not findings:
            return []
        located = self.session.locate(path)
        if located is None:
            return []
        folder, _, inside = located
        places = Places(folder, self.session.documents, self._client.encoding)
        if text is None:
            text = places.read(inside)
        return [convert.diagnostic(it, text, self._client, places.location) for it in findings]

    def _pull_document(self) -> Callable[..., object]:
        async def pull(params: t.DocumentDiagnosticParams) -> DocumentReport:
            await self.session.settled()
            path = convert.path_of(params.text_document.uri)
            entry = self._shown.get(path) if path is not None else Entry((), None, "none")
            if params.previous_result_id == entry.result_id:
                return t.RelatedUnchangedDocumentDiagnosticReport(result_id=entry.result_id)
            return t.RelatedFullDocumentDiagnosticReport(items=list(entry.items), result_id=entry.result_id)

        return pull

    def _pull_workspace(self) -> Callable[..., object]:
        async def pull(params: t.WorkspaceDiagnosticParams) -> t.WorkspaceDiagnosticReport:
            await self.session.settled()
            known = {path: it.value for it in params.previous_result_ids if (path := convert.path_of(it.uri))}
            uris = {path: it.uri for it in params.previous_result_ids if (path := convert.path_of(it.uri))}
            paths = sorted({*self._shown.paths(), *known})
            return t.WorkspaceDiagnosticReport([self._report(path, known.get(path), uris.get(path)) for path in paths])

        return pull

    def _report(self, path: str, previous: str | None, uri: str | None) -> t.WorkspaceDocumentDiagnosticReport:
        entry = self._shown.get(path)
        document = self.session.documents.get(path)
        uri = document.uri if document is not None else uri or convert.uri_of(path)
        if previous == entry.result_id:
            return t.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=previous, version=entry.version)
        return t.WorkspaceFullDocumentDiagnosticReport(
            uri=uri, items=list(entry.items), version=entry.version, result_id=entry.result_id
        )
