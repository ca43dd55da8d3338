"""The places of a file that are fixed together: findings whose rule names a service, and queries that are moved."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.fixes import moved_query, service_fix, use_service
from coupling_lsp.fixes.context import FixContext
from coupling_lsp.fixes.extract import query_move
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, QuickFix, Refusal
from coupling_lsp.model.rules import Rule
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span


class FixScope(NamedTuple):
    """What to fix: all, or the findings of one `rule`, or in the file at one `path`.

    With `moves`, queries whose rule names no service as well.
    """

    rule: str = ""
    moves: bool = False
    path: str = ""


EVERY_FINDING = FixScope()


class FixTarget(NamedTuple):
    """The place of an edge to fix, and the finding whose rule names the service; without one the query is moved.

    It `may_move` as well where the rule names no service for this query.
    """

    span: Span
    edge: Edge
    finding: Diagnostic | None
    may_move: bool = True

    @property
    def rule(self) -> Rule | None:
        """The rule that names the service."""
        return self.finding.rule if self.finding is not None else None

    def at(self, span: Span) -> "FixTarget":
        """Return the target after edits that moved its place."""
        return self._replace(span=span, finding=self.finding and self.finding._replace(span=span))

    def fix(self, context: FixContext, *, is_proved: bool) -> QuickFix | Refusal | None:
        """Return the fix of the target, or why there is none; None for an edge that is no query."""
        found = service_fix(context, self.finding, is_proved=is_proved) if self.finding is not None else None
        if isinstance(found, QuickFix) or not self.may_move or self._has_service(context):
            return found
        return moved_query(context, self.edge, self.span, is_proved=is_proved)

    def _has_service(self, context: FixContext) -> bool:
        return self.rule is not None and use_service.fits(context, self.rule.fix, self.edge, self.span)


def fix_targets(snapshot: Snapshot, path: str, scope: FixScope) -> list[FixTarget]:
    """Return what is to be fixed in a file, in order.

    Where queries move, the last one comes first: what a query in a variable is of, the code above it tells.
    """
    if scope.path not in ("", path):
        return []
    targets = [it._replace(may_move=scope.moves) for it in _findings(snapshot, path, scope.rule)]
    if scope.moves:
        taken = {it.span for it in targets}
        targets += [it for it in _unapproved_queries(snapshot, path) if it.span not in taken]
    return sorted(targets, key=lambda it: it.span, reverse=scope.moves)


def _findings(snapshot: Snapshot, path: str, rule: str) -> Iterator[FixTarget]:
    for diagnostic in diagnostics(snapshot, path):
        edge, its_rule = diagnostic.edge, diagnostic.rule
        if edge is None or edge.kind not in ORM_KINDS or its_rule is None or not its_rule.fix.replacements:
            continue
        if rule in ("", its_rule.id):
            yield FixTarget(diagnostic.span, edge, diagnostic)


def _unapproved_queries(snapshot: Snapshot, path: str) -> Iterator[FixTarget]:
    """Yield the queries that no rule approves, each place once; those of tests only where the policy has tests on."""
    spans: set[Span] = set()
    has_tests = snapshot.ruleset.severity("tests") != "off"
    for edge, decision in snapshot.edges_of(path):
        is_asked = query_move.is_query(edge) and decision.verdict != "approved" and (has_tests or not edge.test)
        span = snapshot.span(path, edge.site) if is_asked else None
        if span is not None and span not in spans and snapshot.ruleset.judges(edge, decision.rule):
            spans.add(span)
            yield FixTarget(span, edge, None)
