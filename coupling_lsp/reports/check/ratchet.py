"""`check --ratchet`: tech debt may only shrink. Each edge that makes it grow is told as an error.

What counts is the number of edges of debt by pair of apps and kind, not their places: debt that moves, or whose model
is renamed, does not grow. Rules that judge old edges anew do not make debt grow either; new edges do.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from coupling_lsp.features import wording
from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.model.findings import Diagnostic, Place, Related
from coupling_lsp.reports.diff.counted import counted
from coupling_lsp.reports.diff.difference import Difference, Found, Tally
from coupling_lsp.reports.findings import Checked, Finding, Ratchet, sort


class _Grown(NamedTuple):
    """New debt, and by how many edges its apps have more of that kind than before."""

    found: Found
    number: int


def ratcheted(checked: Checked, difference: Difference) -> Checked:
    """The findings with those of new debt raised to errors. The head of the difference must be what was checked."""
    grown = list(_grown(difference))
    new = {(it.found.row.edge.path, it.found.row.span, it.found.row.edge): it for it in grown}
    kept = [
        it
        for it in checked.findings
        if it.diagnostic.code != "tech-debt" or (it.path, it.diagnostic.span, it.diagnostic.edge) not in new
    ]
    raised = (_finding(it, difference.base.name) for it in new.values())
    before, after = (_debt(tally) for tally in (difference.before, difference.after))
    ratchet = Ratchet(difference.base.name, difference.base.commit, before, after, len(new))
    return checked._replace(findings=sort((*kept, *raised)), ratchet=ratchet)


def _grown(difference: Difference) -> Iterator[_Grown]:
    if not difference.base.projects:
        return  # The project was not there yet, so there is nothing it could have grown from.
    new = [it for it in counted(difference, "debt") if it.verdict == "tech-debt"]
    gone = [it for it in difference.removed if it.verdict != "approved"]
    numbers = Counter(map(_group, new))
    numbers.subtract(map(_group, gone))
    yield from (_Grown(it, number) for it in new if (number := numbers[_group(it)]) > 0)


def _group(it: Found) -> Hashable:
    return it.row.edge.app, it.row.edge.to_app, it.row.edge.kind


def _debt(tally: Tally) -> int:
    return sum(number for (_, what), number in tally.items() if what == "debt")


def _finding(it: _Grown, base: str) -> Finding:
    span, edge, decision = it.found.row
    rule = decision.rule
    assert rule is not None, "only a rule calls an edge tech debt"
    noun = EDGE_KINDS[edge.kind].edge_noun
    lines = [
        f"{wording.sentence(edge)}, which is new tech debt",
        rule.why,
        f"Debt may only shrink: {edge.app} → {edge.to_app} has {wording.count(it.number, noun)} more than at {base}",
    ]
    related = Related(Place(it.found.project.snapshot.ruleset.path, rule.span), f"Rule `{rule.id}`")
    message = "\n".join(filter(None, lines))
    diagnostic = Diagnostic(span, "error", "tech-debt", message, edge, rule, (related,))
    return Finding(edge.path, diagnostic, it.found.project)
