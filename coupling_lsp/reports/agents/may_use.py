"""Answers to whether one app may use something of another, before anybody writes the edge."""

import re
from collections.abc import Iterator
from typing import Any

from coupling_lsp.features import owners, wording
from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.rules import Decision, Rule
from coupling_lsp.reports.agents.name_lookup import EndName, UnknownNameError, look_up
from coupling_lsp.reports.contents.hypothetical_edge import hypothetical_edge
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules import contracts
from coupling_lsp.rules.matching.matcher import Matcher

_FUNCTION_PATTERN = re.compile(r"^(?:async )?def ([a-z]\w*)\(", re.M)
_MAX_HELPERS = 20
"""Functions offered to call instead; a last line tells how many more there are."""

_VERDICT_ANSWERS = {
    "approved": "yes: it was agreed to",
    "tech-debt": "better not: it would be agreed tech debt",
    "forbidden": "no: a rule forbids it",
    "undeclared": "not without a decision: no rule speaks of it",
}


def may_use(project: ProjectView, source: str, target: str, kind: Kind) -> dict[str, Any]:
    """Return the verdict on an edge of a kind, its rule, reason and owner, and what to call instead.

    Raises `UnknownNameError` where a name stands for nothing, or there are no rules to judge by.
    """
    snapshot = project.snapshot
    if not snapshot.ruleset.path:
        raise UnknownNameError("This project has no rules.yaml, so no use of another app is judged")
    source_end, target_end = look_up(project, source), look_up(project, target)
    if kind != "import" and not target_end.symbol:
        raise UnknownNameError(f"Name a model, as in `{target_end.app}.Model`: an edge of kind {kind} leads to one")
    question = {"from": source_end.text, "to": target_end.text, "kind": kind}
    if source_end.app == target_end.app:
        return {**question, "answer": "yes: both are in one app", "verdict": "approved"}
    if snapshot.apps[target_end.app].shared:
        return {**question, "answer": f"yes: every app may use {target_end.app}", "verdict": "approved"}
    decisions = _decisions(project, source_end, target_end, kind)
    cases = [
        _decision_answer(project, decision, modules, source_end, target_end, kind)
        for decision, modules in decisions.items()
    ]
    contract_answer = _broken_contracts(project, source_end.app, target_end.app)
    decision_answer = cases[0] if len(cases) == 1 else {"answer": "it depends on the module", "cases": cases}
    return {**question, **decision_answer, **contract_answer, "helpers": list(_helpers(project, target_end))}


def _decisions(project: ProjectView, source_end: EndName, target_end: EndName, kind: Kind) -> dict[Decision, list[str]]:
    """Return each decision with the modules it holds for: all of the app's, unless the source names one."""
    snapshot = project.snapshot
    matcher = Matcher(snapshot.ruleset, snapshot.apps)
    source_app = snapshot.apps[source_end.app]
    modules = [name for name in snapshot.index.names.modules.paths if snapshot.index.apps.owner(name) == source_end.app]
    symbol = "" if kind == "import" else source_end.symbol
    modules_by_decision: dict[Decision, list[str]] = {}
    for module in [source_end.module] if source_end.module else modules or [source_app.package]:
        edge = hypothetical_edge(
            kind,
            app=source_app.label,
            module=module,
            symbol=symbol,
            to_app=target_end.app,
            to_module=target_end.module or source_app.package,
            to_symbol=target_end.symbol,
        )
        modules_by_decision.setdefault(matcher.decide(edge)._replace(matched=()), []).append(module)
    return modules_by_decision


def _decision_answer(
    project: ProjectView, decision: Decision, modules: list[str], source_end: EndName, target_end: EndName, kind: Kind
) -> dict[str, Any]:
    snapshot, rule = project.snapshot, decision.rule
    edge = hypothetical_edge(
        kind,
        app=source_end.app,
        module=modules[0],
        symbol=source_end.symbol,
        to_app=target_end.app,
        to_module=target_end.module or modules[0],
        to_symbol=target_end.symbol,
    )
    answer: dict[str, Any] = {"answer": _VERDICT_ANSWERS[decision.verdict], "verdict": decision.verdict}
    if not source_end.module:
        answer["modules"] = modules
    if rule is not None:
        answer |= {"rule": rule.id, "why": rule.why, **_fix(rule)}
        answer["sites_today"] = sum(it.rule is rule for _, it in snapshot.edges())
        answer["written_at"] = project.place(snapshot.ruleset.path, *rule.span[:2])
        if rule.review_by:
            answer["review_by"] = rule.review_by
    else:
        answer["do"] = f"Call a service of {target_end.app}, or write a rule with a reason into {snapshot.ruleset.path}"
    return answer | {"owners": list(owners.edge_owners(snapshot, edge, rule))}


def _fix(rule: Rule) -> dict[str, Any]:
    advice = {"advice": rule.fix.advice} if rule.fix.advice else {}
    pairs = [{"replace": it.pattern, "call_instead": it.call} for it in rule.fix.replacements]
    return {**advice, **(pairs[0] if pairs else {}), **({"further": pairs[1:]} if pairs[1:] else {})}


def _broken_contracts(project: ProjectView, source: str, target: str) -> dict[str, Any]:
    """Return the answer that contracts give, whatever rules say; empty when the edge breaks none."""
    pairs = {*contracts.edge_counts(edge for edge, _ in project.snapshot.edges()), (source, target)}
    breaks = [
        {"contract": contract.id, "why": contract.why}
        for contract in project.snapshot.ruleset.contracts
        if (source, target) in contracts.broken_pairs(contract, pairs)
    ]
    return {"answer": f"no: the contract {breaks[0]['contract']} does not allow it", "breaks": breaks} if breaks else {}


def _helpers(project: ProjectView, target_end: EndName) -> Iterator[str]:
    """Yield the functions in the target app's services that mention the model, or all of them where none does."""
    snapshot = project.snapshot
    functions: list[tuple[str, bool]] = []
    for module in snapshot.apps[target_end.app].services:
        path = snapshot.index.names.modules.paths.get(module)
        text = str(project.read(path) or "") if path is not None else ""
        starts = [*_FUNCTION_PATTERN.finditer(text)]
        for match, next_match in zip(starts, [*starts[1:], None], strict=False):
            stop = next_match.start() if next_match is not None else len(text)
            mentions_model = bool(target_end.symbol) and re.search(
                rf"\b{re.escape(target_end.symbol)}\b", text[match.start() : stop]
            )
            functions.append((f"{module}.{match[1]}", bool(mentions_model)))
    helpers = [name for name, mentions_model in functions if mentions_model] or [name for name, _ in functions]
    yield from helpers[:_MAX_HELPERS]
    if len(helpers) > _MAX_HELPERS:
        yield f"and {wording.count(len(helpers) - _MAX_HELPERS, 'more function')}"
