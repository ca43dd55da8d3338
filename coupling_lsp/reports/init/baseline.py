"""`init --baseline`: adds rules that call today's undeclared edges tech debt; old rules keep all their edges."""

from collections.abc import Sequence
from typing import NamedTuple

from coupling_lsp.fixes import approve
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.reports.init import draft, grouping, rule_ids, rules_yaml
from coupling_lsp.reports.init.rule_groups import IntentStatement, RuleGroup, group_matcher, group_rule, make_group
from coupling_lsp.rules.loading import loader
from coupling_lsp.rules.matching.matcher import Matcher
from coupling_lsp.rules.yaml import nodes
from coupling_lsp.rules.yaml.parser import parse
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


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
    entries = list(rule_ids.groups_with_ids(groups, (rule.id for rule in snapshot.ruleset.rules)))
    text = _insert_entries(source, [rules_yaml.rule_lines(group, name) for group, name in entries])
    if text is not None and len(text.data) > draft.MAX_RULES_BYTES:
        return ExtendedRules(source, fault=f"with {len(groups)} rules more it would be too large to be read")
    if text is None or not _only_adds(snapshot.ruleset, loader.load(text, snapshot.ruleset.path), len(groups)):
        return ExtendedRules(source, fault="its `edges` are not a list with one `- ` per rule")
    return ExtendedRules(text, len(groups), len(covered_edges), unnamed_edges)


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


def _insert_entries(source: Text, entries: Sequence[Sequence[str]]) -> Text | None:
    """Return the text with entries at the end of its `edges`, with its own line ends; None where that has no place."""
    source = _without_brackets(source)
    insertion = approve.end_of_edges(source)
    if insertion is None:
        return None
    line, indent, opening = insertion
    separator = "\n" if opening == "\n" else ""
    lines = opening + separator.join(rules_yaml.list_item(entry, indent) for entry in entries)
    if line > len(source.starts) or (line == len(source.starts) and source.line(line)):
        line, lines = len(source.starts), "\n" + lines
        column = len(source.line(line)) + 1
    else:
        column = 1
    if b"\r\n" in source.data:
        lines = lines.replace("\n", "\r\n")
    return source.apply([TextEdit(Span(line, column, line, column), lines)])


def _without_brackets(source: Text) -> Text:
    """Return the text with `edges: []` as `edges:`, so that entries can follow."""
    root = parse(source).root
    edges = root.get("edges") if isinstance(root, nodes.Mapping) else None
    if not isinstance(edges, nodes.Sequence) or edges.items:
        return source
    line, column = edges.span.line, edges.span.column
    brackets = Span(line, column, line, column + 2)
    if source.slice(brackets) != "[]":
        return source
    return source.apply([TextEdit(brackets, "")])


def _only_adds(old_rules: RuleSet, new_rules: RuleSet, n_added: int) -> bool:
    """Return whether the old rules and problems are all there, and just so many new rules."""
    has_same_problems = [it.message for it in new_rules.problems] == [it.message for it in old_rules.problems]
    has_same_rules = [it.id for it in new_rules.rules[: len(old_rules.rules)]] == [it.id for it in old_rules.rules]
    return has_same_problems and has_same_rules and len(new_rules.rules) == len(old_rules.rules) + n_added
