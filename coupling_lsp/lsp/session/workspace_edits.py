"""Edits of files in the form that the client declared."""

from collections.abc import Iterable

from lsprotocol import types as t

from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import ClientCapabilities
from coupling_lsp.model.findings import FileEdit
from coupling_lsp.workspace.folder import Folder

Operation = t.TextDocumentEdit | t.CreateFile | t.RenameFile | t.DeleteFile
_ANNOTATION = "coupling"


class WorkspaceEdits:
    """Converter of edits to files of one folder."""

    def __init__(
        self, folder: Folder, documents: Documents, capabilities: ClientCapabilities, locations: Locations
    ) -> None:
        self._folder = folder
        self._documents = documents
        self._capabilities = capabilities
        self._locations = locations

    def of(self, files: tuple[FileEdit, ...]) -> t.WorkspaceEdit:
        """Return the edits as document changes where the client knows these, or has to create a file."""
        must_create = self._capabilities.creates_files and any(file.creates for file in files)
        if not self._capabilities.document_changes and not must_create:
            return t.WorkspaceEdit(changes={self._locations.uri(file.path): self._edits(file) for file in files})
        return t.WorkspaceEdit(document_changes=[it for file in files for it in self._operations(file)])

    def _operations(self, file: FileEdit) -> Iterable[Operation]:
        uri = self._locations.uri(file.path)
        if file.creates and self._capabilities.creates_files:
            yield t.CreateFile(uri, options=t.CreateFileOptions(ignore_if_exists=True))
        document = self._documents.get(self._folder.absolute(file.path))
        identifier = t.OptionalVersionedTextDocumentIdentifier(uri, document.version if document else None)
        yield t.TextDocumentEdit(identifier, list(self._edits(file)))

    def _edits(self, file: FileEdit) -> list[t.TextEdit]:
        return convert.edits(file.edits, self._locations.read(file.path), self._capabilities.encoding)


def joined(edits: Iterable[t.WorkspaceEdit]) -> t.WorkspaceEdit:
    """Return several edits as one, in order."""
    operations: list[Operation] = []
    changes: dict[str, list[t.TextEdit]] = {}
    for edit in edits:
        operations += edit.document_changes or ()
        changes.update({uri: list(it) for uri, it in (edit.changes or {}).items()})
    if operations:
        files = [t.TextDocumentEdit(t.OptionalVersionedTextDocumentIdentifier(uri), it) for uri, it in changes.items()]
        return t.WorkspaceEdit(document_changes=[*operations, *files])
    return t.WorkspaceEdit(changes=changes)


def to_confirm(edit: t.WorkspaceEdit, label: str) -> t.WorkspaceEdit:
    """Return an edit that the client shows before it makes it.

    https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#changeAnnotation
    """
    operations: list[Operation] = []
    for operation in edit.document_changes or ():
        if isinstance(operation, t.TextDocumentEdit):
            plain = [it for it in operation.edits if isinstance(it, t.TextEdit)]
            texts = [t.AnnotatedTextEdit(_ANNOTATION, it.range, it.new_text) for it in plain]
            operations.append(t.TextDocumentEdit(operation.text_document, texts))
        elif isinstance(operation, t.CreateFile):
            operations.append(t.CreateFile(operation.uri, options=operation.options, annotation_id=_ANNOTATION))
        else:
            operations.append(operation)
    annotation = t.ChangeAnnotation(label, needs_confirmation=True)
    return t.WorkspaceEdit(document_changes=operations, change_annotations={_ANNOTATION: annotation})
