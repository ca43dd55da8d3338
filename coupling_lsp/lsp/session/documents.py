"""Texts of open documents, kept exactly as the client has them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types as t

from coupling_lsp.lsp.transport import positions, uris
from coupling_lsp.text import Text


class Document(NamedTuple):
    """State of an open document: the client's own URI, its absolute path, version and text."""

    uri: str
    path: str
    version: int
    text: Text


class Documents:
    """Open documents by absolute path. To be changed on the event loop only."""

    def __init__(self) -> None:
        self._by_path: dict[str, Document] = {}

    def __iter__(self) -> Iterator[Document]:
        return iter(self._by_path.values())

    def get(self, path: str) -> Document | None:
        """Return the open document of a path."""
        return self._by_path.get(path)

    def open(self, item: t.TextDocumentItem) -> Document | None:
        """Take in a document; return None for one that is no file."""
        path = uris.path_of(item.uri)
        if path is None:
            return None
        document = Document(item.uri, path, item.version, _text(item.text))
        self._by_path[path] = document
        return document

    def change(
        self,
        identifier: t.VersionedTextDocumentIdentifier,
        changes: Iterable[t.TextDocumentContentChangeEvent],
        encoding: str,
    ) -> Document | None:
        """Apply changes, each to the text that the previous one left; return None if the document is not open."""
        path = uris.path_of(identifier.uri)
        document = self._by_path.get(path) if path is not None else None
        if document is None:
            return None
        text = document.text
        for change in changes:
            if isinstance(change, t.TextDocumentContentChangePartial):
                start = positions.byte_of(text, change.range.start, encoding)
                end = positions.byte_of(text, change.range.end, encoding)
                text = text.splice(min(start, end), max(start, end), change.text.encode("utf-8", "replace"))
            else:
                text = _text(change.text)
        document = document._replace(text=text, version=identifier.version)
        self._by_path[document.path] = document
        return document

    def close(self, uri: str) -> str | None:
        """Forget a document; return its path if it was open."""
        path = uris.path_of(uri)
        return path if path is not None and self._by_path.pop(path, None) is not None else None


def _text(content: str) -> Text:
    """Return a whole text as sent; a byte order mark is no part of it."""
    return Text.of(content.removeprefix("\ufeff"))
