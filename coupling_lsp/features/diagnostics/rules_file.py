"""Faults of the rules file itself: what cannot be read, names no app, decides nothing, or is due for review."""

import datetime
from collections.abc import Iterator

from coupling_lsp.features import wording
from coupling_lsp.features.diagnostics import fix_faults
from coupling_lsp.features.diagnostics.suggestions import Suggestions
from coupling_lsp.globs.segments import has_wildcard
from coupling_lsp.index.apps.packages import matching_packages
from coupling_lsp.index.apps.source_roots import folders_matching
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.rules import BLANK, Remedy, Rule, RuleSet, Selector, is_blank
from coupling_lsp.rules.suggestions import did_you_mean
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span

_DUE_DAYS_AHEAD = 30
"""How many days before its date a rule is reported to be due."""


def faults(snapshot: Snapshot) -> list[Diagnostic]:
    """Return the diagnostics of the rules file, by place."""
    rules = snapshot.ruleset
    suggestions = Suggestions(snapshot)
    diagnostics = [Diagnostic(it.span, "error", "invalid-rules", it.message, remedy=it.remedy) for it in rules.problems]
    diagnostics.extend(_unknown_apps(snapshot, suggestions))
    diagnostics.extend(fix_faults.faults(snapshot, suggestions))
    if not snapshot.layout.partial:
        diagnostics.extend(_unknown_modules(snapshot, suggestions))
        diagnostics.extend(_unknown_packages(snapshot, suggestions))
        diagnostics.extend(_unknown_roots(snapshot))
        if not rules.broken:
            diagnostics.extend(_unused_rules(snapshot, suggestions))
            diagnostics.extend(_unused_exceptions(snapshot))
    diagnostics.extend(_due_rules(rules.rules, snapshot.layout.today))
    diagnostics.extend(_blank_reasons(rules))
    return sorted(diagnostics, key=lambda it: it.span)


def _blank_reasons(ruleset: RuleSet) -> Iterator[Diagnostic]:
    """Yield the reasons nobody has given yet, each once, though an alias may repeat it."""
    reasons = [(it.why, it.why_span, f"Rule `{it.id}`", it) for it in ruleset.rules]
    contract_reasons = [(it.why, it.why_span, f"Contract `{it.id}`", None) for it in ruleset.contracts]
    previous_spans: set[Span] = set()
    for why, span, subject, rule in (*reasons, *contract_reasons):
        if is_blank(why) and span not in previous_spans:
            previous_spans.add(span)
            message = f"{subject} does not say why yet\nReplace `{BLANK}` by the reason, for whoever meets the edge"
            yield Diagnostic(span, "warning", "reason-missing", message, rule=rule)


def _unknown_apps(snapshot: Snapshot, suggestions: Suggestions) -> Iterator[Diagnostic]:
    if not snapshot.apps:
        return
    labels: list[tuple[str, str, Span]] = [(it.label, it.label, it.span) for it in snapshot.ruleset.notes]
    selectors = [it for rule in snapshot.ruleset.rules for it in _selectors(rule)]
    labels += [(it.app, it.written, it.span) for it in selectors if "*" not in it.app]
    labels += [(it, it, span) for it, span in snapshot.ruleset.mentions]
    for label, written_text, span in labels:
        if label not in snapshot.apps:
            suggestion = suggestions.app(written_text)
            suggested_label = suggestion if snapshot.index.apps.owner(written_text) else suggestion.partition(".")[0]
            message = f"There is no app `{label}` in this project{did_you_mean(suggested_label)}"
            is_whole_span = span.line != span.end_line or span.end_column - span.column <= len(written_text) + 2
            yield Diagnostic(
                span, "error", "invalid-rules", message, remedy=_replacement(suggestion) if is_whole_span else None
            )


def _unknown_modules(snapshot: Snapshot, suggestions: Suggestions) -> Iterator[Diagnostic]:
    """Yield the modules of settings and services that are not there.

    One of an app that is there may be about to be written: it is reported only when a similar one exists.
    """
    if not snapshot.apps:
        return
    modules = snapshot.index.names.modules
    for module, span in snapshot.ruleset.modules:
        label, _, rest = module.partition(".")
        package = snapshot.apps[label].package if label in snapshot.apps else ""
        if module in modules or (package and f"{package}.{rest}" in modules):
            continue
        suggestion, is_package_unknown = suggestions.module(module)
        if suggestion or is_package_unknown:
            message = f"There is no module `{module}` in this project{did_you_mean(suggestion)}"
            yield Diagnostic(span, "error", "invalid-rules", message, remedy=_replacement(suggestion))


