"""`check --ratchet`: each edge that makes tech debt grow becomes an error.

Debt is counted by pair of apps and kind of edge, not by place: where an edge moves, or its model is renamed, debt does
not grow. It does not grow either when rules start to call old edges debt; it grows by new edges only.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from coupling_lsp.features import words
from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.model.findings import Diagnostic, Place, Related
from coupling_lsp.reports.contents.check_findings import CheckResult, Finding, Ratchet, sorted_findings
from coupling_lsp.reports.contents.edge_rows import EdgeRow
from coupling_lsp.reports.diff.difference import DiffEdge, Difference, Tally
from coupling_lsp.reports.diff.fail_levels import failing_edges


class _NewDebt(NamedTuple):
    """An added edge of tech debt, and by how many edges of its kind its pair of apps has grown."""

    diff_edge: DiffEdge
    number: int

    @property
    def row(self) -> EdgeRow:
        """The edge with its place and its rule."""
        return self.diff_edge.row


def with_ratchet(check_result: CheckResult, difference: Difference) -> CheckResult:
    """Return the result with findings of new debt as errors. The head of the difference must be what was checked."""
    debt_by_place = {(it.row.edge.path, it.row.span, it.row.edge): it for it in _new_debt(difference)}
    other_findings = [
        finding
        for finding in check_result.findings
        if finding.diagnostic.code != "tech-debt"
        or (finding.path, finding.diagnostic.span, finding.diagnostic.edge) not in debt_by_place
    ]
    errors = (_finding(it, difference.base.name) for it in debt_by_place.values())
    debt_at_base, debt_at_head = (_n_debt_edges(tally) for tally in (difference.base_tally, difference.head_tally))
    ratchet = Ratchet(difference.base.name, difference.base.commit, debt_at_base, debt_at_head, len(debt_by_place))
    return check_result._replace(findings=sorted_findings((*other_findings, *errors)), ratchet=ratchet)


def _new_debt(difference: Difference) -> Iterator[_NewDebt]:
    """Yield the added edges of debt whose pair and kind have more of them than at the base."""
    if not difference.base.projects:
        return  # The project was not there yet, so there is nothing it could have grown from.
    added_debt = [it for it in failing_edges(difference, "debt") if it.verdict == "tech-debt"]
    removed_debt = [it for it in difference.removed if it.verdict != "approved"]
    numbers = Counter(map(_debt_key, added_debt))
    numbers.subtract(map(_debt_key, removed_debt))
    yield from (_NewDebt(it, number) for it in added_debt if (number := numbers[_debt_key(it)]) > 0)


def _debt_key(diff_edge: DiffEdge) -> Hashable:
    return diff_edge.row.edge.app, diff_edge.row.edge.to_app, diff_edge.row.edge.kind


def _n_debt_edges(tally: Tally) -> int:
    return sum(number for (_, counted_kind), number in tally.items() if counted_kind == "debt")


def _finding(new_debt: _NewDebt, base: str) -> Finding:
    span, edge, decision = new_debt.row
    rule = decision.rule
    assert rule is not None, "only a rule calls an edge tech debt"
    noun = EDGE_KINDS[edge.kind].edge_noun
    growth = words.count(new_debt.number, noun)
    lines = [
        f"{words.sentence(edge)}, which is new tech debt",
        rule.why,
        f"Debt may only shrink: {edge.app} → {edge.to_app} has {growth} more than at {base}",
    ]
    related = Related(Place(new_debt.diff_edge.project.snapshot.ruleset.path, rule.span), f"Rule `{rule.id}`")
    message = "\n".join(filter(None, lines))
    diagnostic = Diagnostic(span, "error", "tech-debt", message, edge, rule, (related,))
    return Finding(edge.path, diagnostic, new_debt.diff_edge.project)
