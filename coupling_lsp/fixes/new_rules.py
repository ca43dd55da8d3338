"""Rules for an edge that has none, from the narrowest to that for all of two apps, and the edit that adds one."""

import re
from collections.abc import Iterable

from coupling_lsp.fixes.rules_file import meaning, notation
from coupling_lsp.fixes.rules_file.entries import outline_of
from coupling_lsp.fixes.rules_file.list_edits import additions
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import FileEdit
from coupling_lsp.model.rules import BLANK, Fix, Intent, Rule
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE, Text


def narrow_rule(snapshot: Snapshot, edge: Edge, intent: Intent) -> Rule:
    """Return the narrowest rule that speaks of an edge."""
    source, target = source_selector(snapshot, edge), target_selector(snapshot, edge)
    return blank_rule(snapshot, name_of_target(edge), source, target, (edge.kind,), intent)


def blank_rule(
    snapshot: Snapshot, name: str, source: str, target: str, kinds: Iterable[Kind], intent: Intent = "intentional"
) -> Rule:
    """Return a rule whose reason is to be filled in, with a free id that is like a name."""
    ends = (meaning.selector(source),), (meaning.selector(target),)
    return Rule(_unused_id(snapshot, name), *ends, tuple(kinds), intent, BLANK, Fix(), "", "", WHOLE_FIRST_LINE)


def rule_addition(text: Text | None, path: str, rule: Rule) -> FileEdit | None:
    """Return the edit that adds a rule at the end of a rules file, None where the file has no place for it."""
    source = text or Text(b"")
    ways = additions(source, outline_of(source), "edges", [notation.rule_item(rule)])
    return first_proved(text, path, ways, meaning.rules_added([rule]))


def no_place(path: str) -> str:
    """Return the reason why no rule can be added."""
    return f"{path} has no list `edges` to which a rule, and nothing else, can be added"


def source_selector(snapshot: Snapshot, edge: Edge) -> str:
    """Return the selector of where an edge starts: the field of a relation, else the module."""
    return f"{edge.app}.{edge.symbol}" if edge.kind == "schema" else module_selector(snapshot, edge.app, edge.module)


def target_selector(snapshot: Snapshot, edge: Edge) -> str:
    """Return the selector of what an edge leads to: a symbol, or the module where there is none."""
    return edge.target if edge.to_symbol else module_selector(snapshot, edge.to_app, edge.to_module)


def module_selector(snapshot: Snapshot, label: str, module: str) -> str:
    """Return a module as selectors write it: the app's label, then the path inside its package."""
    inner_module = module.removeprefix(snapshot.apps[label].package).lstrip(".")
    return f"{label}.{inner_module}" if inner_module else label


def name_of_target(edge: Edge) -> str:
    """Return a name for a rule on what an edge leads to."""
    return f"{edge.app}-{edge.to_symbol or edge.to_module.rpartition('.')[2]}"


def _unused_id(snapshot: Snapshot, name: str) -> str:
    used_ids = {rule.id for rule in snapshot.ruleset.rules}
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "-", name).strip("-").lower() or "rule"
    free_id, number = words, 2
    while free_id in used_ids:
        free_id, number = f"{words}-{number}", number + 1
    return free_id
