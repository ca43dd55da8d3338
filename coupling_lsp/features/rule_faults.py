"""Faults of the rules file itself: what cannot be read, names no app, decides nothing, or is due for review."""

import datetime
from collections.abc import Iterator

from coupling_lsp.features import words
from coupling_lsp.features.likely import Likely
from coupling_lsp.fixes import pattern
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.rules import Remedy, Rule, Selector
from coupling_lsp.rules import suggestions
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span

_AHEAD = 30
"""How many days before its date a rule is told to be due."""


def faults(snapshot: Snapshot) -> list[Diagnostic]:
    """The diagnostics of the rules file, by place."""
    rules = snapshot.ruleset
    likely = Likely(snapshot)
    found = [Diagnostic(it.span, "error", "invalid-rules", it.message, remedy=it.remedy) for it in rules.problems]
    found.extend(_unknown_apps(snapshot, likely))
    found.extend(_bad_patterns(rules.rules))
    if not snapshot.layout.partial:
        found.extend(_unknown_modules(snapshot, likely))
        if not rules.broken:
            found.extend(_idle(snapshot, likely))
            found.extend(_idle_exceptions(snapshot))
    found.extend(_due(rules.rules, snapshot.layout.today))
    return sorted(found, key=lambda it: it.span)


def _unknown_apps(snapshot: Snapshot, likely: Likely) -> Iterator[Diagnostic]:
    if not snapshot.apps:
        return
    named: list[tuple[str, str, Span]] = [(it.label, it.label, it.span) for it in snapshot.ruleset.notes]
    named += [
        (it.app, it.written, it.span) for rule in snapshot.ruleset.rules for it in _selectors(rule) if "*" not in it.app
    ]
    named += [(it, it, span) for it, span in snapshot.ruleset.mentions]
    for label, written, span in named:
        if label not in snapshot.apps:
            close = likely.app(written)
            asked = close if snapshot.index.apps.owner(written) else close.partition(".")[0]
            message = f"There is no app `{label}` in this project{suggestions.did_you_mean(asked)}"
            alone = span.line != span.end_line or span.end_column - span.column <= len(written) + 2
            yield Diagnostic(span, "error", "invalid-rules", message, remedy=_instead(close) if alone else None)


def _unknown_modules(snapshot: Snapshot, likely: Likely) -> Iterator[Diagnostic]:
    """Modules of settings and services that are not there. One of an app that is there may be going to be written."""
    if not snapshot.apps:
        return
    modules = snapshot.index.names.modules
    for written, span in snapshot.ruleset.modules:
        label, _, rest = written.partition(".")
        package = snapshot.apps[label].package if label in snapshot.apps else ""
        if written in modules or (package and f"{package}.{rest}" in modules):
            continue
        close, is_far = likely.module(written)
        if close or is_far:
            message = f"There is no module `{written}` in this project{suggestions.did_you_mean(close)}"
            yield Diagnostic(span, "error", "invalid-rules", message, remedy=_instead(close))


def _instead(close: str, span: Span | None = None) -> Remedy | None:
    return Remedy("replace", close, span) if close else None


def _selectors(rule: Rule) -> tuple[Selector, ...]:
    return rule.sources + rule.targets


def _bad_patterns(rules: tuple[Rule, ...]) -> Iterator[Diagnostic]:
    for rule in rules:
        for key, written in (("replace", rule.fix.replace), ("with", rule.fix.replacement)):
            if written and not pattern.is_valid(written):
                message = f"`{key}` of rule `{rule.id}` is no Python expression, so it offers no quick fix"
                yield Diagnostic(rule.span, "error", "invalid-rules", message, rule=rule)


def _idle(snapshot: Snapshot, likely: Likely) -> Iterator[Diagnostic]:
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
            yield _stale(rule, likely, _quiet(snapshot, number))


def _stale(rule: Rule, likely: Likely, quiet: list[str]) -> Diagnostic:
    what, to_do, remedy = f"Rule `{rule.id}` matches no edge of this project", "", None
    for it in _selectors(rule) if not quiet else ():
        if close := likely.selector(it):
            to_do, remedy = f"There is no `{it.written}`{suggestions.did_you_mean(close)}", _instead(close, it.span)
            break
    remove = "Remove it, as `coupling-lsp init --prune` does" if rule.intent == "tech-debt" else "Remove it"
    message = f"{what}\n{to_do or f'{remove}, or check `from`, `to` and `via`'}"
    if quiet:
        what = f"Rule `{rule.id}` matches only edges of kinds that are off: {', '.join(quiet)}"
        message = f"{what}\nRemove it, turn them on under `policy: kinds:`, or name them in `via`"
    return Diagnostic(rule.span, "warning", "stale-rule", message, rule=rule, remedy=remedy)


def _quiet(snapshot: Snapshot, number: int) -> list[str]:
    """The kinds of the edges a rule matches, all of which policy has off."""
    certain = ((edge, it) for edge, it in snapshot.edges() if not edge.probable)
    return sorted({edge.kind for edge, it in certain if number in it.matched})


def _idle_exceptions(snapshot: Snapshot) -> Iterator[Diagnostic]:
    for it in snapshot.idle_exceptions:
        message = (
            f"No edge leads from `{it.source.written}` to `{it.target.written}`\nRemove the entry, or check its ends"
        )
        yield Diagnostic(it.span, "warning", "stale-rule", message)


def _due(rules: tuple[Rule, ...], today: str) -> Iterator[Diagnostic]:
    """The rules whose day has passed, and, for information, those whose day is near."""
    for rule in rules if today else ():
        if not rule.review_by:
            continue
        left = (datetime.date.fromisoformat(rule.review_by) - datetime.date.fromisoformat(today)).days
        decide = f"Decide anew{f' with {rule.owner}' if rule.owner else ''}, then move the date"
        if left < 0:
            message = f"Rule `{rule.id}` was to be reviewed by {rule.review_by}\n{decide}"
            yield Diagnostic(rule.review_span, "warning", "expired-rule", message, rule=rule)
        elif left <= _AHEAD:
            near = f"in {words.count(left, 'day')}" if left else "today"
            message = f"Rule `{rule.id}` is to be reviewed by {rule.review_by}, {near}\n{decide}"
            yield Diagnostic(rule.review_span, "information", "expired-rule", message, rule=rule)
