"""Finds the Django projects under a folder, their settings, and the rules that apply to them. Runs nothing."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.index.symbols.modules import module_name
from coupling_lsp.workspace.reading.files import Listing, read_bytes

RULES = "rules.yaml"

_SETTINGS = re.compile(rb"""DJANGO_SETTINGS_MODULE["']?\s*(?:[,=:]|\]\s*=)\s*["']?([A-Za-z_][\w.]*)""")
_OPTION = re.compile(rb"""django_settings_module\s*=\s*["']?([A-Za-z_][\w.]*)""")
_COMMON = ("settings.py", "settings/__init__.py", "settings/base.py", "settings/common.py", "conf/server.py")


class Found(NamedTuple):
    """A Django project: its root folder, source roots, settings modules and Python files, relative to the base."""

    root: str
    roots: tuple[str, ...]
    settings: tuple[str, ...]
    files: tuple[str, ...]


def projects(base: Path, listing: Listing) -> list[Found]:
    """The projects under a folder, by root. A folder without any is taken as one project, its apps found on disk."""
    roots = sorted(_manage_roots(base, listing.python)) or [""]
    alone = len(roots) == 1
    return [_project(base, listing, root, roots, alone) for root in roots]


def owner(roots: Iterable[str], path: str) -> str | None:
    """The root of the project a path belongs to: the longest around it."""
    around = [root for root in roots if not root or path.startswith(f"{root}/")]
    return max(around, key=len) if around else None


def rules_file(base: Path, root: str) -> Path | None:
    """The nearest rules file at or above a project's root, inside the repository, or inside the base without one."""
    return next((it / RULES for it in folders_above(base, root) if (it / RULES).is_file()), None)


def folders_above(base: Path, root: str) -> Iterator[Path]:
    """The folder of a project and those around it, up to the root of the repository, or to the base without one."""
    folder = base / root
    repository = next((it for it in (base, *base.parents) if (it / ".git").exists()), base)
    for it in (folder, *folder.parents):
        yield it
        if it == repository:
            break


def _manage_roots(base: Path, python: Iterable[str]) -> Iterator[str]:
    for path in python:
        if path.rpartition("/")[2] == "manage.py" and "{{" not in path:
            raw = read_bytes(base, path)
            if raw is not None and (b"DJANGO_SETTINGS_MODULE" in raw or b"django" in raw or not raw.strip()):
                yield path.rpartition("/")[0]


def _project(base: Path, listing: Listing, root: str, roots: list[str], alone: bool) -> Found:
    files = tuple(path for path in listing.python if alone or owner(roots, path) == root)
    source_roots = {root, _around_package(root, set(listing.python)), *([""] if alone else [])}
    source = f"{root}/src" if root else "src"
    if any(path.startswith(f"{source}/") for path in files) and f"{source}/__init__.py" not in files:
        source_roots.add(source)
    ordered = tuple(sorted(source_roots))
    return Found(root, ordered, _settings(base, listing, root, ordered, files), files)


def _around_package(folder: str, files: set[str]) -> str:
    """The folder that the outermost package around a folder lies in; the folder itself where it is no package."""
    while folder and f"{folder}/__init__.py" in files:
        folder = folder.rpartition("/")[0]
    return folder


def _settings(
    base: Path, listing: Listing, root: str, roots: tuple[str, ...], files: tuple[str, ...]
) -> tuple[str, ...]:
    """The settings module the project itself names, else the one in a usual place that installs apps."""
    prefix = f"{root}/" if root else ""
    named = [f"{prefix}manage.py", *(path for path in listing.configuration if path.startswith(prefix))]
    known = set(files)
    for path in named:
        raw = read_bytes(base, path)
        for pattern in (_SETTINGS, _OPTION):
            for match in pattern.finditer(raw) if raw is not None else ():
                module = match[1].decode()
                if _exists(module, roots, known):
                    return (module,)
    for ending in _COMMON:
        for path in sorted((it for it in files if f"/{it}".endswith(f"/{ending}")), key=len):
            raw = read_bytes(base, path)
            if raw is not None and b"INSTALLED_APPS" in raw:
                return (_module(path, roots),)
    return ()


def _exists(module: str, roots: tuple[str, ...], files: set[str]) -> bool:
    inside = module.replace(".", "/")
    return any(f"{root}/{inside}{end}".lstrip("/") in files for root in roots for end in (".py", "/__init__.py"))


def _module(path: str, roots: tuple[str, ...]) -> str:
    root = max((it for it in roots if not it or path.startswith(f"{it}/")), key=len)
    return module_name(path[len(root) + 1 :] if root else path)
