"""What a request about a document needs to know of it: its text, its folder, its project, and its path there."""

from dataclasses import dataclass
from typing import NamedTuple

from coupling_lsp.lsp.session.documents import Document
from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.lsp.session.session import ProjectFile, Session
from coupling_lsp.lsp.transport import uris
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace.folder import Folder, Project


class Membership(NamedTuple):
    """A project a file belongs to, and the path by which its snapshot knows the file."""

    snapshot: Snapshot
    path: str


@dataclass(frozen=True)
class DocumentContext:
    """State of an open document of a project, when the request about it began. Edits since then do not change it."""

    document: Document
    file: ProjectFile

    @classmethod
    async def of(cls, session: Session, uri: str) -> "DocumentContext | None":
        """Return the context of a URI once everything recorded is computed.

        None for a document that is not open or no file, and for one of no project.
        """
        await session.wait_until_current()
        path = uris.path_of(uri)
        document = session.documents.get(path) if path is not None else None
        file = session.locate(document.path) if document is not None else None
        return cls(document, file) if document is not None and file is not None else None

    @property
    def text(self) -> Text:
        """Text of the document."""
        return self.document.text

    @property
    def folder(self) -> Folder:
        """Workspace folder of the document."""
        return self.file.folder

    @property
    def project(self) -> Project:
        """Project of the document: the first one, if several share it as their rules file."""
        return self.file.project

    @property
    def snapshot(self) -> Snapshot:
        """State of the project."""
        return self.file.project.snapshot

    @property
    def path(self) -> str:
        """Path of the document as the snapshot knows it."""
        return self.file.path

    @property
    def is_rules_file(self) -> bool:
        """Whether the document is the rules file of its project."""
        return self.path == self.snapshot.ruleset.path

    def memberships(self) -> tuple[Membership, ...]:
        """Return all projects the document belongs to: a rules file may belong to several."""
        rules_path = self.document.path
        projects = [it for it in self.folder.projects if it.rules is not None and str(it.rules) == rules_path]
        sharing = tuple(Membership(it.snapshot, it.snapshot.ruleset.path) for it in projects)
        return sharing or (Membership(self.snapshot, self.path),)

    def locations(self, session: Session, encoding: str) -> Locations:
        """Return what converts places of the folder for the answer to this request."""
        return Locations(self.folder, session.documents, encoding)
