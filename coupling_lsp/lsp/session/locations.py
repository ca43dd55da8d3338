"""Places of a folder as locations of the protocol, in the text the editor has, else the one on disk."""

from lsprotocol import types as t

from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.lsp.transport import uris
from coupling_lsp.lsp.transport.positions import range_of
from coupling_lsp.model.findings import Link, Place
from coupling_lsp.text import Text
from coupling_lsp.workspace.files import read_text
from coupling_lsp.workspace.folder import Folder


class Locations:
    """Converter of the places of one answer; reads each file once. To be used by one thread at a time."""

    def __init__(self, folder: Folder, documents: Documents, encoding: str) -> None:
        self._folder = folder
        self._documents = documents
        self._encoding = encoding
        self._files: dict[str, tuple[str, Text | None]] = {}
        self._locations: dict[Place, t.Location] = {}

    def read(self, path: str) -> Text | None:
        """Return the text of a file by its path in the snapshot."""
        return self._file(path)[1]

    def uri(self, path: str) -> str:
        """Return the URI of a file, as the client itself names it where it has it open."""
        return self._file(path)[0]

    def location(self, place: Place) -> t.Location:
        """Return a place as a location."""
        location = self._locations.get(place)
        if location is None:
            uri, text = self._file(place.path)
            location = self._locations[place] = t.Location(uri, range_of(place.span, text, self._encoding))
        return location

    def link(self, link: Link, text: Text) -> t.LocationLink:
        """Return a link that begins in a text."""
        target = self.location(link.place)
        origin = range_of(link.span, text, self._encoding)
        return t.LocationLink(target.uri, target.range, target.range, origin)

    def _file(self, path: str) -> tuple[str, Text | None]:
        """Return URI and text of a file."""
        file = self._files.get(path)
        if file is None:
            absolute = self._folder.absolute(path)
            document = self._documents.get(absolute)
            if document is not None:
                file = document.uri, document.text
            else:
                file = uris.uri_of(absolute), read_text(self._folder.base, path)
            self._files[path] = file
        return file
