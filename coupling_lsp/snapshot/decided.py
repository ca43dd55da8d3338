"""What the rules say of each edge, file by file."""

from collections.abc import Mapping

from coupling_lsp.index.project import Index
from coupling_lsp.model.rules import Decision, RuleSet
from coupling_lsp.rules.matching.matcher import Matcher

Decided = Mapping[str, tuple[Decision, ...]]


def decide(index: Index, ruleset: RuleSet, previous_decisions: Decided, reresolved: frozenset[str] | None) -> Decided:
    """The decision on each edge; those of files not resolved anew are kept."""
    matcher = Matcher(ruleset, index.apps.by_label)
    decisions = dict(previous_decisions) if reresolved is not None else {}
    for path in index.resolved if reresolved is None else reresolved:
        edges = index.resolved[path].edges
        if edges:
            decisions[path] = tuple(matcher.decide(edge) for edge in edges)
        else:
            decisions.pop(path, None)
    return decisions
