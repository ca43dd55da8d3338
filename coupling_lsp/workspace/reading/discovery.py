"""Finds the Django projects under a folder, their settings, and the rules that apply to them. Runs nothing."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.index.symbols.modules import module_name
from coupling_lsp.workspace.reading.files import Listing, read_bytes

RULES = "rules.yaml"

_VARIABLE_PATTERN = re.compile(rb"""DJANGO_SETTINGS_MODULE["']?\s*(?:[,=:]|\]\s*=)\s*["']?([A-Za-z_][\w.]*)""")
_OPTION_PATTERN = re.compile(rb"""django_settings_module\s*=\s*["']?([A-Za-z_][\w.]*)""")
_USUAL_PATHS = ("settings.py", "settings/__init__.py", "settings/base.py", "settings/common.py", "conf/server.py")


class ProjectLocation(NamedTuple):
    """Where a Django project lies: root folder, source roots, settings modules, Python files, relative to the base."""

    root: str
    roots: tuple[str, ...]
    settings: tuple[str, ...]
    files: tuple[str, ...]


def projects(base: Path, listing: Listing) -> list[ProjectLocation]:
    """Return the projects under a folder, by root; one without any is taken as a project, its apps found on disk."""
    roots = sorted(_manage_roots(base, listing.python)) or [""]
    is_only_project = len(roots) == 1
    return [_project(base, listing, root, roots, is_only_project) for root in roots]


def owner(roots: Iterable[str], path: str) -> str | None:
    """Return the root of the project a path belongs to: the longest around it."""
    enclosing_roots = [root for root in roots if not root or path.startswith(f"{root}/")]
    return max(enclosing_roots, key=len, default=None)


def rules_file(base: Path, root: str) -> Path | None:
    """Return the nearest rules file at or above a project's root, up to the root of the repository or the base."""
    return next((it / RULES for it in folders_above(base, root) if (it / RULES).is_file()), None)


def folders_above(base: Path, root: str) -> Iterator[Path]:
    """Yield the folder of a project and those around it, up to the root of the repository, or else the base."""
    project_folder = base / root
    repository = next((it for it in (base, *base.parents) if (it / ".git").exists()), base)
    for folder in (project_folder, *project_folder.parents):
        yield folder
        if folder == repository:
            break


def _manage_roots(base: Path, python: Iterable[str]) -> Iterator[str]:
    for path in python:
        if path.rpartition("/")[2] == "manage.py" and "{{" not in path:
            raw = read_bytes(base, path)
            if raw is not None and (b"DJANGO_SETTINGS_MODULE" in raw or b"django" in raw or not raw.strip()):
                yield path.rpartition("/")[0]


def _project(base: Path, listing: Listing, root: str, roots: list[str], is_only_project: bool) -> ProjectLocation:
    files = tuple(path for path in listing.python if is_only_project or owner(roots, path) == root)
    source_roots = {root, _folder_of_package(root, set(listing.python)), *([""] if is_only_project else [])}
    source = f"{root}/src" if root else "src"
    if any(path.startswith(f"{source}/") for path in files) and f"{source}/__init__.py" not in files:
        source_roots.add(source)
    ordered_roots = tuple(sorted(source_roots))
    return ProjectLocation(root, ordered_roots, _settings(base, listing, root, ordered_roots, files), files)


def _folder_of_package(folder: str, files: set[str]) -> str:
    """Return the folder that the outermost package around a folder lies in; the folder itself if it is no package."""
    while folder and f"{folder}/__init__.py" in files:
        folder = folder.rpartition("/")[0]
    return folder


def _settings(
    base: Path, listing: Listing, root: str, roots: tuple[str, ...], files: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the settings module the project itself names, else the one in a usual place that installs apps."""
    prefix = f"{root}/" if root else ""
    naming_files = [f"{prefix}manage.py", *(path for path in listing.configuration if path.startswith(prefix))]
    project_files = set(files)
    for path in naming_files:
        raw = read_bytes(base, path)
        for pattern in (_VARIABLE_PATTERN, _OPTION_PATTERN):
            for match in pattern.finditer(raw) if raw is not None else ():
                module = match[1].decode()
                if _exists(module, roots, project_files):
                    return (module,)
    for ending in _USUAL_PATHS:
        for path in sorted((it for it in files if f"/{it}".endswith(f"/{ending}")), key=len):
            raw = read_bytes(base, path)
            if raw is not None and b"INSTALLED_APPS" in raw:
                return (_module(path, roots),)
    return ()


def _exists(module: str, roots: tuple[str, ...], files: set[str]) -> bool:
    stem = module.replace(".", "/")
    return any(f"{root}/{stem}{end}".lstrip("/") in files for root in roots for end in (".py", "/__init__.py"))


def _module(path: str, roots: tuple[str, ...]) -> str:
    root = max((it for it in roots if not it or path.startswith(f"{it}/")), key=len)
    return module_name(path[len(root) + 1 :] if root else path)
