"""Finds the Django projects that a folder is about, their settings, and the rules that apply to them. Runs nothing.

The rules by which a file belongs to a project are written down in docs/detection.md, section Apps.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.index.apps.source_roots import Surroundings
from coupling_lsp.index.apps.source_tree import is_inside
from coupling_lsp.workspace.reading.files import Listing, is_in_copy, is_skipped, listing, read_bytes
from coupling_lsp.workspace.reading.repository import ignored, inner_folder, repository
from coupling_lsp.workspace.reading.settings_search import find_settings

RULES = "rules.yaml"

_PROJECT_FILES = (RULES, "pyproject.toml", "setup.cfg", "setup.py")
"""Files that mark the folder of a project where there is no `manage.py`."""


class ProjectLocation(NamedTuple):
    """Where a Django project lies: root folder, source roots, settings modules, Python files, relative to the base.

    Files below its `scope` belong to it, unless they lie in one of the `other_roots`, the folders of other projects.
    `assets` are its templates and static files.
    """

    root: str
    roots: tuple[str, ...]
    settings: tuple[str, ...]
    files: tuple[str, ...]
    scope: str
    other_roots: tuple[str, ...]
    surroundings: Surroundings
    assets: tuple[str, ...] = ()

    def sees(self, path: str) -> bool:
        """Return whether a file belongs to the project, or may be installed by it."""
        return is_inside(path, self.scope) and not any(is_inside(path, it) for it in self.other_roots)


class Discovery(NamedTuple):
    """The projects that a folder is about. Their paths are relative to `base`, the root of the repository."""

    base: Path
    files: Listing
    projects: tuple[ProjectLocation, ...]


def discover(folder: Path) -> Discovery:
    """Return the projects in a folder, else the one around it, else all of its repository, by root.

    Without any `manage.py` the folder around with a file that marks a project, or the folder itself, is taken as one:
    its apps are found on disk.
    """
    base = base_of(folder)
    start = inner_folder(base, folder)
    files = listing(base)
    roots = sorted(_manage_roots(base, files.python))
    if len(roots) > 1:
        files, roots = _without_ignored(base, files, roots)
    if len(roots) > 1:
        roots = [it for it in roots if _has_settings(base, files, it, roots)] or roots
    if not roots:
        root = next((it for it in _folders_up(start) if _is_marked(base / it)), start)
        return Discovery(base, files, (_project(base, files, root, [], scope=root),))
    chosen_roots = [it for it in roots if is_inside(it, start)]
    if not chosen_roots:
        around = owner(roots, start)
        chosen_roots = roots if around is None else [around]
    return Discovery(base, files, tuple(_project(base, files, it, roots) for it in chosen_roots))


def _has_settings(base: Path, files: Listing, root: str, roots: list[str]) -> bool:
    """Return whether a folder with a `manage.py` is a project: the file names settings, or there are some."""
    raw = read_bytes(base, f"{root}/manage.py" if root else "manage.py")
    is_named = raw is not None and b"DJANGO_SETTINGS_MODULE" in raw
    return is_named or (base / root / RULES).is_file() or bool(_project(base, files, root, roots).settings)


def _is_marked(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _PROJECT_FILES)


def base_of(folder: Path) -> Path:
    """Return the folder from which the files of a folder's projects are read: the root of its repository.

    A folder that would not be walked from there, as it is hidden or a copy, is read by itself.
    """
    base = repository(folder)
    inner_path = f"{inner_folder(base, folder)}/"
    return folder if base != folder and (is_skipped(inner_path) or is_in_copy(base, inner_path)) else base


def owner(roots: Iterable[str], path: str) -> str | None:
    """Return the root of the project a path belongs to: the longest around it."""
    return max((it for it in roots if is_inside(path, it)), key=len, default=None)


def rules_file(base: Path, root: str) -> Path | None:
    """Return the nearest rules file at or above a project's root, up to the root of the repository or the base."""
    return next((it / RULES for it in folders_above(base, root) if (it / RULES).is_file()), None)


def folders_above(base: Path, root: str) -> Iterator[Path]:
    """Yield the folder of a project and those around it, up to the base."""
    for folder in _folders_up(root):
        yield base / folder if folder else base


def _folders_up(folder: str) -> Iterator[str]:
    """Yield a folder and those around it, up to the base, which is empty."""
    yield folder
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder


def _manage_roots(base: Path, python: Iterable[str]) -> Iterator[str]:
    for path in python:
        if path.rpartition("/")[2] == "manage.py" and "{{" not in path:
            raw = read_bytes(base, path)
            if raw is not None and (b"DJANGO_SETTINGS_MODULE" in raw or b"django" in raw or not raw.strip()):
                yield path.rpartition("/")[0]


def _without_ignored(base: Path, files: Listing, roots: list[str]) -> tuple[Listing, list[str]]:
    """Return the files and the roots without the folders of projects that git ignores, unless it ignores them all."""
    manage_paths = {f"{it}/manage.py" if it else "manage.py": it for it in roots}
    ignored_roots = [manage_paths[path] for path in ignored(base, manage_paths)]
    kept_roots = [it for it in roots if it not in ignored_roots]
    if not ignored_roots or not kept_roots:
        return files, roots

    def is_kept(path: str) -> bool:
        return owner(roots, path) not in ignored_roots

    kinds = files.python, files.configuration, files.assets
    python, configuration, assets = (tuple(filter(is_kept, it)) for it in kinds)
    return files._replace(python=python, configuration=configuration, assets=assets), kept_roots


def _project(base: Path, listed: Listing, root: str, roots: list[str], scope: str = "") -> ProjectLocation:
    other_roots = tuple(it for it in roots if not is_inside(root, it))
    location = ProjectLocation(root, (), (), (), scope, other_roots, Surroundings())
    files = tuple(filter(location.sees, listed.python)) if scope or other_roots else listed.python
    source_roots = {root, scope, _folder_of_package(root, set(listed.python))}
    source = f"{root}/src" if root else "src"
    if any(path.startswith(f"{source}/") for path in files) and f"{source}/__init__.py" not in files:
        source_roots.add(source)
    # A project among others takes settings from its own folder, or from where no project is.
    other_projects = [it for it in roots if it != root]
    free_files = tuple(it for it in files if owner(other_projects, it) is None)
    settings = find_settings(base, root, tuple(sorted(source_roots)), listed.configuration, files, free_files)
    source_roots.update(it.root for it in settings)
    own_folder = root if other_projects else scope
    unseen_files = tuple(it for it in listed.python if not location.sees(it)) if other_roots else ()
    return location._replace(
        roots=tuple(sorted(source_roots)),
        settings=tuple(it.name for it in settings),
        files=files,
        assets=tuple(filter(location.sees, listed.assets)),
        surroundings=Surroundings(listed.links, unseen_files, own_folder),
    )


def _folder_of_package(folder: str, files: set[str]) -> str:
    """Return the folder that the outermost package around a folder lies in; the folder itself if it is no package."""
    while folder and f"{folder}/__init__.py" in files:
        folder = folder.rpartition("/")[0]
    return folder
