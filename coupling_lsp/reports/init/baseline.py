"""`init --baseline`: today's undeclared edges as tech debt behind the rules there are. No rule there loses an edge."""

from collections.abc import Sequence
from typing import NamedTuple

from coupling_lsp.fixes import approve
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.reports.init import draft, grouping, rule_ids, rules_yaml
from coupling_lsp.reports.init.rule_groups import Group, Said, make, matching, rule
from coupling_lsp.rules import nodes, schema
from coupling_lsp.rules.match import Matcher
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


class Extended(NamedTuple):
    """The text with the new rules; it is the same when there is nothing to add. `left` are edges no rule could name.

    A `fault` says why nothing could be written.
    """

    text: Text
    n_rules: int = 0
    n_edges: int = 0
    left: tuple[Edge, ...] = ()
    fault: str = ""


def said(snapshot: Snapshot) -> Said:
    """What a baseline says of an edge."""
    return Said("tech-debt", f"Baseline of {snapshot.layout.today}: not yet looked at")


def extended(snapshot: Snapshot, source: Text) -> Extended:
    """The rules file of a snapshot with rules for its undeclared edges. Comments and order stay as they are."""
    if snapshot.ruleset.broken:
        return Extended(source, fault="it is not valid YAML to its end")
    undeclared = [edge for edge, it in snapshot.judged() if it.verdict == "undeclared" and not edge.test]
    groups = _beside(snapshot, grouping.grouped(snapshot, undeclared, said(snapshot), {}))
    covered = {edge for group in groups for edge in group.edges}
    left = tuple(edge for edge in undeclared if edge not in covered)
    if not groups:
        return Extended(source, left=left)
    entries = list(rule_ids.named(groups, (rule.id for rule in snapshot.ruleset.rules)))
    text = _inserted(source, [rules_yaml.entry(group, name) for group, name in entries])
    if text is not None and len(text.data) > draft.LARGEST:
        return Extended(source, fault=f"with {len(groups)} rules more it would be too large to be read")
    if text is None or not _adds(snapshot.ruleset, schema.load(text, snapshot.ruleset.path), len(groups)):
        return Extended(source, fault="its `edges` are not a list with one `- ` per rule")
    return Extended(text, len(groups), len(covered), left)


def _beside(snapshot: Snapshot, groups: list[Group]) -> list[Group]:
    """The groups that take no edge from a rule there is, narrowed where that helps."""
    judged = [(edge, it.rule) for edge, it in snapshot.judged() if it.rule is not None]
    while True:
        matches = matching(snapshot, groups)
        greedy: set[int] = set()
        for edge, before in judged:
            taking = matches(edge)
            rules = (before, *(rule(groups[it]) for it in taking))
            if taking and Matcher(RuleSet(rules=rules), snapshot.apps).decide(edge).rule is not before:
                greedy.update(taking)
        for number, group in enumerate(groups):
            greedy.update(it for edge in group.edges for it in matches(edge) if it != number)
        if not greedy:
            return groups
        groups = [
            make(snapshot, group.edges, group.said, "exact") if number in greedy else group
            for number, group in enumerate(groups)
            if number not in greedy or group.width in ("readable", "listed")
        ]


def _inserted(source: Text, entries: Sequence[Sequence[str]]) -> Text | None:
    """The text with entries at the end of its `edges`, with its own line ends."""
    source = _without_brackets(source)
    where = approve.end_of_edges(source)
    if where is None:
        return None
    line, indent, opening = where
    apart = "\n" if opening == "\n" else ""
    written = opening + apart.join(rules_yaml.listed(entry, indent) for entry in entries)
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


def _adds(before: RuleSet, after: RuleSet, n_added: int) -> bool:
    """Whether the rules are those before and so many more, and nothing went wrong."""
    told = [it.message for it in after.problems] == [it.message for it in before.problems]
    kept = [it.id for it in after.rules[: len(before.rules)]] == [it.id for it in before.rules]
    return told and kept and len(after.rules) == len(before.rules) + n_added
