"""Applies the quick fix `use-service` wherever a rule names one; each fix starts from the result of the one before."""

from collections.abc import Mapping
from typing import NamedTuple

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.findings import Diagnostic, Refusal
from coupling_lsp.reports.contents.check_findings import Finding
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.snapshot.state import Snapshot
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
    unfixed_findings: list[UnfixedFinding] = []
    n_fixed_in_all = 0
    for path in paths(state.snapshot):
        fixable = _fixable_diagnostics(state.snapshot, path, rule)
        # The same findings where they were at first; one fix may take away several that follow each other.
        origins, position = list(fixable), 0
        while position < len(fixable):
            changes = _texts_after_fix(state, path, fixable[position])
            fixed_snapshot = state.snapshot.with_texts(changes) if isinstance(changes, dict) else state.snapshot
            still_fixable = _fixable_diagnostics(fixed_snapshot, path, rule)
            n_fixed = len(fixable) - len(still_fixable)
            if isinstance(changes, str) or n_fixed < 1:
                reason = changes if isinstance(changes, str) else "the fix of another finding stands in its way"
                unfixed_findings.append(UnfixedFinding(Finding(path, origins[position], project), reason))
                position += 1
                continue
            texts |= changes
            state = state._replace(snapshot=fixed_snapshot)
            n_fixed_in_all += n_fixed
            del origins[position : position + n_fixed]
            fixable = still_fixable
    return FixResult(project, texts, n_fixed_in_all, tuple(unfixed_findings))


def _with_current_texts(project: ProjectView, rule: str) -> ProjectView:
    """Return the project with the files to fix as they are now, in case they changed since it was read."""
    fixable_paths = [path for path in paths(project.snapshot) if _fixable_diagnostics(project.snapshot, path, rule)]
    texts = {path: text for path in fixable_paths if (text := project.read(path)) is not None}
    return project._replace(snapshot=project.snapshot.with_texts(texts)) if texts else project


def _fixable_diagnostics(snapshot: Snapshot, path: str, rule: str) -> list[Diagnostic]:
    """Return the diagnostics of a file whose rule names a service call."""
    return [
        diagnostic
        for diagnostic in diagnostics(snapshot, path)
        if diagnostic.edge is not None
        and diagnostic.edge.kind in ORM_KINDS
        and diagnostic.rule is not None
        and diagnostic.rule.fix.replacement
        and rule in ("", diagnostic.rule.id)
    ]


def _texts_after_fix(project: ProjectView, path: str, diagnostic: Diagnostic) -> dict[str, Text] | str:
    """Return the texts that the fix of a diagnostic changes, or why it cannot be fixed."""
    fix = fixes.service_fix(project.snapshot, path, diagnostic, project.read)
    if isinstance(fix, Refusal):
        return fix.reason
    changes = {}
    for file in fix.files:
        original = project.read(file.path)
        if original is None and file.path in project.snapshot.extractions:
            return f"{project.show(file.path)} cannot be read as UTF-8"
        changes[file.path] = (original or Text(b"")).apply(file.edits)
    return changes
