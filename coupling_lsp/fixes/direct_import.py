"""Import a name past the app that only passes it on: the refactoring of such imports, as a fix of the diagnostic."""

from collections.abc import Iterator

from coupling_lsp.fixes.refactorings import defining_module
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield the import of the defining module, or why it is not offered, for an import that is told to be a detour."""
    source = read_text(path)
    if diagnostic.code != "reexport-shim" or diagnostic.edge is None or source is None:
        return
    outcome = defining_module.outcome(snapshot, path, diagnostic.edge, source, read_text)
    if isinstance(outcome, QuickFix):
        outcome = outcome._replace(diagnostic=diagnostic, preferred=True, kind="quickfix")
    if outcome is not None:
        yield outcome
