"""`init --baseline`: today's undeclared edges as tech debt behind the rules there are. No rule there loses an edge."""

from collections.abc import Sequence
from typing import NamedTuple

from coupling_lsp.fixes import approve
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.reports.init import draft, grouping, rule_ids, rules_yaml
from coupling_lsp.reports.init.rule_groups import IntentStatement, RuleGroup, group_matcher, group_rule, make_group
from coupling_lsp.rules import nodes, schema
from coupling_lsp.rules.match import Matcher
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


class ExtendedRules(NamedTuple):
    """The text with the new rules; it is the same when there is nothing to add. `left` are edges no rule could name.

    A `fault` says why nothing could be written.
    """

    text: Text
    n_rules: int = 0
    n_edges: int = 0
    left: tuple[Edge, ...] = ()
    fault: str = ""


def baseline_statement(snapshot: Snapshot) -> IntentStatement:
    """What a baseline says of an edge."""
    return IntentStatement("tech-debt", f"Baseline of {snapshot.layout.today}: not yet looked at")


def extend_rules(snapshot: Snapshot, source: Text) -> ExtendedRules:
    """The rules file of a snapshot with rules for its undeclared edges. Comments and order stay as they are."""
    if snapshot.ruleset.broken:
        return ExtendedRules(source, fault="it is not valid YAML to its end")
    undeclared = [edge for edge, it in snapshot.judged() if it.verdict == "undeclared" and not edge.test]
    groups = _groups_beside_rules(
        snapshot, grouping.group_edges(snapshot, undeclared, baseline_statement(snapshot), {})
    )
    covered = {edge for group in groups for edge in group.edges}
    left = tuple(edge for edge in undeclared if edge not in covered)
    if not groups:
        return ExtendedRules(source, left=left)
    entries = list(rule_ids.groups_with_ids(groups, (rule.id for rule in snapshot.ruleset.rules)))
    text = _insert_entries(source, [rules_yaml.rule_lines(group, name) for group, name in entries])
    if text is not None and len(text.data) > draft.MAX_RULES_BYTES:
        return ExtendedRules(source, fault=f"with {len(groups)} rules more it would be too large to be read")
    if text is None or not _only_adds(snapshot.ruleset, schema.load(text, snapshot.ruleset.path), len(groups)):
        return ExtendedRules(source, fault="its `edges` are not a list with one `- ` per rule")
    return ExtendedRules(text, len(groups), len(covered), left)


def _groups_beside_rules(snapshot: Snapshot, groups: list[RuleGroup]) -> list[RuleGroup]:
    """The groups that take no edge from a rule there is, narrowed where that helps."""
    judged = [(edge, it.rule) for edge, it in snapshot.judged() if it.rule is not None]
    while True:
        matches = group_matcher(snapshot, groups)
        greedy: set[int] = set()
        for edge, before in judged:
            taking = matches(edge)
            rules = (before, *(group_rule(groups[it]) for it in taking))
            if taking and Matcher(RuleSet(rules=rules), snapshot.apps).decide(edge).rule is not before:
                greedy.update(taking)
        for number, group in enumerate(groups):
            greedy.update(it for edge in group.edges for it in matches(edge) if it != number)
        if not greedy:
            return groups
        groups = [
            make_group(snapshot, group.edges, group.said, "exact") if number in greedy else group
            for number, group in enumerate(groups)
            if number not in greedy or group.width in ("readable", "listed")
        ]


def _insert_entries(source: Text, entries: Sequence[Sequence[str]]) -> Text | None:
    """The text with entries at the end of its `edges`, with its own line ends."""
    source = _without_brackets(source)
    where = approve.end_of_edges(source)
    if where is None:
        return None
    line, indent, opening = where
    apart = "\n" if opening == "\n" else ""
    written = opening + apart.join(rules_yaml.list_item(entry, indent) for entry in entries)
    if line > len(source.starts) or (line == len(source.starts) and source.line(line)):
        line, written = len(source.starts), "\n" + written
        column = len(source.line(line)) + 1
    else:
        column = 1
    if b"\r\n" in source.data:
        written = written.replace("\n", "\r\n")
    return source.apply([TextEdit(Span(line, column, line, column), written)])


def _without_brackets(source: Text) -> Text:
    """`edges: []` as `edges:`, to write behind it."""
    root = nodes.parse(source).root
    edges = root.get("edges") if isinstance(root, nodes.Mapping) else None
    if not isinstance(edges, nodes.Sequence) or edges.items:
        return source
    line, column = edges.span.line, edges.span.column
    brackets = Span(line, column, line, column + 2)
    if source.slice(brackets) != "[]":
        return source
    return source.apply([TextEdit(brackets, "")])


def _only_adds(before: RuleSet, after: RuleSet, n_added: int) -> bool:
    """Whether the rules are those before and so many more, and nothing went wrong."""
    told = [it.message for it in after.problems] == [it.message for it in before.problems]
    kept = [it.id for it in after.rules[: len(before.rules)]] == [it.id for it in before.rules]
    return told and kept and len(after.rules) == len(before.rules) + n_added
