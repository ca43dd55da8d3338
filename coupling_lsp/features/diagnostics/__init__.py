"""The diagnostics of one file: verdicts on its edges, comments that silence them, faults of its rules or settings."""

from collections.abc import Iterator

from coupling_lsp.features.diagnostics import edges, ignore_comments, import_linter, own_writes, rules_file, settings
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.snapshot.state import Snapshot


def diagnostics(snapshot: Snapshot, path: str) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a file, by place. `path` may be the rules file."""
    if path and path == snapshot.ruleset.path:
        return tuple(rules_file.faults(snapshot))
    if path and path == snapshot.linted.config.path:
        return tuple(import_linter.faults(snapshot))
    extraction = snapshot.extractions.get(path)
    if extraction is None:
        return ()
    findings = [*edges.of_edges(snapshot, path), *import_linter.breaches(snapshot, path)]
    findings += [*settings.open_places(snapshot, path), *own_writes.outside_services(snapshot, path)]
    if extraction.ignores:
        findings = list(ignore_comments.without_silenced(findings, extraction.ignores))
        # Without sound rules, nothing was judged that could be silenced.
        if not snapshot.ruleset.path or snapshot.ruleset.broken:
            findings = [it for it in findings if it.code not in ignore_comments.COMMENT_CODES]
    return tuple(sorted(findings, key=lambda it: it.span))


def paths(snapshot: Snapshot) -> Iterator[str]:
    """Yield the files that may have diagnostics, the rules file and that of import-linter's contracts first."""
    if snapshot.ruleset.path:
        yield snapshot.ruleset.path
    if snapshot.linted.config.path:
        yield snapshot.linted.config.path
    candidates = set(snapshot.decisions) | {it.path for it in snapshot.unresolved_in_settings()}
    candidates |= {path for path, it in snapshot.extractions.items() if it.ignores}
    candidates |= {*snapshot.linted.paths(), *own_writes.paths(snapshot)}
    yield from sorted(candidates)


def changed_paths(old: Snapshot | None, new: Snapshot) -> set[str]:
    """Return the files whose diagnostics may differ between two snapshots of a project."""
    if old is None or old.ruleset is not new.ruleset or old.broken != new.broken:
        return {*paths(new), *(paths(old) if old is not None else ())}
    differing_paths = new.differing(old)
    files = _compared(old, new) if differing_paths is None else set(differing_paths)
    files |= import_linter.changed_paths(old, new)
    if old.decisions is not new.decisions:
        files.add(new.ruleset.path)
    open_places = [set(it.unresolved_in_settings()) for it in (old, new)]
    files |= {it.path for it in open_places[0] ^ open_places[1]}
    return files - {""}


def _compared(old: Snapshot, new: Snapshot) -> set[str]:
    """Return the files whose places or verdicts differ between any two snapshots."""
    judged_paths = old.decisions.keys() | new.decisions.keys()
    extracted_paths = old.extractions.keys() | new.extractions.keys()
    files = {path for path in judged_paths if old.decisions.get(path) is not new.decisions.get(path)}
    files |= {*own_writes.paths(old), *own_writes.paths(new)}
    return files | {path for path in extracted_paths if old.extractions.get(path) is not new.extractions.get(path)}
