"""Applies the quick fix `use-service` wherever a rule names one, each on what the ones before it left."""

from collections.abc import Mapping
from typing import NamedTuple

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.fixes import use_service
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.contents.check_findings import Finding
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


class UnfixedFinding(NamedTuple):
    """A finding that could not be fixed, at its place in the files as they were, and why."""

    finding: Finding
    reason: str


class FixResult(NamedTuple):
    """What fixing did to a project: its files that differ now, how many findings are gone, and what is left."""

    project: ProjectView
    texts: Mapping[str, Text]
    number: int
    left: tuple[UnfixedFinding, ...]


def fix_all(project: ProjectView, rule: str = "") -> FixResult:
    """Fix all that a rule names a service call for, or only what one rule does. Files are read by `project.read`."""
    texts: dict[str, Text] = {}
    state = _with_current_texts(project, rule)._replace(read=lambda path: texts.get(path) or project.read(path))
    left: list[UnfixedFinding] = []
    number = 0
    for path in paths(state.snapshot):
        found = _fixable_diagnostics(state.snapshot, path, rule)
        # The same findings where they were at first; one fix may take away several that follow each other.
        origins, at = list(found), 0
        while at < len(found):
            changes = _texts_after_fix(state, path, found[at])
            after = state.snapshot.with_texts(changes) if isinstance(changes, dict) else state.snapshot
            remaining = _fixable_diagnostics(after, path, rule)
            gone = len(found) - len(remaining)
            if isinstance(changes, str) or gone < 1:
                reason = changes if isinstance(changes, str) else "the fix of another finding stands in its way"
                left.append(UnfixedFinding(Finding(path, origins[at], project), reason))
                at += 1
                continue
            texts |= changes
            state = state._replace(snapshot=after)
            number += gone
            del origins[at : at + gone]
            found = remaining
    return FixResult(project, texts, number, tuple(left))


def _with_current_texts(project: ProjectView, rule: str) -> ProjectView:
    """The project with the files to fix as they are now, should they have changed since it was read."""
    wanted = [path for path in paths(project.snapshot) if _fixable_diagnostics(project.snapshot, path, rule)]
    texts = {path: text for path in wanted if (text := project.read(path)) is not None}
    return project._replace(snapshot=project.snapshot.with_texts(texts)) if texts else project


def _fixable_diagnostics(snapshot: Snapshot, path: str, rule: str) -> list[Diagnostic]:
    """The findings of a file whose rule names a service call."""
    return [
        it
        for it in diagnostics(snapshot, path)
        if it.edge is not None
        and it.edge.kind in ("orm-read", "orm-write")
        and it.rule is not None
        and it.rule.fix.replacement
        and rule in ("", it.rule.id)
    ]


def _texts_after_fix(project: ProjectView, path: str, it: Diagnostic) -> dict[str, Text] | str:
    """The texts after the fix of a finding, or why there is none."""
    if project.read(path) is None:
        return "the file cannot be read as UTF-8"
    offered = fixes.fixes_for(project.snapshot, path, it, project.read)
    fix = next((fix for fix in offered if fix.id == use_service.ID), None)
    if fix is None:
        assert it.rule is not None, "only findings with a rule are wanted"
        return f"the query does not fit `{it.rule.fix.replace}`, or the file would no longer parse"
    changes = {}
    for file in fix.files:
        before = project.read(file.path)
        if before is None and file.path in project.snapshot.extractions:
            return f"{project.show(file.path)} cannot be read as UTF-8"
        changes[file.path] = (before or Text(b"")).apply(file.edits)
    return changes
