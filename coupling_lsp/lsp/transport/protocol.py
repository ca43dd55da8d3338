"""The protocol object of pygls with our own documents: its own split lines where Python does, editors do not."""

from dataclasses import dataclass
from typing import Any

from lsprotocol import types as t
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

OWN = "coupling/"
"""What the names of our own requests begin with."""


@dataclass
class Request:
    """A request of our own: its parameters are left as JSON has them."""

    id: int | str
    method: str
    params: Any
    jsonrpc: str = "2.0"


class Protocol(LanguageServerProtocol):
    """Hands document changes to the server untouched and keeps no second copy of the texts."""

    @lsp_method(t.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: t.DidOpenTextDocumentParams) -> None:
        """A document was opened."""
        self.fm.features[t.TEXT_DOCUMENT_DID_OPEN](params)

    @lsp_method(t.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: t.DidChangeTextDocumentParams) -> None:
        """A document was changed."""
        self.fm.features[t.TEXT_DOCUMENT_DID_CHANGE](params)

    @lsp_method(t.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: t.DidCloseTextDocumentParams) -> None:
        """A document was closed."""
        self.fm.features[t.TEXT_DOCUMENT_DID_CLOSE](params)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message as an object. What pygls makes of methods it does not know drops keys such as `from`."""
        number, method = data.get("id"), data.get("method")
        if isinstance(method, str) and method.startswith(OWN) and isinstance(number, int | str):
            return Request(number, method, data.get("params"))
        return super().structure_message(data)
