"""May one app use something of another? What the rules say of an edge before anybody writes it."""

import re
from collections.abc import Iterator
from typing import Any

from coupling_lsp.features import owners, wording
from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision, Rule
from coupling_lsp.reports.agents.names import Named, UnknownNameError, find
from coupling_lsp.reports.project import Project
from coupling_lsp.rules import contracts
from coupling_lsp.rules.matching.matcher import Matcher

_FUNCTION = re.compile(r"^(?:async )?def ([a-z]\w*)\(", re.M)
_MOST_HELPERS = 20

_ANSWERS = {
    "approved": "yes: it was agreed to",
    "tech-debt": "better not: it would be agreed tech debt",
    "forbidden": "no: a rule forbids it",
    "undeclared": "not without a decision: no rule speaks of it",
}


def may_use(project: Project, source: str, target: str, kind: Kind) -> dict[str, Any]:
    """The verdict on an edge of a kind, its rule, reason and owner, and what to call instead."""
    snapshot = project.snapshot
    if not snapshot.ruleset.path:
        raise UnknownNameError("This project has no rules.yaml, so no use of another app is judged")
    begin, end = find(project, source), find(project, target)
    if kind != "import" and not end.symbol:
        raise UnknownNameError(f"Name a model, as in `{end.app}.Model`: an edge of kind {kind} leads to one")
    asked = {"from": begin.told, "to": end.told, "kind": kind}
    if begin.app == end.app:
        return {**asked, "answer": "yes: both are in one app", "verdict": "approved"}
    if snapshot.apps[end.app].shared:
        return {**asked, "answer": f"yes: every app may use {end.app}", "verdict": "approved"}
    decided = _decisions(project, begin, end, kind)
    told = [_told(project, decision, modules, begin, end, kind) for decision, modules in decided.items()]
    broken = _broken(project, begin.app, end.app)
    answer = told[0] if len(told) == 1 else {"answer": "it depends on the module", "cases": told}
    return {**asked, **answer, **broken, "helpers": list(_helpers(project, end))}


def _decisions(project: Project, begin: Named, end: Named, kind: Kind) -> dict[Decision, list[str]]:
    """Each decision, with the modules it holds for: those of the app, when no module is named."""
    snapshot = project.snapshot
    matcher = Matcher(snapshot.ruleset, snapshot.apps)
    package = snapshot.apps[begin.app].package
    every = [name for name in snapshot.index.names.modules.paths if snapshot.index.apps.owner(name) == begin.app]
    symbol = "" if kind == "import" else begin.symbol
    found: dict[Decision, list[str]] = {}
    for module in [begin.module] if begin.module else every or [package]:
        edge = _edge(begin.app, module, symbol, end, kind, package)
        found.setdefault(matcher.decide(edge)._replace(matched=()), []).append(module)
    return found


def _edge(app: str, module: str, symbol: str, end: Named, kind: Kind, package: str) -> Edge:
    to_module = end.module or package
    return Edge(kind, "", app, module, symbol, "", 0, end.app, to_module, end.symbol, "", "utility", "eager", False)


def _told(
    project: Project, decision: Decision, modules: list[str], begin: Named, end: Named, kind: Kind
) -> dict[str, Any]:
    snapshot, rule = project.snapshot, decision.rule
    edge = _edge(begin.app, modules[0], begin.symbol, end, kind, modules[0])
    told: dict[str, Any] = {"answer": _ANSWERS[decision.verdict], "verdict": decision.verdict}
    if not begin.module:
        told["modules"] = modules
    if rule is not None:
        told |= {"rule": rule.id, "why": rule.why, **_instead(rule)}
        told["sites_today"] = sum(it.rule is rule for _, it in snapshot.edges())
        told["written_at"] = project.place(snapshot.ruleset.path, *rule.span[:2])
        if rule.review_by:
            told["review_by"] = rule.review_by
    else:
        told["do"] = f"Call a service of {end.app}, or write a rule with a reason into {snapshot.ruleset.path}"
    return told | {"owners": list(owners.edge_owners(snapshot, edge, rule))}


def _instead(rule: Rule) -> dict[str, str]:
    parts = {"advice": rule.fix.advice, "replace": rule.fix.replace, "call_instead": rule.fix.replacement}
    return {key: value for key, value in parts.items() if value}


def _broken(project: Project, source: str, target: str) -> dict[str, Any]:
    """The contracts the edge would break, which count whatever rules say."""
    pairs = {*contracts.edge_counts(edge for edge, _ in project.snapshot.edges()), (source, target)}
    found = [
        {"contract": it.id, "why": it.why}
        for it in project.snapshot.ruleset.contracts
        if (source, target) in contracts.broken_pairs(it, pairs)
    ]
    return {"answer": f"no: the contract {found[0]['contract']} does not allow it", "breaks": found} if found else {}


def _helpers(project: Project, end: Named) -> Iterator[str]:
    """The functions in the services of an app that speak of a model; all of them where none does."""
    snapshot = project.snapshot
    found: list[tuple[str, bool]] = []
    for module in snapshot.apps[end.app].services:
        path = snapshot.index.names.modules.paths.get(module)
        text = str(project.read(path) or "") if path is not None else ""
        starts = [*_FUNCTION.finditer(text)]
        for match, following in zip(starts, [*starts[1:], None], strict=False):
            stop = following.start() if following is not None else len(text)
            speaks = bool(end.symbol) and re.search(rf"\b{re.escape(end.symbol)}\b", text[match.start() : stop])
            found.append((f"{module}.{match[1]}", bool(speaks)))
    speaking = [name for name, speaks in found if speaks] or [name for name, _ in found]
    yield from speaking[:_MOST_HELPERS]
    if len(speaking) > _MOST_HELPERS:
        yield f"and {wording.count(len(speaking) - _MOST_HELPERS, 'more function')}"
