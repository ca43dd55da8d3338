"""Protocol object of pygls without its documents: pygls splits lines where Python does, and editors do not."""

from dataclasses import dataclass
from typing import Any

from lsprotocol import types as t
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

METHOD_PREFIX = "coupling/"
"""What the names of our own requests begin with, as `coupling/overview`."""


@dataclass
class Request:
    """A request of our own: its parameters are left as JSON has them."""

    id: int | str
    method: str
    params: Any
    jsonrpc: str = "2.0"


class Protocol(LanguageServerProtocol):
    """Protocol that hands document changes to the server untouched and keeps no second copy of the texts."""

    @lsp_method(t.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: t.DidOpenTextDocumentParams) -> None:
        """Hand on that a document was opened."""
        self.fm.features[t.TEXT_DOCUMENT_DID_OPEN](params)

    @lsp_method(t.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: t.DidChangeTextDocumentParams) -> None:
        """Hand on that a document was changed."""
        self.fm.features[t.TEXT_DOCUMENT_DID_CHANGE](params)

    @lsp_method(t.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: t.DidCloseTextDocumentParams) -> None:
        """Hand on that a document was closed."""
        self.fm.features[t.TEXT_DOCUMENT_DID_CLOSE](params)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message as an object. For methods it does not know, pygls would drop keys such as `from`."""
        request_id, method = data.get("id"), data.get("method")
        if isinstance(method, str) and method.startswith(METHOD_PREFIX) and isinstance(request_id, int | str):
            return Request(request_id, method, data.get("params"))
        return super().structure_message(data)
