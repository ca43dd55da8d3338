"""Edits of files in the form that the client declared: as document changes, or as changes by URI."""

from lsprotocol import types as t

from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import ClientCapabilities
from coupling_lsp.model.findings import FileEdit
from coupling_lsp.workspace.folder import Folder


def workspace_edit(
    files: tuple[FileEdit, ...],
    folder: Folder,
    documents: Documents,
    locations: Locations,
    capabilities: ClientCapabilities,
) -> t.WorkspaceEdit:
    """Return the edits as document changes where the client knows these, or has to create a file."""

    def edits(file: FileEdit) -> list[t.TextEdit]:
        return convert.edits(file.edits, locations.read(file.path), capabilities.encoding)

    must_create = capabilities.creates_files and any(file.creates for file in files)
    if not capabilities.document_changes and not must_create:
        return t.WorkspaceEdit(changes={locations.uri(file.path): edits(file) for file in files})
    operations: list[t.TextDocumentEdit | t.CreateFile | t.RenameFile | t.DeleteFile] = []
    for file in files:
        uri = locations.uri(file.path)
        if file.creates and capabilities.creates_files:
            operations.append(t.CreateFile(uri, options=t.CreateFileOptions(ignore_if_exists=True)))
        document = documents.get(folder.absolute(file.path))
        identifier = t.OptionalVersionedTextDocumentIdentifier(uri, document.version if document else None)
        operations.append(t.TextDocumentEdit(identifier, list(edits(file))))
    return t.WorkspaceEdit(document_changes=operations)
