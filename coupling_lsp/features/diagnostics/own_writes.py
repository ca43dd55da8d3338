"""Writes of an app's own models outside its service modules, for teams that keep all writes there."""

from collections.abc import Iterator

from coupling_lsp.model.edges import OwnWrite
from coupling_lsp.model.findings import Diagnostic, Related
from coupling_lsp.model.rules import Severity, quieter
from coupling_lsp.snapshot.class_places import class_place
from coupling_lsp.snapshot.state import Snapshot

POLICY = "own-writes"


def outside_services(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each write of a file that belongs into the services of its own app, if the policy asks."""
    policy_severity = _severity(snapshot)
    resolved_file = snapshot.index.resolved.get(path)
    if policy_severity == "off" or resolved_file is None:
        return
    for own_write in resolved_file.own_writes:
        severity = quieter(policy_severity, snapshot.ruleset.severity("tests")) if own_write.test else policy_severity
        if severity != "off" and not _is_allowed(snapshot, own_write):
            problem = f"{own_write.app} writes its own {own_write.to_symbol} outside its services"
            message = f"{problem}\nLet {_writer(snapshot, own_write)} write it"
            place = class_place(snapshot, own_write.to_module, own_write.to_symbol)
            related = (
                (Related(place, f"{own_write.app}.{own_write.to_symbol} is defined here"),) if place is not None else ()
            )
            yield Diagnostic(
                snapshot.span(path, own_write.site), severity, "write-outside-services", message, related=related
            )


def paths(snapshot: Snapshot) -> Iterator[str]:
    """Yield the files that may have such diagnostics."""
    if _severity(snapshot) != "off":
        yield from (path for path, resolved_file in snapshot.index.resolved.items() if resolved_file.own_writes)


def _severity(snapshot: Snapshot) -> Severity:
    rules = snapshot.ruleset
    return rules.severity(POLICY) if rules.path and not rules.broken else "off"


def _is_allowed(snapshot: Snapshot, own_write: OwnWrite) -> bool:
    app = snapshot.apps[own_write.app]
    services = (*app.services, f"{app.package}.services")  # Those named are for others; this one is for writes anyway.
    return own_write.by_itself or any(f"{own_write.module}.".startswith(f"{service}.") for service in services)


def _writer(snapshot: Snapshot, own_write: OwnWrite) -> str:
    services = snapshot.apps[own_write.app].services
    existing_service = next((module for module in services if module in snapshot.index.names.modules), "")
    return existing_service or (services[0] if services else f"a service of {own_write.app}")
