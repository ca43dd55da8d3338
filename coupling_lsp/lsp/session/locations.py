"""Places of a folder as locations of the protocol, in the text the editor has, else the one on disk."""

from lsprotocol import types as t

from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.lsp.transport import convert
from coupling_lsp.model.findings import Link, Place
from coupling_lsp.text import Text
from coupling_lsp.workspace.files import read_text
from coupling_lsp.workspace.folder import Folder


class Places:
    """Converts the places of one answer; each file is read once."""

    def __init__(self, folder: Folder, documents: Documents, encoding: str) -> None:
        self._folder = folder
        self._documents = documents
        self._encoding = encoding
        self._files: dict[str, tuple[str, Text | None]] = {}
        self._locations: dict[Place, t.Location] = {}

    def read(self, path: str) -> Text | None:
        """The text of a file by its path in the snapshot."""
        return self._file(path)[1]

    def uri(self, path: str) -> str:
        """The URI of a file, as the client itself names it where it has it open."""
        return self._file(path)[0]

    def location(self, place: Place) -> t.Location:
        """A place as a location."""
        found = self._locations.get(place)
        if found is None:
            uri, text = self._file(place.path)
            found = self._locations[place] = t.Location(uri, convert.range_of(place.span, text, self._encoding))
        return found

    def link(self, link: Link, text: Text) -> t.LocationLink:
        """A link that begins in a text."""
        target = self.location(link.place)
        return t.LocationLink(target.uri, target.range, target.range, convert.range_of(link.span, text, self._encoding))

    def _file(self, path: str) -> tuple[str, Text | None]:
        known = self._files.get(path)
        if known is None:
            absolute = self._folder.absolute(path)
            document = self._documents.get(absolute)
            if document is not None:
                known = document.uri, document.text
            else:
                known = convert.uri_of(absolute), read_text(self._folder.base, path)
            self._files[path] = known
        return known
