"""Diagnostics of edges: what the rules and contracts say of them, and imports that hide where they lead."""

from collections.abc import Iterator

from coupling_lsp.features import wording
from coupling_lsp.fixes.service import pattern
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, Place, Related
from coupling_lsp.model.rules import Code, Decision, Severity, quieter
from coupling_lsp.snapshot.class_places import class_place
from coupling_lsp.snapshot.state import Snapshot

_INFERRED_NOTE = "jedi infers it, so no check fails by it; an annotation makes it certain"


def of_edges(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    """Yield the diagnostics of the edges of a file: verdicts, re-export shims and broken contracts."""
    definitions: dict[tuple[str, str], Place | None] = {}
    contract_severity = snapshot.ruleset.severity("contracts")
    for edge, decision in snapshot.edges_of(path):
        span = snapshot.span(path, edge.site)
        code, severity = _judge(snapshot, edge, decision)
        if severity != "off":
            message = _message(snapshot, edge, decision, code)
            related = tuple(_related(snapshot, edge, decision, definitions))
            yield Diagnostic(span, severity, code, message, edge, decision.rule, related)
        if edge.through and (shim := _shim(snapshot, edge)) is not None:
            yield shim
        if contract_severity != "off" and (breach := snapshot.breaks(edge)) is not None:
            contract = breach.contract
            lines = [f"{wording.sentence(edge)}, against the contract `{contract.id}`", breach.detail, contract.why]
            place = Related(Place(snapshot.ruleset.path, contract.span), f"Contract `{contract.id}`")
            message = "\n".join(filter(None, lines))
            yield Diagnostic(span, contract_severity, "contract-broken", message, edge, None, (place,))


def _shim(snapshot: Snapshot, edge: Edge) -> Diagnostic | None:
    """Return an import that takes another app's name from an app that only passes it on."""
    shim_app = snapshot.index.apps.owner(edge.through)
    severity = snapshot.ruleset.severity("reexport-shim")
    if not snapshot.ruleset.path or edge.test or severity == "off" or shim_app in ("", edge.to_app):
        return None
    message = (
        f"{edge.app} takes {edge.target} from {edge.through}, which only passes it on\n"
        f"The dependency on {edge.to_app} is hidden\nImport it from {edge.to_module}"
    )
    return Diagnostic(snapshot.span(edge.path, edge.site), severity, "reexport-shim", message, edge)


def _judge(snapshot: Snapshot, edge: Edge, decision: Decision) -> tuple[Code, Severity]:
    """Return the code and severity of a verdict; `off` for one that is not shown."""
    rules = snapshot.ruleset
    code: Code
    if not rules.path or decision.verdict == "approved" or not rules.judges(edge, decision.rule):
        return "undeclared-edge", "off"
    if decision.verdict == "undeclared":
        writes = edge.kind == "orm-write"
        code = "write-outside-services" if writes else "undeclared-edge"
        severity = rules.undeclared_severity(edge)
        if rules.broken:
            severity = "off"
    elif decision.verdict == "tech-debt":
        code, severity = "tech-debt", rules.severity("tech-debt")
    else:
        code, severity = "forbidden-edge", rules.severity("forbidden")
    if edge.test:
        severity = quieter(severity, rules.severity("tests"))
    if edge.probable:
        severity = quieter(severity, "information")
    return code, severity


def _message(snapshot: Snapshot, edge: Edge, decision: Decision, code: Code) -> str:
    """Return the message of a verdict: what, why, and what to do, on at most three lines."""
    rule = decision.rule
    if rule is None:
        service = _service(snapshot, edge.to_app)
        helper = f", or use {service}" if service and edge.symbol_kind == "model" else ""
        if code == "write-outside-services":
            writer = service or f"a service of {edge.to_app}"
            lines = [f"{wording.sentence(edge)} outside the services of {edge.to_app}", f"Let {writer} write it"]
            lines += [_INFERRED_NOTE] if edge.probable else []
        elif edge.probable:
            lines = [f"{wording.sentence(edge)}, and no rule speaks of it", _INFERRED_NOTE]
        else:
            lines = [f"{wording.sentence(edge)}, and no rule speaks of it", f"Approve it with a reason{helper}"]
        return "\n".join(lines)
    outcome = "which is agreed tech debt" if decision.verdict == "tech-debt" else "which is forbidden"
    calls = wording.calls(pattern.replacements_of(edge.to_symbol, rule.fix.replacements))
    advice = rule.fix.advice or (f"Use {calls}" if calls else "")
    advice = _INFERRED_NOTE if edge.probable else advice
    return "\n".join(filter(None, (f"{wording.sentence(edge)}, {outcome}", rule.why, advice)))


def _service(snapshot: Snapshot, label: str) -> str:
    """Return the first service module of an app that exists, or nothing."""
    app = snapshot.apps.get(label)
    services = app.services if app is not None else ()
    return next((module for module in services if module in snapshot.index.names.modules), "")


def _related(
    snapshot: Snapshot, edge: Edge, decision: Decision, definitions: dict[tuple[str, str], Place | None]
) -> Iterator[Related]:
    if decision.rule is not None:
        yield Related(Place(snapshot.ruleset.path, decision.rule.span), f"Rule `{decision.rule.id}`")
    key = edge.to_module, edge.to_symbol
    if key not in definitions:
        definitions[key] = class_place(snapshot, *key)
    place = definitions[key]
    if place is not None:
        yield Related(place, f"{edge.target} is defined here")
