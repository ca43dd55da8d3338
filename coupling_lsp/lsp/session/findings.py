"""Diagnostics of a folder by absolute path: of one file, and of all that differ between two states of the folder."""

from coupling_lsp.features import diagnostics
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.workspace.folder import Folder

Findings = dict[str, tuple[Diagnostic, ...]]
"""Diagnostics by absolute path."""


def findings_between(previous: Folder | None, current: Folder) -> Findings:
    """Return the diagnostics of all files for which they may differ between two states of a folder."""
    paths: set[str] = set()
    previous_projects = {it.found.root: it for it in previous.projects} if previous is not None else {}
    for project in current.projects:
        counterpart = previous_projects.pop(project.found.root, None)
        previous_snapshot = counterpart.snapshot if counterpart is not None else None
        if previous_snapshot is not project.snapshot:
            changed_paths = diagnostics.changed(previous_snapshot, project.snapshot)
            paths |= {current.absolute(path) for path in changed_paths}
    for project in previous_projects.values():
        paths |= {current.absolute(path) for path in diagnostics.paths(project.snapshot)}
    return {path: findings_of(current, path) for path in paths}


def findings_of(folder: Folder, path: str) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a file. Of a rules file that several projects share, those on which all agree."""
    sharing = [(project, own) for project in folder.projects if (own := project.judged_by(path)) is not None]
    if len(sharing) < 2:
        location = folder.locate(path)
        return diagnostics.diagnostics(location[0].snapshot, location[1]) if location is not None else ()
    by_project = [diagnostics.diagnostics(project.snapshot, own) for project, own in sharing]
    keys = [{(it.span, it.code, it.message) for it in findings} for findings in by_project]
    return tuple(it for it in by_project[0] if all((it.span, it.code, it.message) in key for key in keys))


def no_findings(folder: Folder) -> Findings:
    """Return an empty list of diagnostics for every file of a folder that may have some: what takes them back."""
    paths = (folder.absolute(path) for project in folder.projects for path in diagnostics.paths(project.snapshot))
    return dict.fromkeys(paths, ())
