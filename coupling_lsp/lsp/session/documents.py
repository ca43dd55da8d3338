"""The texts of open documents, kept exactly as the client has them."""

from collections.abc import Iterable, Iterator

from lsprotocol import types as t

from coupling_lsp.lsp.transport import convert
from coupling_lsp.text import Text


class Document:
    """An open document: the client's own URI, its absolute path, version and text."""

    __slots__ = ("path", "text", "uri", "version")

    def __init__(self, uri: str, path: str, version: int, text: Text) -> None:
        self.uri = uri
        self.path = path
        self.version = version
        self.text = text


class Documents:
    """The open documents by path."""

    def __init__(self) -> None:
        self._by_path: dict[str, Document] = {}

    def __iter__(self) -> Iterator[Document]:
        return iter(self._by_path.values())

    def get(self, path: str) -> Document | None:
        """The open document of a path."""
        return self._by_path.get(path)

    def open(self, item: t.TextDocumentItem) -> Document | None:
        """Take in a document; None for one that is no file."""
        path = convert.path_of(item.uri)
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
        """Apply changes, each to the text the one before left; None for a document that is not open."""
        path = convert.path_of(identifier.uri)
        document = self._by_path.get(path) if path is not None else None
        if document is None:
            return None
        text = document.text
        for change in changes:
            if isinstance(change, t.TextDocumentContentChangePartial):
                start = convert.byte_of(text, change.range.start, encoding)
                end = convert.byte_of(text, change.range.end, encoding)
                text = text.splice(min(start, end), max(start, end), change.text.encode("utf-8", "replace"))
            else:
                text = _text(change.text)
        document.text, document.version = text, identifier.version
        return document

    def close(self, uri: str) -> str | None:
        """Forget a document; its path if it was open."""
        path = convert.path_of(uri)
        return path if path is not None and self._by_path.pop(path, None) is not None else None


def _text(given: str) -> Text:
    """A whole text as sent; a byte order mark is no part of it."""
    return Text.of(given.removeprefix("\ufeff"))
