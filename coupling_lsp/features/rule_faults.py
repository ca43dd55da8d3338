"""Faults of the rules file itself: what cannot be read, names no app, decides nothing, or is due for review."""

from collections.abc import Iterator

from coupling_lsp.fixes import pattern
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.rules import Rule, Selector
from coupling_lsp.rules.reader import suggest
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span


def faults(snapshot: Snapshot) -> list[Diagnostic]:
    """The diagnostics of the rules file, by place."""
    rules = snapshot.ruleset
    found = [Diagnostic(it.span, "error", "invalid-rules", it.message) for it in rules.problems]
    found.extend(_unknown_apps(snapshot))
    found.extend(_bad_patterns(rules.rules))
    if not rules.broken:
        found.extend(_idle(snapshot))
        found.extend(_idle_exceptions(snapshot))
    found.extend(_due(rule) for rule in rules.rules if _is_due(rule, snapshot.layout.today))
    return sorted(found, key=lambda it: it.span)


def _unknown_apps(snapshot: Snapshot) -> Iterator[Diagnostic]:
    known = list(snapshot.apps)
    if not known:
        return
    named: list[tuple[str, Span]] = [(it.label, it.span) for it in snapshot.ruleset.notes]
    named += [(it.app, it.span) for rule in snapshot.ruleset.rules for it in _selectors(rule) if "*" not in it.app]
    named += snapshot.ruleset.mentions
    for label, span in named:
        if label not in snapshot.apps:
            message = f"There is no app `{label}` in this project{suggest(label, known)}"
            yield Diagnostic(span, "error", "invalid-rules", message)


def _selectors(rule: Rule) -> tuple[Selector, ...]:
    return rule.sources + rule.targets


def _bad_patterns(rules: tuple[Rule, ...]) -> Iterator[Diagnostic]:
    for rule in rules:
        for key, written in (("replace", rule.fix.replace), ("with", rule.fix.replacement)):
            if written and not pattern.is_valid(written):
                message = f"`{key}` of rule `{rule.id}` is no Python expression, so it offers no quick fix"
                yield Diagnostic(rule.span, "error", "invalid-rules", message, rule=rule)


def _idle(snapshot: Snapshot) -> Iterator[Diagnostic]:
    deciding, matching = snapshot.used_rules
    for number, rule in enumerate(snapshot.ruleset.rules):
        if number in deciding:
            continue
        if number in matching:
            message = (
                f"Rule `{rule.id}` never decides: others, more specific or written later, do\nRemove it, or narrow them"
            )
            yield Diagnostic(rule.span, "warning", "shadowed-rule", message, rule=rule)
        elif rule.intent != "forbidden":
            message = f"Rule `{rule.id}` matches no edge of this project\nRemove it, or check `from`, `to` and `via`"
            yield Diagnostic(rule.span, "warning", "stale-rule", message, rule=rule)


def _idle_exceptions(snapshot: Snapshot) -> Iterator[Diagnostic]:
    for it in snapshot.idle_exceptions:
        message = (
            f"No edge leads from `{it.source.written}` to `{it.target.written}`\nRemove the entry, or check its ends"
        )
        yield Diagnostic(it.span, "warning", "stale-rule", message)


def _is_due(rule: Rule, today: str) -> bool:
    return bool(rule.review_by) and bool(today) and rule.review_by < today


def _due(rule: Rule) -> Diagnostic:
    message = f"Rule `{rule.id}` was to be reviewed by {rule.review_by}\nDecide anew, then move the date"
    return Diagnostic(rule.review_span, "warning", "expired-rule", message, rule=rule)
