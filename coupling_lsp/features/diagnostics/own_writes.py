"""Writes of an app's own models outside its service modules, for teams that keep all writes there."""

from collections.abc import Iterator

from coupling_lsp.model.edges import OwnWrite
from coupling_lsp.model.findings import Diagnostic, Related
from coupling_lsp.model.rules import Severity, quieter
from coupling_lsp.snapshot.state import Snapshot

POLICY = "own-writes"


def outside_services(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    """The writes of a file that belong into the services of its own app; none unless the policy asks for them."""
    loudest = _severity(snapshot)
    found = snapshot.index.resolved.get(path)
    if loudest == "off" or found is None:
        return
    for it in found.own_writes:
        severity = quieter(loudest, snapshot.ruleset.severity("tests")) if it.test else loudest
        if severity != "off" and not _is_allowed(snapshot, it):
            told = f"{it.app} writes its own {it.to_symbol} outside its services\nLet {_writer(snapshot, it)} write it"
            place = snapshot.definition(it.to_module, it.to_symbol)
            related = (Related(place, f"{it.app}.{it.to_symbol} is defined here"),) if place is not None else ()
            yield Diagnostic(snapshot.span(path, it.site), severity, "write-outside-services", told, related=related)


def paths(snapshot: Snapshot) -> Iterator[str]:
    """The files that may have such diagnostics."""
    if _severity(snapshot) != "off":
        yield from (path for path, found in snapshot.index.resolved.items() if found.own_writes)


def _severity(snapshot: Snapshot) -> Severity:
    rules = snapshot.ruleset
    return rules.severity(POLICY) if rules.path and not rules.broken else "off"


def _is_allowed(snapshot: Snapshot, it: OwnWrite) -> bool:
    app = snapshot.apps[it.app]
    services = (*app.services, f"{app.package}.services")  # Those named are for others; this one is for writes anyway.
    return it.by_itself or any(f"{it.module}.".startswith(f"{service}.") for service in services)


def _writer(snapshot: Snapshot, it: OwnWrite) -> str:
    services = snapshot.apps[it.app].services
    there = next((module for module in services if module in snapshot.index.names.modules), "")
    return there or (services[0] if services else f"a service of {it.app}")
