"""Which rule decides on an edge.

The most specific one: a symbol over a module over an app over a wildcard; by source, then target, then kind. Of two
that are equally specific the later one in the file.
"""

from collections.abc import Mapping

from coupling_lsp.model.edges import App, Edge
from coupling_lsp.model.rules import Decision, Intent, Rule, RuleSet, Verdict
from coupling_lsp.rules.matching.rule_index import RuleIndex
from coupling_lsp.rules.matching.specificity import Rank, highest_rank, source_of, target_of

_VERDICTS: Mapping[Intent, Verdict] = {
    "intentional": "approved",
    "tech-debt": "tech-debt",
    "forbidden": "forbidden",
}
_UNDECLARED = Decision("undeclared")


class Matcher:
    """The rules of a file, ready to decide on the edges of one project."""

    def __init__(self, ruleset: RuleSet, apps: Mapping[str, App]) -> None:
        self._apps = apps
        self._rule_index = RuleIndex(ruleset.rules)

    def decide(self, edge: Edge) -> Decision:
        """Return the verdict on an edge, the rule behind it, and the numbers of all rules that match the edge."""
        if not self._rule_index.concerns(edge.app):
            return _UNDECLARED
        source, target = source_of(edge, self._apps), target_of(edge, self._apps)
        matches: list[tuple[tuple[Rank, Rank, bool, int], Rule]] = []
        for number, rule in self._rule_index.candidates(*source):
            if rule.via and edge.kind not in rule.via:
                continue
            source_rank = highest_rank(rule.sources, source)
            target_rank = highest_rank(rule.targets, target) if source_rank is not None else None
            if source_rank is not None and target_rank is not None:
                matches.append(((source_rank, target_rank, bool(rule.via), number), rule))
        if not matches:
            return _UNDECLARED
        _, deciding_rule = max(matches, key=lambda it: it[0])
        numbers = tuple(number for (_, _, _, number), _ in matches)
        return Decision(_VERDICTS[deciding_rule.intent], deciding_rule, numbers)
