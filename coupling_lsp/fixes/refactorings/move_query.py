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
    context = context_of(snapshot, path, read_text)._replace(types=snapshot.index.types.fork())
    span = snapshot.span(path, edge.site)
    rule = next((it.rule for other, it in snapshot.edges_of(path) if other == edge), None)
    if rule is not None and use_service.fits(context, rule.fix, edge, span):
        return None
    outcome = query_move.move(context, edge, span)
    if not isinstance(outcome, QuickFix):
        return outcome
    return with_line_ends(outcome, read_text)._replace(kind=EXTRACT)
