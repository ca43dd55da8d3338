"""The diagnostics of one file: verdicts on its edges, comments that silence them, faults of its rules or settings."""

from collections.abc import Iterable, Iterator

from coupling_lsp.features import linted, own_writes, rule_faults, words
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Ignore
from coupling_lsp.model.findings import Diagnostic, Place, Related
from coupling_lsp.model.rules import CODES, Code, Decision, Severity, quieter
from coupling_lsp.snapshot.state import Snapshot

_PROBABLE = "jedi infers it, so no check fails by it; an annotation makes it certain"
_OF_COMMENTS = ("unused-ignore", "ignore-without-reason")


def diagnostics(snapshot: Snapshot, path: str) -> tuple[Diagnostic, ...]:
    """What to show in a file, by place. `path` may be the rules file."""
    if path and path == snapshot.ruleset.path:
        return tuple(rule_faults.faults(snapshot))
    if path and path == snapshot.linted.config.path:
        return tuple(linted.faults(snapshot))
    extraction = snapshot.extractions.get(path)
    if extraction is None:
        return ()
    found = [*_edges(snapshot, path), *linted.breaches(snapshot, path), *_settings(snapshot, path)]
    found += own_writes.outside_services(snapshot, path)
    if extraction.ignores:
        found = list(_silenced(found, extraction.ignores))
        if not snapshot.ruleset.path or snapshot.ruleset.broken:
            found = [it for it in found if it.code not in _OF_COMMENTS]  # Nothing was judged that could be silenced.
    return tuple(sorted(found, key=lambda it: it.span))


def paths(snapshot: Snapshot) -> Iterator[str]:
    """The files that may have diagnostics, the rules file and that of import-linter's contracts first."""
    if snapshot.ruleset.path:
        yield snapshot.ruleset.path
    if snapshot.linted.config.path:
        yield snapshot.linted.config.path
    shown = set(snapshot.decisions) | {it.path for it in snapshot.index.settings.unresolved}
    shown |= {path for path, it in snapshot.extractions.items() if it.ignores}
    shown |= {*snapshot.linted.paths(), *own_writes.paths(snapshot)}
    yield from sorted(shown)


def changed(before: Snapshot | None, after: Snapshot) -> set[str]:
    """The files whose diagnostics may differ between two snapshots of a project."""
    if before is None or before.ruleset is not after.ruleset or before.broken != after.broken:
        return {*paths(after), *(paths(before) if before is not None else ())}
    differing = after.differing(before)
    found = _compared(before, after) if differing is None else set(differing)
    found |= linted.changed(before, after)
    if before.decisions is not after.decisions:
        found.add(after.ruleset.path)
    if before.index.settings != after.index.settings:
        found |= {it.path for settings in (before, after) for it in settings.index.settings.unresolved}
    return found - {""}


def _compared(before: Snapshot, after: Snapshot) -> set[str]:
    """The files whose places or verdicts differ between any two snapshots."""
    judged = before.decisions.keys() | after.decisions.keys()
    read = before.extractions.keys() | after.extractions.keys()
    found = {path for path in judged if before.decisions.get(path) is not after.decisions.get(path)}
    found |= {*own_writes.paths(before), *own_writes.paths(after)}
    return found | {path for path in read if before.extractions.get(path) is not after.extractions.get(path)}


