"""Documents that are opened, changed, saved and closed: each is recorded, and computed beside the handlers."""

from pathlib import Path

from lsprotocol import types as t

from coupling_lsp.lsp.session.language_server import Server
from coupling_lsp.lsp.transport import uris

_ROOT_MARKERS = ("manage.py", ".git", "pyproject.toml")


def register(server: Server) -> None:
    """Add the handlers."""
    server.feature(t.TEXT_DOCUMENT_DID_OPEN)(_did_open)
    server.feature(t.TEXT_DOCUMENT_DID_CHANGE)(_did_change)
    server.feature(t.TEXT_DOCUMENT_DID_CLOSE)(_did_close)
    server.feature(t.TEXT_DOCUMENT_DID_SAVE)(_did_save)


def _did_open(ls: Server, params: t.DidOpenTextDocumentParams) -> None:
    document = ls.session.documents.open(params.text_document)
    if document is None:
        return
    if not ls.session.roots and (root := _root_around(document.path)) is not None:
        ls.index(root)
    ls.session.record_edit(document.path)


def _root_around(path: str) -> Path | None:
    """Return the project's folder around a file that was opened without a workspace."""
    folders = Path(path).parents
    return next((folder for marker in _ROOT_MARKERS for folder in folders if (folder / marker).exists()), None)


def _did_change(ls: Server, params: t.DidChangeTextDocumentParams) -> None:
    document = ls.session.documents.change(params.text_document, params.content_changes, ls.capabilities.encoding)
    if document is not None:
        ls.session.record_edit(document.path)


def _did_close(ls: Server, params: t.DidCloseTextDocumentParams) -> None:
    path = ls.session.documents.close(params.text_document.uri)
    if path is not None:
        ls.session.record_disk_changes([path])


def _did_save(ls: Server, params: t.DidSaveTextDocumentParams) -> None:
    path = uris.path_of(params.text_document.uri)
    if path is not None:
        ls.session.record_disk_changes([path])
