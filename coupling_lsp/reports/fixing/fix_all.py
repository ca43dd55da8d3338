"""Applies the quick fix `use-service` wherever a rule names one; each fix starts from the result of the one before."""

from collections.abc import Mapping
from typing import NamedTuple

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.fixes import proof, use_service
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.findings import Diagnostic, Refusal
from coupling_lsp.reports.contents.check_findings import Finding
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.fixing.moved_places import moved
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, TextEdit


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


class _FileResult(NamedTuple):
    """The texts that the fixes in one file change, and the findings that are left there, with the reasons.

    Findings in the code that a fix replaces, such as a query in a query, are `covered`: they have a new place.
    """

    texts: dict[str, Text]
    left: list[tuple[Diagnostic, str]]
    n_fixed: int
    n_covered: int


def fix_all(project: ProjectView, rule: str = "") -> FixResult:
    """Fix every finding whose rule names a service call, or only those of one rule. Writes nothing."""
    texts: dict[str, Text] = {}
    state = _with_current_texts(project, rule)._replace(read=lambda path: texts.get(path) or project.read(path))
    state, new_modules = _with_service_modules(state, rule)
    unfixed_findings: list[UnfixedFinding] = []
    n_fixed_in_all = 0
    for path in paths(state.snapshot):
        n_covered, left = 1, list[tuple[Diagnostic, str]]()
        while n_covered and (fixable := _fixable_diagnostics(state.snapshot, path, rule)):
            result = _fix_file(state, path, fixable, is_proved=False)
            if not _is_sound(state, result):
                result = _fix_file(state, path, fixable, is_proved=True)
            n_fixed_in_all += result.n_fixed
            n_covered = result.n_covered
            if result.texts:
                texts |= result.texts
                state = state._replace(snapshot=state.snapshot.with_texts(result.texts))
            left = left if left and len(left) >= len(result.left) else result.left  # At places of the unchanged file.
        unfixed_findings += [UnfixedFinding(Finding(path, it, project), reason) for it, reason in left]
    written = {path: it for path, it in texts.items() if path not in new_modules or it.data}
    return FixResult(project, written, n_fixed_in_all, tuple(unfixed_findings))


def _is_sound(project: ProjectView, result: _FileResult) -> bool:
    """Return whether the files that fixes leave are proved to be as good as before."""
    return not any(proof.fault(project.read(path), text) for path, text in result.texts.items())


def _fix_file(project: ProjectView, path: str, fixable: list[Diagnostic], *, is_proved: bool) -> _FileResult:
    """Fix the findings of one file, one after the other; the places of those behind a fix move with the text.

    To prove each fix takes longer than to prove them all, which shows less.
    """
    texts: dict[str, Text] = {}
    left: list[tuple[Diagnostic, str]] = []

    def read(path: str) -> Text | None:
        return texts[path] if path in texts else project.read(path)

    places: list[Span | None] = [it.span for it in fixable]
    n_fixed = n_covered = 0
    for number, diagnostic in enumerate(fixable):
        place = places[number]
        if place is None:
            n_covered += 1
            continue
        fix = _changes(project, path, diagnostic._replace(span=place), read, is_proved)
        if isinstance(fix, str):
            left.append((diagnostic, fix))
            continue
        n_fixed += 1
        before = read(path) or Text(b"")
        for edited_path, (after, edits) in fix.items():
            if edited_path == path:
                places[number:] = [
                    moved(it, before, after, edits) if it is not None else None for it in places[number:]
                ]
            texts[edited_path] = after
    return _FileResult(texts, left, n_fixed, n_covered)


_Changes = dict[str, tuple[Text, tuple[TextEdit, ...]]]
"""The text of each file after a fix, and the edits that make it."""


def _changes(
    project: ProjectView, path: str, diagnostic: Diagnostic, read: ReadText, is_proved: bool
) -> _Changes | str:
    """Return the texts that the fix of a diagnostic gives, with its edits, or why it cannot be fixed."""
    fix = fixes.service_fix(project.snapshot, path, diagnostic, read, is_proved=is_proved)
    if isinstance(fix, Refusal):
        return fix.reason
    changes: _Changes = {}
    for file in fix.files:
        original = read(file.path)
        if original is None and file.path in project.snapshot.extractions:
            return f"{project.show(file.path)} cannot be read as UTF-8"
        changes[file.path] = (original or Text(b"")).apply(file.edits), file.edits
    return changes


def _with_current_texts(project: ProjectView, rule: str) -> ProjectView:
    """Return the project with the files to fix as they are now, in case they changed since it was read."""
    fixable_paths = [path for path in paths(project.snapshot) if _fixable_diagnostics(project.snapshot, path, rule)]
    texts = {path: text for path in fixable_paths if (text := project.read(path)) is not None}
    return project._replace(snapshot=project.snapshot.with_texts(texts)) if texts else project


def _with_service_modules(project: ProjectView, rule: str) -> tuple[ProjectView, set[str]]:
    """Return the project with the modules of services that fixes may make, empty, and their paths.

    To know a new module, the index is built anew; so it is built once for all.
    """
    snapshot = project.snapshot
    rules = {it.rule for path in paths(snapshot) for it in _fixable_diagnostics(snapshot, path, rule)}
    new_paths = {use_service.new_module_path(snapshot, it.fix) for it in rules if it is not None} - {""}
    new_paths = {path for path in new_paths if project.read(path) is None}
    if not new_paths:
        return project, set()
    texts = {path: Text(b"") for path in new_paths}
    read = project.read
    with_modules = project._replace(
        snapshot=snapshot.with_texts(texts), read=lambda path: read(path) or texts.get(path)
    )
    return with_modules, new_paths


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
