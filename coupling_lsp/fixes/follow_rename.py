"""Let rules follow a class or an app that got another name, or went elsewhere, while no editor asked."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.fixes.coverage import objection_to_silenced
from coupling_lsp.fixes.renaming.classes import ProjectClasses
from coupling_lsp.fixes.renaming.renamed_app import RenamedApp
from coupling_lsp.fixes.renaming.renamed_class import RenamedClass
from coupling_lsp.fixes.renaming.successors import successor_of_app, successor_of_class
from coupling_lsp.fixes.rules_file.new_names import NewNames
from coupling_lsp.fixes.rules_file.parts import Part, all_changes, all_edits, changed_parts
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.fixes.service import pattern
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, QuickFix, Refusal
from coupling_lsp.model.rules import RuleSet, Selector
from coupling_lsp.rules.loading import loader
from coupling_lsp.rules.matching.matcher import Matcher
from coupling_lsp.rules.matching.specificity import highest_rank, source_of, target_of
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span

ID = "follow-rename"

_CODES = ("undeclared-edge", "write-outside-services")


class _Rename(NamedTuple):
    old: str
    new: str
    names: NewNames


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield the change of all selectors that name what is not there to what it became, where that is beyond doubt.

    It is for what is wrong with a rule, and for an edge that would be a rule's again.
    """
    ruleset = snapshot.ruleset
    is_of_rules_file = diagnostic.code in ("stale-rule", "invalid-rules") and path == ruleset.path
    is_concerned = is_of_rules_file or (diagnostic.code in _CODES and diagnostic.edge is not None)
    text = read_text(ruleset.path) if is_concerned and ruleset.path and not snapshot.layout.partial else None
    if text is None:
        return
    for rename in _renames(snapshot, diagnostic, read_text):
        parts = list(changed_parts(text, ruleset, rename.names))
        file = first_proved(text, ruleset.path, [all_edits(parts)], all_changes(parts)) if parts else None
        if file is None:
            yield Refusal(ID, f"the names `{rename.old}` cannot be changed by themselves")
            continue
        objection = _objection(snapshot, diagnostic, parts, loader.load(text.apply(file.edits), ruleset.path))
        if objection:
            yield Refusal(ID, objection)
            continue
        title = f"Follow the rename: `{rename.old}` is now `{rename.new}`"
        yield QuickFix(ID, title, (file,), diagnostic, preferred=is_of_rules_file)
        return


def _renames(snapshot: Snapshot, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[_Rename]:
    """Yield the renames that a finding may come from."""
    classes = ProjectClasses(snapshot)
    selectors = _selectors(snapshot, diagnostic)
    lost_classes = dict.fromkeys(filter(None, map(classes.lost, selectors)))
    labels = [it.app for it in selectors if "*" not in it.app]
    if diagnostic.code == "invalid-rules":
        model = _model_of_code(diagnostic)
        lost_classes = {it: None for it in lost_classes if it.name == model}
        labels = [label for label, span in _labels(snapshot.ruleset) if span == diagnostic.span]
    for lost_class in lost_classes:
        successor = successor_of_class(snapshot, classes, lost_class, read_text)
        if successor is not None:
            names = RenamedClass(classes, lost_class, successor)
            yield _Rename(lost_class.written, names.selector(lost_class.written), names)
    for label in dict.fromkeys(it for it in labels if it not in snapshot.apps):
        if new_label := successor_of_app(snapshot, label):
            yield _Rename(label, new_label, RenamedApp(snapshot, label, new_label))


def _model_of_code(diagnostic: Diagnostic) -> str:
    """Return the model that the code names in which a fault stands; empty for faults elsewhere."""
    replacements = diagnostic.rule.fix.replacements if diagnostic.rule is not None else ()
    return next((pattern.model_name(it.pattern) for it in replacements if it.pattern_span == diagnostic.span), "")


def _selectors(snapshot: Snapshot, diagnostic: Diagnostic) -> tuple[Selector, ...]:
    """Return what a rule, or an entry of `ignore`, with a fault names; of an edge, what rules name at its other end."""
    if diagnostic.edge is not None:
        source, target = source_of(diagnostic.edge, snapshot.apps), target_of(diagnostic.edge, snapshot.apps)
        rules = [it for it in snapshot.ruleset.rules if not it.via or diagnostic.edge.kind in it.via]
        sources = (it for rule in rules if highest_rank(rule.targets, target) is not None for it in rule.sources)
        targets = (it for rule in rules if highest_rank(rule.sources, source) is not None for it in rule.targets)
        return (*sources, *targets)
    if diagnostic.rule is not None:
        return (*diagnostic.rule.sources, *diagnostic.rule.targets)
    exceptions = (it for contract in snapshot.ruleset.contracts for it in contract.ignore)
    exception = next((it for it in exceptions if it.span == diagnostic.span), None)
    return (exception.source, exception.target) if exception is not None else ()


def _labels(ruleset: RuleSet) -> Iterator[tuple[str, Span]]:
    """Yield the labels of apps that a rules file names, with their places."""
    yield from ((it.label, it.span) for it in ruleset.notes)
    yield from ((it.app, it.span) for rule in ruleset.rules for it in (*rule.sources, *rule.targets))
    yield from ruleset.mentions
    yield from ((module.partition(".")[0], span) for module, span in ruleset.modules)


def _objection(snapshot: Snapshot, diagnostic: Diagnostic, parts: list[Part], rules_after: RuleSet) -> str:
    """Return what speaks against a rename: a rule would lose an edge, or the finding would stay."""
    matcher = Matcher(rules_after, snapshot.apps)
    changed_rules = {rules_after.rules[it.rule].id for it in parts if it.rule is not None}
    stale_rule = diagnostic.rule.id if diagnostic.code == "stale-rule" and diagnostic.rule is not None else ""
    newly_decided: list[Edge] = []
    is_mended = diagnostic.edge is None and not stale_rule
    for edge, decision in snapshot.edges():
        rule_after = matcher.decide(edge).rule
        if decision.rule is not None:
            if rule_after is None or rule_after.id != decision.rule.id:
                return f"the rule `{decision.rule.id}` would lose an edge"
        elif rule_after is not None:
            if rule_after.id not in changed_rules:
                return f"the rule `{rule_after.id}` would get an edge"
            newly_decided.append(edge)
            counts = not edge.probable and rules_after.judges(edge, rule_after)
            is_mended |= edge == diagnostic.edge or (counts and rule_after.id == stale_rule)
    if not is_mended:
        return "the finding would stay"
    return objection_to_silenced(snapshot, newly_decided, _CODES)
