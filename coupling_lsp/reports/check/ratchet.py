"""`check --ratchet`: tech debt may only shrink. Each edge that makes it grow is told as an error.

What counts is the number of edges of debt by pair of apps and kind, not their places: debt that moves, or whose model
is renamed, does not grow. Rules that judge old edges anew do not make debt grow either; new edges do.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from coupling_lsp.features import words
from coupling_lsp.model.findings import Diagnostic, Place, Related
from coupling_lsp.reports.contents.check_findings import CheckResult, Finding, Ratchet, sorted_findings
from coupling_lsp.reports.diff.difference import DiffEdge, Difference, Tally
from coupling_lsp.reports.diff.fail_levels import failing_edges
from coupling_lsp.reports.wording.counts import NOUNS


class _NewDebt(NamedTuple):
    """New debt, and by how many edges its apps have more of that kind than before."""

    found: DiffEdge
    number: int


def with_ratchet(checked: CheckResult, difference: Difference) -> CheckResult:
    """The findings with those of new debt raised to errors. The head of the difference must be what was checked."""
    grown = list(_new_debt(difference))
    new = {(it.found.row.edge.path, it.found.row.span, it.found.row.edge): it for it in grown}
    kept = [
        it
        for it in checked.findings
        if it.diagnostic.code != "tech-debt" or (it.path, it.diagnostic.span, it.diagnostic.edge) not in new
    ]
    raised = (_finding(it, difference.base.name) for it in new.values())
    before, after = (_n_debt_edges(tally) for tally in (difference.before, difference.after))
    ratchet = Ratchet(difference.base.name, difference.base.commit, before, after, len(new))
    return checked._replace(findings=sorted_findings((*kept, *raised)), ratchet=ratchet)


def _new_debt(difference: Difference) -> Iterator[_NewDebt]:
    if not difference.base.projects:
        return  # The project was not there yet, so there is nothing it could have grown from.
    new = [it for it in failing_edges(difference, "debt") if it.verdict == "tech-debt"]
    gone = [it for it in difference.removed if it.verdict != "approved"]
    numbers = Counter(map(_debt_key, new))
    numbers.subtract(map(_debt_key, gone))
    yield from (_NewDebt(it, number) for it in new if (number := numbers[_debt_key(it)]) > 0)


def _debt_key(it: DiffEdge) -> Hashable:
    return it.row.edge.app, it.row.edge.to_app, it.row.edge.kind


def _n_debt_edges(tally: Tally) -> int:
    return sum(number for (_, what), number in tally.items() if what == "debt")


def _finding(it: _NewDebt, base: str) -> Finding:
    span, edge, decision = it.found.row
    rule = decision.rule
    assert rule is not None, "only a rule calls an edge tech debt"
    noun = "schema edge" if edge.kind == "schema" else NOUNS[edge.kind]
    lines = [
        f"{words.sentence(edge)}, which is new tech debt",
        rule.why,
        f"Debt may only shrink: {edge.app} → {edge.to_app} has {words.count(it.number, noun)} more than at {base}",
    ]
    related = Related(Place(it.found.project.snapshot.ruleset.path, rule.span), f"Rule `{rule.id}`")
    message = "\n".join(filter(None, lines))
    diagnostic = Diagnostic(span, "error", "tech-debt", message, edge, rule, (related,))
    return Finding(edge.path, diagnostic, it.found.project)
