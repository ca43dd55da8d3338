"""Quick fixes as code actions, in the form of edits that the client declared."""

from collections.abc import Callable

from lsprotocol import types as t

from coupling_lsp.features import diagnostics, wording
from coupling_lsp.features.rules_file import actions as rules_actions
from coupling_lsp.fixes import offers
from coupling_lsp.fixes.context import context_of
from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.lsp.session.locations import Locations
from coupling_lsp.lsp.session.workspace_edits import workspace_edit
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import ClientCapabilities
from coupling_lsp.lsp.transport.positions import range_of
from coupling_lsp.model.findings import FileEdit, Place, QuickFix
from coupling_lsp.reports.fixing.fix_file import fix_file
from coupling_lsp.reports.fixing.fix_target import EVERY_FINDING, fix_targets
from coupling_lsp.reports.fixing.line_edits import line_edits
from coupling_lsp.text import Span, Text

REVEAL = "coupling.reveal"
"""The command that puts the cursor where the user goes on writing."""

_REFUSED = {"use-service": "No service can take the query"}
"""How the log tells that a fix is not offered, where its id alone would not."""


class CodeActionBuilder:
    """Maker of the code actions of one request; it reads files as the editor has them, else from disk."""

    def __init__(self, context: DocumentContext, documents: Documents, capabilities: ClientCapabilities) -> None:
        self._context = context
        self._documents = documents
        self._capabilities = capabilities
        self.refusals: list[str] = []
        self._locations = Locations(context.folder, documents, capabilities.encoding)

    def actions_at(
        self, span: Span, client_diagnostics: tuple[t.Diagnostic, ...], is_requested: Callable[[str], bool]
    ) -> list[t.CodeAction]:
        """Return the actions for the diagnostics that touch a span, and for the rule that stands there.

        `client_diagnostics` are those the client sent along: an action names which of them it removes.
        """
        snapshot, path = self._context.snapshot, self._context.path
        actions = []
        for diagnostic in diagnostics.diagnostics(snapshot, path) if is_requested("quickfix") else ():
            if diagnostic.span.overlaps(span):
                fixes, refusals = offers(snapshot, path, diagnostic, self.read)
                actions += [self._action(fix, client_diagnostics) for fix in fixes]
                place = f"{path}:{diagnostic.span.line}:{diagnostic.span.column}"
                self.refusals += [f"{_REFUSED.get(it.id, it.id)} at {place}: {it.reason}" for it in refusals]
        wants_rewrites = self._context.is_rules_file and is_requested("refactor.rewrite")
        text = self.read(path) if wants_rewrites else None
        for fix in rules_actions.actions(snapshot, text, span.line) if text is not None else ():
            actions.append(self.rewrite(fix))
        return actions

    def rewrite(self, fix: QuickFix) -> t.CodeAction:
        """Return the action for a change that no diagnostic asks for."""
        return self._action(fix, (), t.CodeActionKind.RefactorRewrite)

    def fix_all(self, kind: str) -> t.CodeAction | None:
        """Return the action that fixes all of a file that is proved to be sound then; None where there is nothing."""
        snapshot, path = self._context.snapshot, self._context.path
        result = fix_file(context_of(snapshot, path, self.read), fix_targets(snapshot, path, EVERY_FINDING))
        files = []
        for changed, text in result.texts.items():
            before = self.read(changed)
            files.append(FileEdit(changed, line_edits(before or Text(b""), text), creates=before is None))
        title = f"Fix {wording.count(len(result.fixed), 'finding')} by calls of services"
        return t.CodeAction(title=title, kind=kind, edit=self._workspace_edit(tuple(files))) if files else None

    def read(self, path: str) -> Text | None:
        """Return the text of a file by its path in the snapshot."""
        return self._locations.read(path)

    def _action(
        self,
        fix: QuickFix,
        client_diagnostics: tuple[t.Diagnostic, ...],
        kind: t.CodeActionKind = t.CodeActionKind.QuickFix,
    ) -> t.CodeAction:
        subject = fix.diagnostic
        key = (subject.code, subject.message) if subject is not None else None
        removed_diagnostics = [it for it in client_diagnostics if (it.code, it.message) == key]
        command = None
        if fix.cursor is not None and self._capabilities.shows_documents:
            target = [self._locations.uri(fix.cursor.path), *self._cursor_range(fix, fix.cursor)]
            command = t.Command(title="Go to the reason", command=REVEAL, arguments=target)
        return t.CodeAction(
            title=convert.title_of(fix),
            kind=kind,
            diagnostics=removed_diagnostics or None,
            is_preferred=fix.preferred or None,
            edit=self._workspace_edit(fix.files),
            command=command,
        )

    def _cursor_range(self, fix: QuickFix, cursor: Place) -> list[int]:
        """Return the range of the cursor's words in the text as the fix leaves it: line, character, line, character."""
        text = self.read(cursor.path) or Text(b"")
        for file in fix.files:
            if file.path == cursor.path:
                text = text.apply(file.edits)
        selection = range_of(cursor.span, text, self._capabilities.encoding)
        return [selection.start.line, selection.start.character, selection.end.line, selection.end.character]

    def _workspace_edit(self, files: tuple[FileEdit, ...]) -> t.WorkspaceEdit:
        return workspace_edit(files, self._context.folder, self._documents, self._locations, self._capabilities)
