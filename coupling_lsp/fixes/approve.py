"""Write a rule for an undeclared edge into `rules.yaml`: as intentional or as tech debt, with the reason to fill in."""

from collections.abc import Iterator

from coupling_lsp.fixes.coverage import coverage, edges_between, number_of_edges, shown_edges
from coupling_lsp.fixes.new_rules import narrow_rule, no_place, rule_addition
from coupling_lsp.fixes.rules_file.proved import place_of
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, QuickFix, Refusal
from coupling_lsp.model.rules import BLANK, Intent
from coupling_lsp.snapshot.state import Snapshot

_INTENTS: tuple[tuple[str, Intent, str], ...] = (
    ("approve-edge", "intentional", "Approve as intentional"),
    ("approve-debt", "tech-debt", "Record as tech debt"),
)
_CODES = ("undeclared-edge", "write-outside-services")


def fixes(snapshot: Snapshot, _path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield two entries to choose from. Comments and order of the rules file stay as they are."""
    edge, ruleset = diagnostic.edge, snapshot.ruleset
    if edge is None or edge.probable or diagnostic.code not in _CODES or not ruleset.path:
        return  # A rule for what is only probable is one that no check finds a use for.
    text = read_text(ruleset.path)
    edges = edges_between(snapshot, edge.app, edge.to_app)
    for name, intent, title in _INTENTS:
        rule = narrow_rule(snapshot, edge, intent)
        covered_edges, objection = coverage(snapshot, edges, (*ruleset.rules, rule), len(ruleset.rules))
        file = rule_addition(text, ruleset.path, rule) if not objection else None
        if file is None:
            yield Refusal(name, objection or no_place(ruleset.path))
            return
        number = number_of_edges(shown_edges(snapshot, covered_edges) or [edge])
        full_title = f"{title}: {edge.app} → {edge.target} ({number})"
        yield QuickFix(name, full_title, (file,), diagnostic, cursor=place_of(text, file, BLANK))
