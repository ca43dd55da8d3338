"""`init --baseline`: adds rules that call today's undeclared edges tech debt; old rules keep all their edges."""

from typing import NamedTuple

from coupling_lsp.fixes.rules_file import meaning, notation
from coupling_lsp.fixes.rules_file.list_edits import additions
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.reports.init import draft, grouping, rule_ids
from coupling_lsp.reports.init.rule_groups import IntentStatement, RuleGroup, group_matcher, group_rule, make_group
from coupling_lsp.rules.matching.matcher import Matcher
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


class ExtendedRules(NamedTuple):
    """Text of a rules file with new rules, the same text if there is nothing to add.

    `unnamed_edges` are edges that no rule can name without taking others from old rules. A `fault` says why nothing
    could be written.
    """

    text: Text
    n_rules: int = 0
    n_edges: int = 0
    unnamed_edges: tuple[Edge, ...] = ()
    fault: str = ""


def baseline_statement(snapshot: Snapshot) -> IntentStatement:
    """Return what a baseline says of each edge."""
    return IntentStatement("tech-debt", f"Baseline of {snapshot.layout.today}: not yet looked at")


def extend_rules(snapshot: Snapshot, source: Text) -> ExtendedRules:
    """Return the rules file with rules for its undeclared edges; its comments and order stay."""
    if snapshot.ruleset.broken:
        return ExtendedRules(source, fault="it is not valid YAML to its end")
    undeclared = [edge for edge, it in snapshot.judged() if it.verdict == "undeclared" and not edge.test]
    groups = _groups_beside_rules(
        snapshot, grouping.group_edges(snapshot, undeclared, baseline_statement(snapshot), {})
    )
    covered_edges = {edge for group in groups for edge in group.edges}
    unnamed_edges = tuple(edge for edge in undeclared if edge not in covered_edges)
    if not groups:
        return ExtendedRules(source, unnamed_edges=unnamed_edges)
    names = rule_ids.groups_with_ids(groups, (rule.id for rule in snapshot.ruleset.rules))
    rules = [group_rule(group, name) for group, name in names]
    ways = list(additions(source, outline(source), "edges", [notation.rule_item(it) for it in rules]))
    file = first_proved(source, snapshot.ruleset.path, ways, meaning.rules_added(rules))
    if file is not None:
        return ExtendedRules(source.apply(file.edits), len(groups), len(covered_edges), unnamed_edges)
    if any(len(source.apply(it).data) > draft.MAX_RULES_BYTES for it in ways):
        return ExtendedRules(source, fault=f"with {len(groups)} rules more it would be too large to be read")
    return ExtendedRules(source, fault="its `edges` are no list that entries can be added to")


def _groups_beside_rules(snapshot: Snapshot, groups: list[RuleGroup]) -> list[RuleGroup]:
    """Return the groups that take no edge from a rule there is, narrowed where that helps, left out where not."""
    decided_edges = [(edge, it.rule) for edge, it in snapshot.judged() if it.rule is not None]
    while True:
        matches = group_matcher(snapshot, groups)
        greedy: set[int] = set()
        for edge, decisive_rule in decided_edges:
            matching_groups = matches(edge)
            rules = (decisive_rule, *(group_rule(groups[it]) for it in matching_groups))
            if matching_groups and Matcher(RuleSet(rules=rules), snapshot.apps).decide(edge).rule is not decisive_rule:
                greedy.update(matching_groups)
        for number, group in enumerate(groups):
            greedy.update(it for edge in group.edges for it in matches(edge) if it != number)
        if not greedy:
            return groups
        groups = [
            make_group(snapshot, group.edges, group.statement, "exact") if number in greedy else group
            for number, group in enumerate(groups)
            if number not in greedy or group.width in ("readable", "listed")
        ]
