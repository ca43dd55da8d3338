"""Fixes what rules name a service for in a whole project; each fix starts from the result of the one before."""

from collections.abc import Mapping
from typing import NamedTuple

from coupling_lsp.features.diagnostics import paths
from coupling_lsp.fixes import use_service
from coupling_lsp.fixes.context import FixContext
from coupling_lsp.fixes.extract import query_move
from coupling_lsp.fixes.extract.service_module import service_module
from coupling_lsp.fixes.imports.import_circle import ImportGraph
from coupling_lsp.fixes.service.query_swap import new_module_path
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.fixing.fix_file import fix_file
from coupling_lsp.reports.fixing.fix_target import EVERY_FINDING, FixScope, FixTarget, fix_targets
from coupling_lsp.text import Text


class UnfixedTarget(NamedTuple):
    """A target that could not be fixed, its place in the unchanged files as `path:line:column`, and why."""

    target: FixTarget
    place: str
    reason: str


class FixResult(NamedTuple):
    """The files of a project that fixes change, how many findings are fixed and queries moved, and what is left.

    `paid_rules` are the ids of rules that are taken out, as their debt is paid.
    """

    project: ProjectView
    texts: Mapping[str, Text]
    n_fixed: int
    n_moved: int
    unfixed: tuple[UnfixedTarget, ...]
    paid_rules: tuple[str, ...] = ()


def fix_all(project: ProjectView, scope: FixScope = EVERY_FINDING) -> FixResult:
    """Fix all that is in scope. Writes nothing.

    The index is brought up to date with a file that an earlier fix changed only when its own turn comes; what imports
    these changes add is known at once.
    """
    start, new_modules = _with_service_modules(_with_current_texts(project, scope), scope)
    snapshot, imports = start.snapshot, ImportGraph(start.snapshot)
    texts: dict[str, Text] = {}
    unfixed: list[UnfixedTarget] = []
    n_fixed = n_moved = 0

    def read(path: str) -> Text | None:
        return texts[path] if path in texts else start.read(path)

    for path in paths(snapshot):
        if path in texts:
            snapshot = snapshot.with_texts({path: texts[path]})
        n_covered, left = 1, list[tuple[FixTarget, str]]()
        while n_covered and (targets := fix_targets(snapshot, path, scope)):
            result = fix_file(FixContext(snapshot, path, read, imports, snapshot.index.types), targets)
            n_fixed += result.fixed.count(use_service.ID)
            n_moved += result.fixed.count(query_move.ID)
            n_covered = result.n_covered
            imports = imports.with_texts(result.texts, read)
            texts |= result.texts
            if n_covered and path in texts:
                snapshot = snapshot.with_texts({path: texts[path]})
            left = left if left and len(left) >= len(result.left) else result.left  # At places of the unchanged file.
        unfixed += [UnfixedTarget(it, project.place(path, *it.span[:2]), reason) for it, reason in left]
    written = {path: it for path, it in texts.items() if path not in new_modules or it.data}
    return FixResult(project, written, n_fixed, n_moved, tuple(unfixed))


def _with_current_texts(project: ProjectView, scope: FixScope) -> ProjectView:
    """Return the project with the files to fix as they are now, in case they changed since it was read."""
    fixable_paths = [path for path in paths(project.snapshot) if fix_targets(project.snapshot, path, scope)]
    texts = {path: text for path in fixable_paths if (text := project.read(path)) is not None}
    return project._replace(snapshot=project.snapshot.with_texts(texts)) if texts else project


def _with_service_modules(project: ProjectView, scope: FixScope) -> tuple[ProjectView, set[str]]:
    """Return the project with the modules of services that fixes may make, empty, and their paths.

    To know a new module, the index is built anew; so it is built once for all.
    """
    snapshot = project.snapshot
    targets = [it for path in paths(snapshot) for it in fix_targets(snapshot, path, scope)]
    rules = {it.rule for it in targets}
    callees = {replacement.callee for rule in rules if rule is not None for replacement in rule.fix.replacements}
    models = {(it.edge.to_app, it.edge.to_module, it.edge.to_symbol) for it in targets if it.finding is None}
    callees |= {f"{service_module(snapshot, *model, project.read)}.function" for model in models}
    new_paths = {new_module_path(snapshot, it) for it in callees} - {""}
    new_paths = {path for path in new_paths if project.read(path) is None}
    if not new_paths:
        return project, set()
    texts = {path: Text(b"") for path in new_paths}
    read = project.read
    with_modules = project._replace(
        snapshot=snapshot.with_texts(texts), read=lambda path: read(path) or texts.get(path)
    )
    return with_modules, new_paths