def _edges(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    defined: dict[tuple[str, str], Place | None] = {}
    against = snapshot.ruleset.severity("contracts")
    for edge, decision in snapshot.edges_of(path):
        span = snapshot.span(path, edge.site)
        code, severity = _judge(snapshot, edge, decision)
        if severity != "off":
            message = _message(snapshot, edge, decision, code)
            related = tuple(_related(snapshot, edge, decision, defined))
            yield Diagnostic(span, severity, code, message, edge, decision.rule, related)
        if edge.through and (shim := _shim(snapshot, edge)) is not None:
            yield shim
        if against != "off" and (broken := snapshot.breaks(edge)) is not None:
            contract = broken.contract
            lines = [f"{words.sentence(edge)}, against the contract `{contract.id}`", broken.detail, contract.why]
            place = Related(Place(snapshot.ruleset.path, contract.span), f"Contract `{contract.id}`")
            message = "\n".join(filter(None, lines))
            yield Diagnostic(span, against, "contract-broken", message, edge, None, (place,))


def _shim(snapshot: Snapshot, edge: Edge) -> Diagnostic | None:
    """An import that takes another app's name from an app that only passes it on."""
    passing = snapshot.index.apps.owner(edge.through)
    severity = snapshot.ruleset.severity("reexport-shim")
    if not snapshot.ruleset.path or edge.test or severity == "off" or passing in ("", edge.to_app):
        return None
    message = (
        f"{edge.app} takes {edge.target} from {edge.through}, which only passes it on\n"
        f"The dependency on {edge.to_app} is hidden\nImport it from {edge.to_module}"
    )
    return Diagnostic(snapshot.span(edge.path, edge.site), severity, "reexport-shim", message, edge)


def _judge(snapshot: Snapshot, edge: Edge, decision: Decision) -> tuple[Code, Severity]:
    """The code and severity of a verdict; `off` for one that is not shown."""
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
    """What, why, and what to do, on at most three lines."""
    rule = decision.rule
    if rule is None:
        service = _service(snapshot, edge.to_app)
        helper = f", or use {service}" if service and edge.symbol_kind == "model" else ""
        if code == "write-outside-services":
            writer = service or f"a service of {edge.to_app}"
            lines = [f"{words.sentence(edge)} outside the services of {edge.to_app}", f"Let {writer} write it"]
            lines += [_PROBABLE] if edge.probable else []
        elif edge.probable:
            lines = [f"{words.sentence(edge)}, and no rule speaks of it", _PROBABLE]
        else:
            lines = [f"{words.sentence(edge)}, and no rule speaks of it", f"Approve it with a reason{helper}"]
        return "\n".join(lines)
    what = "which is agreed tech debt" if decision.verdict == "tech-debt" else "which is forbidden"
    advice = rule.fix.advice or (f"Use {rule.fix.replacement}" if rule.fix.replacement else "")
    advice = _PROBABLE if edge.probable else advice
    return "\n".join(filter(None, (f"{words.sentence(edge)}, {what}", rule.why, advice)))


def _service(snapshot: Snapshot, label: str) -> str:
    """The first service module of an app that exists, or nothing."""
    app = snapshot.apps.get(label)
    services = app.services if app is not None else ()
    return next((module for module in services if module in snapshot.index.names.modules), "")


def _related(
    snapshot: Snapshot, edge: Edge, decision: Decision, defined: dict[tuple[str, str], Place | None]
) -> Iterator[Related]:
    if decision.rule is not None:
        yield Related(Place(snapshot.ruleset.path, decision.rule.span), f"Rule `{decision.rule.id}`")
    key = edge.to_module, edge.to_symbol
    if key not in defined:
        defined[key] = snapshot.definition(*key)
    place = defined[key]
    if place is not None:
        yield Related(place, f"{edge.target} is defined here")


def _settings(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    for it in snapshot.index.settings.unresolved:
        if it.path == path:
            message = (
                "Which apps this installs cannot be read from the source\n"
                f"It is left out: {it.reason}\nApps found on disk fill in; write the names as text to be exact"
            )
            yield Diagnostic(snapshot.span(path, it.site), "information", "unresolved-app", message)


def _silenced(found: Iterable[Diagnostic], ignores: tuple[Ignore, ...]) -> Iterator[Diagnostic]:
    """The diagnostics no comment silences, and those about the comments themselves."""
    used: set[Ignore] = set()
    for it in found:
        by = next((i for i in ignores if i.line == it.span.line and (not i.codes or it.code in i.codes)), None)
        if by is None:
            yield it
        elif it.edge is None or not it.edge.probable:
            used.add(by)
    for ignore in ignores:
        if ignore not in used:
            known = [code for code in ignore.codes if code not in CODES]
            what = f"There is no code `{known[0]}`" if known else "This comment silences nothing on its line"
            yield Diagnostic(ignore.span, "warning", "unused-ignore", f"{what}\nRemove the comment")
        elif not ignore.reason:
            message = "This comment does not say why the line is silenced\nWrite the reason behind the bracket"
            yield Diagnostic(ignore.span, "warning", "ignore-without-reason", message)
