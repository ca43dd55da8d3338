"""Add an undeclared edge to a rule that is there: its symbol where the rule speaks of its source, or the other way."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.fixes.coverage import coverage, edges_between, number_of_edges, shown_edges
from coupling_lsp.fixes.new_rules import source_selector, target_selector
from coupling_lsp.fixes.rules_file import entries, meaning
from coupling_lsp.fixes.rules_file.list_edits import additions
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix, Refusal
from coupling_lsp.model.rules import Rule
from coupling_lsp.rules.matching.specificity import Rank, highest_rank, source_of, target_of
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

ID = "extend-rule"

_MAX_OFFERS = 2
"""How many rules are offered to be extended, those nearest to the edge first."""

_CODES = ("undeclared-edge", "write-outside-services")


class _Extension(NamedTuple):
    """One more selector behind a key of a rule, by its number in the file; `rank` tells how near the rule is."""

    number: int
    key: str
    written: str
    rank: Rank

    def extended(self, rule: Rule) -> Rule:
        """Return the rule with the selector."""
        selector = meaning.selector(self.written)
        if self.key == "to":
            return rule._replace(targets=(*rule.targets, selector))
        return rule._replace(sources=(*rule.sources, selector))


def fixes(snapshot: Snapshot, _path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield one more selector in rules from the same source, or to the same target, between the same two apps."""
    edge, ruleset = diagnostic.edge, snapshot.ruleset
    text = read_text(ruleset.path) if ruleset.path and diagnostic.code in _CODES else None
    if edge is None or edge.probable or text is None:
        return
    edges = edges_between(snapshot, edge.app, edge.to_app)
    extensions = sorted(_extensions(snapshot, edge), key=lambda it: it.rank, reverse=True)
    for extension in extensions[:_MAX_OFFERS]:
        rule = ruleset.rules[extension.number]
        rules = [*ruleset.rules]
        rules[extension.number] = extension.extended(rule)
        covered_edges, objection = coverage(snapshot, edges, rules, extension.number)
        if not rule.via and any(it.kind == "orm-write" for it in covered_edges):
            objection = f"the rule `{rule.id}` names no kinds, so it would approve writes by the way"
        file = None if objection else _edit(text, ruleset.path, rule, extension)
        if file is None:
            yield Refusal(ID, objection or f"`{extension.key}` of the rule `{rule.id}` cannot be added to by itself")
            continue
        as_debt = ", as tech debt" if rule.intent == "tech-debt" else ""
        number = number_of_edges(shown_edges(snapshot, covered_edges) or [edge])
        title = f"Add {extension.written} to the rule `{rule.id}`{as_debt} ({number})"
        yield QuickFix(ID, title, (file,), diagnostic)


def _extensions(snapshot: Snapshot, edge: Edge) -> Iterator[_Extension]:
    source, target = source_of(edge, snapshot.apps), target_of(edge, snapshot.apps)
    for number, rule in enumerate(snapshot.ruleset.rules):
        is_between = all(it.app == edge.app for it in rule.sources) and all(
            it.app == edge.to_app for it in rule.targets
        )
        speaks_of_kind = edge.kind in rule.via or (not rule.via and edge.kind != "orm-write")
        if rule.intent == "forbidden" or not is_between or not speaks_of_kind:
            continue
        source_rank, target_rank = highest_rank(rule.sources, source), highest_rank(rule.targets, target)
        if source_rank is not None and target_rank is None:
            yield _Extension(number, "to", target_selector(snapshot, edge), source_rank)
        elif target_rank is not None and source_rank is None:
            yield _Extension(number, "from", source_selector(snapshot, edge), target_rank)


def _edit(text: Text, path: str, rule: Rule, extension: _Extension) -> FileEdit | None:
    block = entries.block_at(text, "edges", rule.span)
    if block is None:
        return None
    ways = additions(text, block, extension.key, [extension.written])
    return first_proved(text, path, ways, meaning.rule_changed(extension.number, extension.extended))