def _unknown_packages(snapshot: Snapshot, suggestions: Suggestions) -> Iterator[Diagnostic]:
    """Yield the entries of `project.apps` that name no package."""
    for pattern_text, span in snapshot.ruleset.packages:
        if matching_packages(pattern_text, snapshot.index.names.modules):
            continue
        is_pattern = has_wildcard(pattern_text)
        suggestion = "" if is_pattern else suggestions.module(pattern_text)[0]
        problem = "No package of this project matches" if is_pattern else "There is no package"
        ending = "" if is_pattern else f" in this project{did_you_mean(suggestion)}"
        message = f"{problem} `{pattern_text}`{ending}"
        yield Diagnostic(span, "error", "invalid-rules", message, remedy=_replacement(suggestion))


def _unknown_roots(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield the globs of source roots that match no folder with Python files."""
    for glob, span in snapshot.ruleset.roots:
        if not folders_matching(snapshot.ruleset.config.from_base([glob]), snapshot.index.facts):
            message = f"No folder with Python files matches `{glob}`\nPaths are seen from the folder of this file"
            yield Diagnostic(span, "error", "invalid-rules", message)


def _replacement(suggestion: str, span: Span | None = None) -> Remedy | None:
    return Remedy("replace", suggestion, span) if suggestion else None


def _selectors(rule: Rule) -> tuple[Selector, ...]:
    return rule.sources + rule.targets


def _unused_rules(snapshot: Snapshot, suggestions: Suggestions) -> Iterator[Diagnostic]:
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
            yield _stale_rule(rule, suggestions, _quiet_kinds(snapshot, number))


def _stale_rule(rule: Rule, suggestions: Suggestions, quiet_kinds: list[str]) -> Diagnostic:
    problem, advice, remedy = f"Rule `{rule.id}` matches no edge of this project", "", None
    for selector in _selectors(rule) if not quiet_kinds else ():
        if suggestion := suggestions.selector(selector):
            advice, remedy = (
                f"There is no `{selector.written}`{did_you_mean(suggestion)}",
                _replacement(suggestion, selector.span),
            )
            break
    remove = "Remove it, as `coupling-lsp init --prune` does" if rule.intent == "tech-debt" else "Remove it"
    message = f"{problem}\n{advice or f'{remove}, or check `from`, `to` and `via`'}"
    if quiet_kinds:
        problem = f"Rule `{rule.id}` matches only edges of kinds that are off: {', '.join(quiet_kinds)}"
        message = f"{problem}\nRemove it, turn them on under `policy: kinds:`, or name them in `via`"
    return Diagnostic(rule.span, "warning", "stale-rule", message, rule=rule, remedy=remedy)


def _quiet_kinds(snapshot: Snapshot, number: int) -> list[str]:
    """Return the kinds of the edges a rule matches, all of which policy has off."""
    certain = ((edge, it) for edge, it in snapshot.edges() if not edge.probable)
    return sorted({edge.kind for edge, it in certain if number in it.matched})


def _unused_exceptions(snapshot: Snapshot) -> Iterator[Diagnostic]:
    for exception in snapshot.idle_exceptions:
        ends = f"from `{exception.source.written}` to `{exception.target.written}`"
        message = f"No edge leads {ends}\nRemove the entry, or check its ends"
        yield Diagnostic(exception.span, "warning", "stale-rule", message)


def _due_rules(rules: tuple[Rule, ...], today: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each rule whose day has passed and, for information, whose day is near."""
    for rule in rules if today else ():
        if not rule.review_by:
            continue
        n_days = (datetime.date.fromisoformat(rule.review_by) - datetime.date.fromisoformat(today)).days
        advice = f"Decide anew{f' with {rule.owner}' if rule.owner else ''}, then move the date"
        if n_days < 0:
            message = f"Rule `{rule.id}` was to be reviewed by {rule.review_by}\n{advice}"
            yield Diagnostic(rule.review_span, "warning", "expired-rule", message, rule=rule)
        elif n_days <= _DUE_DAYS_AHEAD:
            due_phrase = f"in {wording.count(n_days, 'day')}" if n_days else "today"
            message = f"Rule `{rule.id}` is to be reviewed by {rule.review_by}, {due_phrase}\n{advice}"
            yield Diagnostic(rule.review_span, "information", "expired-rule", message, rule=rule)
