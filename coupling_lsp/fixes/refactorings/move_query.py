"""Move a query of another app's model into the services of that app."""

from coupling_lsp.fixes import use_service
from coupling_lsp.fixes.context import context_of
from coupling_lsp.fixes.extract import query_move
from coupling_lsp.fixes.refactorings.offer import EXTRACT
from coupling_lsp.fixes.texts import ReadText, with_line_ends
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


def refactoring(
    snapshot: Snapshot, path: str, edge: Edge, _source: Text, read_text: ReadText
) -> QuickFix | Refusal | None:
    """Return the move of a query, or why it is not offered; None for no query, and where a rule names a service."""
    if use_service.fits_rule(snapshot, path, edge, read_text):
        return None
    context = context_of(snapshot, path, read_text)._replace(types=snapshot.index.types.fork())
    outcome = query_move.move(context, edge, snapshot.span(path, edge.site))
    if not isinstance(outcome, QuickFix):
        return outcome
    return outcome._replace(files=tuple(with_line_ends(it, read_text) for it in outcome.files), kind=EXTRACT)
