"""Diagnostics for the client, always with the version they belong to: pushed, or kept for it to pull, never both."""

from lsprotocol import types as t
from pygls.lsp.server import LanguageServer

from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.lsp.session.published_diagnostics import PublishedDiagnostics
from coupling_lsp.lsp.session.session import Session, Update
from coupling_lsp.lsp.transport import convert, uris
from coupling_lsp.lsp.transport.capabilities import ClientCapabilities
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.text import Text


class Publisher:
    """Keeps what the client shows current, in the one way it understands."""

    def __init__(self, server: LanguageServer, session: Session, capabilities: ClientCapabilities) -> None:
        self.published = PublishedDiagnostics()
        self._server = server
        self._session = session
        self._capabilities = capabilities

    async def publish(self, update: Update) -> None:
        """Take in findings and tell the client what changed."""
        has_changes_elsewhere = False
        for path, findings in update.findings.items():
            document = self._session.documents.get(path)
            version = update.versions.get(path)
            if document is not None and version != document.version:
                continue  # The text moved on; its own findings are due.
            items = self._protocol_diagnostics(path, findings, document.text if document is not None else None)
            if not self.published.update(path, items, version if document is not None else None):
                continue
            has_changes_elsewhere |= path not in update.edited_paths
            if not self._capabilities.pulls_diagnostics:
                uri = document.uri if document is not None else uris.uri_of(path)
                self._server.text_document_publish_diagnostics(
                    t.PublishDiagnosticsParams(uri=uri, version=version if document else None, diagnostics=items)
                )
            if not items and document is None:
                self.published.forget(path)
        pulls, refreshes = self._capabilities.pulls_diagnostics, self._capabilities.refreshes_diagnostics
        if has_changes_elsewhere and pulls and refreshes:
            self._server.workspace_diagnostic_refresh(None)

    def _protocol_diagnostics(
        self, path: str, findings: tuple[Diagnostic, ...], text: Text | None
    ) -> list[t.Diagnostic]:
        file = self._session.locate(path) if findings else None
        if file is None:
            return []
        locations = Locations(file.folder, self._session.documents, self._capabilities.encoding)
        if text is None:
            text = locations.read(file.path)
        return [convert.diagnostic(it, text, self._capabilities, locations.location) for it in findings]
