"""Quick fixes as code actions, in the form of edits the client declared."""

from collections.abc import Callable

from lsprotocol import types as t

from coupling_lsp.features import diagnostics
from coupling_lsp.features.rules_file import actions as rules_actions
from coupling_lsp.fixes import fixes_for
from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.lsp.session.locations import Places
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import Client
from coupling_lsp.model.findings import FileEdit, Place, QuickFix
from coupling_lsp.text import Span, Text
from coupling_lsp.workspace.folder import Folder, Project

REVEAL = "coupling.reveal"
"""The command that puts the cursor where the user goes on writing."""


class Actions:
    """Makes the code actions of one request; what it reads is what the editor has, else the disk."""

    def __init__(self, folder: Folder, project: Project, documents: Documents, client: Client) -> None:
        self._places = Places(folder, documents, client.encoding)
        self._folder = folder
        self._project = project
        self._documents = documents
        self._client = client

    def at(
        self, path: str, span: Span, given: tuple[t.Diagnostic, ...], only: Callable[[str], bool]
    ) -> list[t.CodeAction]:
        """The actions for the diagnostics that touch a span, and for the rule that stands there."""
        snapshot = self._project.snapshot
        found = []
        for it in diagnostics.diagnostics(snapshot, path) if only("quickfix") else ():
            if it.span.overlaps(span):
                found += [self._action(fix, given) for fix in fixes_for(snapshot, path, it, self.read)]
        text = self.read(path) if path == snapshot.ruleset.path and only("refactor.rewrite") else None
        for fix in rules_actions.actions(snapshot, text, span.line) if text is not None else ():
            found.append(self.rewriting(fix))
        return found

    def rewriting(self, fix: QuickFix) -> t.CodeAction:
        """A change that no diagnostic asks for."""
        return self._action(fix, (), t.CodeActionKind.RefactorRewrite)

    def read(self, path: str) -> Text | None:
        """The text of a file by its path in the snapshot."""
        return self._places.read(path)

    def _action(
        self, fix: QuickFix, given: tuple[t.Diagnostic, ...], kind: t.CodeActionKind = t.CodeActionKind.QuickFix
    ) -> t.CodeAction:
        about = fix.diagnostic
        shown = [it for it in given if about is not None and it.code == about.code and it.message == about.message]
        command = None
        if fix.cursor is not None and self._client.shows_documents:
            target = [self._places.uri(fix.cursor.path), *self._target(fix, fix.cursor)]
            command = t.Command(title="Go to the reason", command=REVEAL, arguments=target)
        return t.CodeAction(
            title=convert.title_of(fix),
            kind=kind,
            diagnostics=shown or None,
            is_preferred=fix.preferred or None,
            edit=self._edit(fix.files),
            command=command,
        )

    def _target(self, fix: QuickFix, cursor: Place) -> list[int]:
        """The range of the cursor's words in the text as the fix leaves it: line, character, line, character."""
        after = self.read(cursor.path) or Text(b"")
        for file in fix.files:
            if file.path == cursor.path:
                after = after.apply(file.edits)
        it = convert.range_of(cursor.span, after, self._client.encoding)
        return [it.start.line, it.start.character, it.end.line, it.end.character]

    def _edit(self, files: tuple[FileEdit, ...]) -> t.WorkspaceEdit:
        if not self._client.changes_by_document and not (self._client.creates_files and any(f.creates for f in files)):
            return t.WorkspaceEdit(changes={self._places.uri(file.path): self._edits(file) for file in files})
        operations: list[t.TextDocumentEdit | t.CreateFile | t.RenameFile | t.DeleteFile] = []
        for file in files:
            uri = self._places.uri(file.path)
            if file.creates and self._client.creates_files:
                operations.append(t.CreateFile(uri, options=t.CreateFileOptions(ignore_if_exists=True)))
            document = self._documents.get(self._folder.absolute(file.path))
            identifier = t.OptionalVersionedTextDocumentIdentifier(uri, document.version if document else None)
            operations.append(t.TextDocumentEdit(identifier, list(self._edits(file))))
        return t.WorkspaceEdit(document_changes=operations)

    def _edits(self, file: FileEdit) -> list[t.TextEdit]:
        return convert.edits(file.edits, self.read(file.path), self._client.encoding)
