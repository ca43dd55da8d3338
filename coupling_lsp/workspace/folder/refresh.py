"""The folder after files changed on disk: only what changed is read again."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from coupling_lsp import detect
from coupling_lsp.django.template_files import is_source, language_of
from coupling_lsp.model.facts import Extraction
from coupling_lsp.text import Text
from coupling_lsp.workspace.folder.edits import with_second_pass
from coupling_lsp.workspace.folder.opening import open_whole
from coupling_lsp.workspace.folder.state import Folder, Overlays, Project, inner_path, read_current_rules
from coupling_lsp.workspace.reading import codeowners
from coupling_lsp.workspace.reading.files import is_in_copy, is_skipped, listing, read_text
from coupling_lsp.workspace.reading.import_linter import is_contracts_file
from coupling_lsp.workspace.reading.load import rules_path

_STRUCTURAL_FILES = ("manage.py", "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", codeowners.NAME)
"""A change of one of these may change which projects there are: the folder is opened anew."""

_MAX_SINGLE_CHANGES = 2_000
"""How many changed files are read one by one; beyond that, opening the folder anew with its cache is quicker."""


def refresh(folder: Folder, paths: Iterable[str], overlays: Overlays) -> Folder:
    """Return the folder after files, by absolute path, changed, came or went on disk, or were closed in the editor."""
    paths = set(_with_files_below(folder.base, paths))
    if len(paths) > _MAX_SINGLE_CHANGES or any(path.rpartition("/")[2] in _STRUCTURAL_FILES for path in paths):
        return open_whole(folder.opened, folder.options, overlays, None)
    projects = []
    has_new_contracts = folder.complete and any(map(is_contracts_file, paths))
    for project in folder.projects:
        # Rules that the caller chose may be gone for a while, as when another branch is checked out.
        is_chosen = folder.options.rules is not None
        rules = project.rules if is_chosen else rules_path(folder.base, project.root, folder.options)
        snapshot = project.snapshot
        changes = _read_changes(folder, project, paths, overlays)
        folder.name_filter.add(read_text(folder.base, path) for path in changes if path.endswith(".py"))
        if changes:
            snapshot = snapshot.with_files(changes)
        if rules != project.rules or (rules is not None and str(rules) in paths):
            snapshot = snapshot.with_rules(read_current_rules(folder.base, rules, overlays))
        refreshed_project = project._replace(rules=rules, snapshot=snapshot)
        if has_new_contracts:
            refreshed_project = refreshed_project.with_current_contracts(folder.base, overlays)
        projects.append(refreshed_project)
    return with_second_pass(folder._replace(projects=tuple(projects)))


def _with_files_below(base: Path, paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths, and the files below those that are folders: a watcher may name only a folder that came."""
    for path in paths:
        yield path
        inner = inner_path(base, path)
        if inner is None or is_skipped(f"{inner}/") or not Path(path).is_dir() or is_in_copy(base, f"{inner}/"):
            continue
        files = listing(Path(path))
        yield from (f"{path}/{it}" for it in (*files.python, *files.configuration, *files.assets))


def _read_changes(
    folder: Folder, project: Project, paths: set[str], overlays: Overlays
) -> dict[str, Extraction | None]:
    """Return what the changed files of a project say now, by path in its snapshot; None for one that is gone."""
    changes: dict[str, Extraction | None] = {}
    for path in paths:
        inner = folder.inner(path)
        if inner is None or path in overlays or is_skipped(inner) or is_in_copy(folder.base, inner):
            continue
        text = _read_source(folder.base, inner, has_assets=project.has_assets)
        if text is not None and project.location.sees(inner):
            words = project.snapshot.search_terms
            changes[inner] = detect.extract_file(inner, text, None, folder.scope().loaders, words)[0]
        elif text is None:
            candidates = (it for it in project.snapshot.extractions if it == inner or it.startswith(f"{inner}/"))
            changes.update({it: None for it in candidates if not (folder.base / it).exists()})
    return changes


def _read_source(base: Path, path: str, *, has_assets: bool) -> Text | None:
    """Return the text of a file that is read, an empty one of a static file; None for one that is gone or not read."""
    if not path.endswith(".py") and not has_assets:
        return None
    if language_of(path) == "static":
        return Text(b"") if (base / path).is_file() else None
    return read_text(base, path) if is_source(path) else None
