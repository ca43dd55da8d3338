"""Write one rule for more than an undeclared edge: for a symbol, for all that a module uses of an app, for two apps.

The rule names the kinds it covers today, but for writes: these are for services, and each is to be decided on alone.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coupling_lsp.fixes.coverage import Coverage, Decided, coverage, edges_between, number_of_edges, shown_edges
from coupling_lsp.fixes.new_rules import (
    blank_rule,
    module_selector,
    name_of_target,
    narrow_rule,
    no_place,
    rule_addition,
    target_selector,
)
from coupling_lsp.fixes.rules_file import meaning
from coupling_lsp.fixes.rules_file.proved import place_of
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edge_kinds import KINDS, Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, QuickFix, Refusal
from coupling_lsp.model.rules import BLANK, Rule
from coupling_lsp.rules.matching.specificity import names_edge
from coupling_lsp.snapshot.state import Snapshot

_WRITES: Kind = "orm-write"


class _Width(NamedTuple):
    """The two ends of a rule, and a name for it."""

    id: str
    source: str
    target: str
    name: str


def fixes(snapshot: Snapshot, _path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield rules that cover more edges of today than the narrowest, each more than the one before."""
    edge, ruleset = diagnostic.edge, snapshot.ruleset
    if edge is None or edge.probable or diagnostic.code != "undeclared-edge" or not ruleset.path:
        return
    edges = edges_between(snapshot, edge.app, edge.to_app)
    previous_edges = _coverage(snapshot, edges, narrow_rule(snapshot, edge, "intentional")).edges
    text = read_text(ruleset.path)
    for width in _widths(snapshot, edge):
        matching_edges = _undeclared_edges(snapshot, edges, width)
        kinds = [it for it in KINDS if it != _WRITES and any(it == other.kind for other in matching_edges)]
        rule = blank_rule(snapshot, width.name, width.source, width.target, kinds)
        covered_edges, objection = _coverage(snapshot, edges, rule)
        if objection:
            yield Refusal(width.id, objection)
            continue
        if set(covered_edges) <= set(previous_edges):
            continue
        file = rule_addition(text, ruleset.path, rule)
        if file is None:
            yield Refusal(width.id, no_place(ruleset.path))
            return
        previous_edges = covered_edges
        but_writes = " but writes" if any(it.kind == _WRITES for it in matching_edges) else ""
        number = number_of_edges(shown_edges(snapshot, covered_edges))
        title = f"Approve every use of {width.target} by {width.source}{but_writes} ({number})"
        yield QuickFix(width.id, title, (file,), diagnostic, cursor=place_of(text, file, BLANK))


def _widths(snapshot: Snapshot, edge: Edge) -> tuple[_Width, ...]:
    module = module_selector(snapshot, edge.app, edge.module)
    return (
        _Width("approve-symbol", edge.app, target_selector(snapshot, edge), name_of_target(edge)),
        _Width("approve-module", module, edge.to_app, f"{module}-{edge.to_app}"),
        _Width("approve-pair", edge.app, edge.to_app, f"{edge.app}-{edge.to_app}"),
    )


def _undeclared_edges(snapshot: Snapshot, edges: Sequence[Decided], width: _Width) -> tuple[Edge, ...]:
    source, target = meaning.selector(width.source), meaning.selector(width.target)
    undeclared_edges = (edge for edge, decision in edges if decision.rule is None)
    return shown_edges(snapshot, (it for it in undeclared_edges if names_edge(source, target, it, snapshot.apps)))


def _coverage(snapshot: Snapshot, edges: Sequence[Decided], rule: Rule) -> Coverage:
    """Return which of the edges that are told of a new rule decides on."""
    rules = snapshot.ruleset.rules
    result = coverage(snapshot, edges, (*rules, rule), len(rules))
    return result._replace(edges=shown_edges(snapshot, result.edges))
