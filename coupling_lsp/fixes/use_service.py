"""Swap a foreign query for the service helper its rule names, and write that helper where it is missing."""

from collections.abc import Iterator

from coupling_lsp.fixes import proof
from coupling_lsp.fixes.context import FixContext, context_of
from coupling_lsp.fixes.service import pattern
from coupling_lsp.fixes.service.query_swap import Query
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, QuickFix, Refusal
from coupling_lsp.model.rules import Fix, Replacement
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span

ID = "use-service"


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield the swap, or why it is not offered, if the rule of the diagnostic gives a pattern."""
    found = fix(context_of(snapshot, path, read_text), diagnostic)
    if found is not None:
        yield found


def fix(context: FixContext, diagnostic: Diagnostic, *, is_proved: bool = True) -> QuickFix | Refusal | None:
    """Return the swap, or why it is not offered; None if the rule of the diagnostic gives no pattern.

    The files it leaves are proved, unless the caller does so: not `is_proved`.
    """
    edge, rule = diagnostic.edge, diagnostic.rule
    if edge is None or rule is None or not rule.fix.replacements or edge.kind not in ORM_KINDS:
        return None
    source = context.read_text(context.path)
    if source is None:
        return Refusal(ID, "the file cannot be read as UTF-8")
    outcome = _fix(Query(context, source, edge, diagnostic.span), rule.fix, diagnostic)
    if isinstance(outcome, QuickFix) and is_proved and (reason := proof.fault_of_fix(outcome, context.read_text)):
        outcome = reason
    return Refusal(ID, outcome) if isinstance(outcome, str) else outcome


def fits(context: FixContext, fix: Fix, edge: Edge, span: Span) -> bool:
    """Return whether a fix of a rule names a service for the query at the place of an edge."""
    source = context.read_text(context.path)
    if source is None or not fix.replacements or edge.kind not in ORM_KINDS:
        return False
    query = Query(context, source, edge, span)
    return any(_match(query, it) is not None for it in fix.replacements)


def _match(query: Query, replacement: Replacement) -> pattern.Match | None:
    return pattern.find(replacement.pattern, query.tree, query.edge.to_symbol, query.start, query.end)


def _fix(query: Query, fix: Fix, diagnostic: Diagnostic) -> QuickFix | str:
    """Return the fix by the first replacement that fits, or why none is offered."""
    if not all(pattern.is_valid(code) for it in fix.replacements for code in (it.pattern, it.call)):
        return "`replace` or `with` of the rule is no Python expression"
    for replacement in fix.replacements:
        match = _match(query, replacement)
        if match is None:
            continue
        swap = query.swapped(replacement.pattern, replacement.call, match)
        if isinstance(swap, str):
            return swap
        name, module = swap.function.name, swap.function.module
        title = f"Use `{name}` and write it in {module}" if swap.is_written else f"Use `{name}` of {module}"
        return QuickFix(ID, title, swap.files, diagnostic, preferred=True)
    patterns = " or ".join(f"`{it.pattern}`" for it in fix.replacements)
    return f"the query does not fit {patterns}"
