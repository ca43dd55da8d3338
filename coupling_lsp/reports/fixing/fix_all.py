"""Applies the quick fix `use-service` wherever a rule names one; each fix starts from the result of the one before."""

from collections.abc import Mapping
from typing import NamedTuple

from coupling_lsp.features.diagnostics import paths
from coupling_lsp.fixes import use_service
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.contents.check_findings import Finding
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.fixing.fix_file import fix_file, fixable_diagnostics
from coupling_lsp.text import Text


class UnfixedFinding(NamedTuple):
    """A finding that could not be fixed, at its place in the unchanged files, and why."""

    finding: Finding
    reason: str


class FixResult(NamedTuple):
    """The files of a project that fixes change, how many findings are fixed, and which are not."""

    project: ProjectView
    texts: Mapping[str, Text]
    n_fixed: int
    unfixed: tuple[UnfixedFinding, ...]


def fix_all(project: ProjectView, rule: str = "") -> FixResult:
    """Fix every finding whose rule names a service call, or only those of one rule. Writes nothing."""
    texts: dict[str, Text] = {}
    state = _with_current_texts(project, rule)._replace(read=lambda path: texts.get(path) or project.read(path))
    state, new_modules = _with_service_modules(state, rule)
    unfixed_findings: list[UnfixedFinding] = []
    n_fixed_in_all = 0
    for path in paths(state.snapshot):
        n_covered, left = 1, list[tuple[Diagnostic, str]]()
        while n_covered and (fixable := fixable_diagnostics(state.snapshot, path, rule)):
            result = fix_file(state.snapshot, path, fixable, state.read)
            n_fixed_in_all += result.n_fixed
            n_covered = result.n_covered
            if result.texts:
                texts |= result.texts
                state = state._replace(snapshot=state.snapshot.with_texts(result.texts))
            left = left if left and len(left) >= len(result.left) else result.left  # At places of the unchanged file.
        unfixed_findings += [UnfixedFinding(Finding(path, it, project), reason) for it, reason in left]
    written = {path: it for path, it in texts.items() if path not in new_modules or it.data}
    return FixResult(project, written, n_fixed_in_all, tuple(unfixed_findings))


def _with_current_texts(project: ProjectView, rule: str) -> ProjectView:
    """Return the project with the files to fix as they are now, in case they changed since it was read."""
    fixable_paths = [path for path in paths(project.snapshot) if fixable_diagnostics(project.snapshot, path, rule)]
    texts = {path: text for path in fixable_paths if (text := project.read(path)) is not None}
    return project._replace(snapshot=project.snapshot.with_texts(texts)) if texts else project


def _with_service_modules(project: ProjectView, rule: str) -> tuple[ProjectView, set[str]]:
    """Return the project with the modules of services that fixes may make, empty, and their paths.

    To know a new module, the index is built anew; so it is built once for all.
    """
    snapshot = project.snapshot
    rules = {it.rule for path in paths(snapshot) for it in fixable_diagnostics(snapshot, path, rule)}
    callees = {replacement.callee for rule in rules if rule is not None for replacement in rule.fix.replacements}
    new_paths = {use_service.new_module_path(snapshot, it) for it in callees} - {""}
    new_paths = {path for path in new_paths if project.read(path) is None}
    if not new_paths:
        return project, set()
    texts = {path: Text(b"") for path in new_paths}
    read = project.read
    with_modules = project._replace(
        snapshot=snapshot.with_texts(texts), read=lambda path: read(path) or texts.get(path)
    )
    return with_modules, new_paths
