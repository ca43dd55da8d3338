"""Faults of the `replace` and `with` of rules: what no code could match, or no call could stand for."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.features.diagnostics.suggestions import Suggestions
from coupling_lsp.fixes.service import helper, pattern, template
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.model.rules import Remedy, Replacement, Rule
from coupling_lsp.rules.suggestions import did_you_mean, similar_word
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span


class _Fault(NamedTuple):
    span: Span
    message: str
    remedy: Remedy | None = None


def faults(snapshot: Snapshot, suggestions: Suggestions) -> Iterator[Diagnostic]:
    """Yield the faults of the fixes of all rules, each at the value that has it."""
    for rule in snapshot.ruleset.rules:
        for replacement in rule.fix.replacements:
            fault = _syntax_fault(replacement) or _project_fault(snapshot, suggestions, rule, replacement)
            if fault is not None:
                message = f"{fault.message}, so rule `{rule.id}` offers no quick fix"
                yield Diagnostic(fault.span, "error", "invalid-rules", message, rule=rule, remedy=fault.remedy)


def _syntax_fault(replacement: Replacement) -> _Fault | None:
    query, call, query_span, call_span = replacement
    for key, code, span in (("replace", query, query_span), ("with", call, call_span)):
        if not pattern.is_valid(code):
            return _Fault(span, f"`{key}` is no Python expression")
    if not template.is_service_call(call):
        return _Fault(call_span, "`with` is no call by a dotted path, such as `billing.services.find($NAME)`")
    wanted, given = pattern.placeholders(call), pattern.placeholders(query)
    for name in wanted:
        if name not in given:
            suggestion = similar_word(name, given)
            question = did_you_mean(f"${suggestion}" if suggestion else "")
            return _Fault(call_span, f"`with` has `${name}`, which `replace` does not have{question}")
    dropped = [name for name in given if name not in wanted]
    return _Fault(call_span, f"`with` leaves out `${dropped[0]}` of `replace`") if dropped else None


def _project_fault(snapshot: Snapshot, suggestions: Suggestions, rule: Rule, replacement: Replacement) -> _Fault | None:
    """Return what the project has not: the model of the pattern, the module of the call."""
    if not snapshot.apps or snapshot.layout.partial:
        return None
    model = pattern.model_name(replacement.pattern)
    models = _models(snapshot, rule)
    if models and model and model not in models:
        suggestion = similar_word(model, models)
        return _Fault(replacement.pattern_span, f"`{model}` is no model of what `to` names{did_you_mean(suggestion)}")
    callee = replacement.callee
    function = helper.place(snapshot, callee)
    package = function.module.rpartition(".")[0]
    if not function.path and not snapshot.index.names.modules.is_package(package):
        suggestion, _ = suggestions.module(callee.rpartition(".")[0])
        remedy = _replaced_module(replacement.call, callee, suggestion) if suggestion else None
        message = f"There is no module `{callee.rpartition('.')[0]}` in this project{did_you_mean(suggestion)}"
        return _Fault(replacement.call_span, message, remedy)
    return None


def _models(snapshot: Snapshot, rule: Rule) -> set[str]:
    """Return the names of the models of the apps that a rule leads to; none where a wildcard stands for the app."""
    labels = {it.app for it in rule.targets}
    if any("*" in label for label in labels):
        return set()
    owner = snapshot.index.apps.owner
    return {it.name for it in snapshot.index.types.registry.values() if owner(it.module) in labels}


def _replaced_module(call: str, callee: str, module: str) -> Remedy:
    return Remedy("replace", call.replace(callee.rpartition(".")[0], module, 1))
