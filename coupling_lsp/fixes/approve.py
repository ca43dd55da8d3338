"""Write a rule for an undeclared edge into `rules.yaml`: as intentional or as tech debt, with the reason to fill in."""

import re
from collections.abc import Iterator

from coupling_lsp.fixes.rules_file import meaning, notation
from coupling_lsp.fixes.rules_file.list_edits import additions
from coupling_lsp.fixes.rules_file.proved import first_proved, place_of
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix, Refusal
from coupling_lsp.model.rules import BLANK, Fix, Intent, Rule
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE, Text

_INTENTS: tuple[tuple[str, Intent, str], ...] = (
    ("approve-edge", "intentional", "Approve as intentional"),
    ("approve-debt", "tech-debt", "Record as tech debt"),
)
_CODES = ("undeclared-edge", "write-outside-services")


def fixes(snapshot: Snapshot, _path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield two entries to choose from. Comments and order of the rules file stay as they are."""
    edge, rules = diagnostic.edge, snapshot.ruleset
    if edge is None or edge.probable or diagnostic.code not in _CODES or not rules.path:
        return  # A rule for what is only probable is one that no check finds a use for.
    source = read_text(rules.path)
    for name, intent, title in _INTENTS:
        file = rule_addition(source, rules.path, narrow_rule(snapshot, edge, intent))
        if file is None:
            yield Refusal(name, f"{rules.path} has no list `edges` to which a rule, and nothing else, can be added")
            return
        full_title = f"{title}: {edge.app} → {edge.target}"
        yield QuickFix(name, full_title, (file,), diagnostic, cursor=place_of(source, file, BLANK))


def rule_addition(source: Text | None, path: str, rule: Rule) -> FileEdit | None:
    """Return the edit that adds a rule at the end of a rules file, None where the file has no place for it."""
    text = source or Text(b"")
    ways = additions(text, outline(text), "edges", [notation.rule_item(rule)])
    return first_proved(source, path, ways, meaning.rules_added([rule]))


def narrow_rule(snapshot: Snapshot, edge: Edge, intent: Intent) -> Rule:
    """Return the narrowest rule that speaks of an edge."""
    source = f"{edge.app}.{edge.symbol}" if edge.kind == "schema" else _module_selector(snapshot, edge.app, edge.module)
    name = _unused_id(snapshot, f"{edge.app}-{edge.to_symbol or edge.to_module.rpartition('.')[2]}")
    target = edge.target if edge.to_symbol else _module_selector(snapshot, edge.to_app, edge.to_module)
    return Rule(
        name,
        (meaning.selector(source),),
        (meaning.selector(target),),
        (edge.kind,),
        intent,
        BLANK,
        Fix(),
        "",
        "",
        WHOLE_FIRST_LINE,
    )


def _module_selector(snapshot: Snapshot, label: str, module: str) -> str:
    """Return a module as selectors write it: the app's label, then the path inside its package."""
    inner_module = module.removeprefix(snapshot.apps[label].package).lstrip(".")
    return f"{label}.{inner_module}" if inner_module else label


def _unused_id(snapshot: Snapshot, text: str) -> str:
    used_ids = {rule.id for rule in snapshot.ruleset.rules}
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "-", text).strip("-").lower() or "rule"
    name, number = words, 2
    while name in used_ids:
        name, number = f"{words}-{number}", number + 1
    return name
