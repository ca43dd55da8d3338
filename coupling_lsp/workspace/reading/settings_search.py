"""Finds the settings module of a project by what its own files say, and by the places where settings usually are."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.index.symbols.modules import module_name
from coupling_lsp.workspace.reading.files import read_bytes

_VARIABLE_PATTERN = re.compile(rb"""DJANGO_SETTINGS_MODULE["']?\s*(?:[,=:]|\]\s*=)\s*["']?([A-Za-z_][\w.]*)""")
_OPTION_PATTERN = re.compile(rb"""django_settings_module\s*=\s*["']?([A-Za-z_][\w.]*)""")
_USUAL_PATHS = ("settings.py", "settings/__init__.py", "settings/base.py", "settings/common.py", "conf/server.py")


class SettingsModule(NamedTuple):
    """A settings module, and the source root under which it has its name."""

    name: str
    root: str


def find_settings(
    base: Path,
    root: str,
    roots: tuple[str, ...],
    configuration: Iterable[str],
    files: Iterable[str],
    free_files: Iterable[str],
) -> SettingsModule | None:
    """Return the settings module a project itself names, else the one in a usual place that installs apps.

    What it names is looked for under the source roots, then in the folders around the project's, the nearest first.
    Only its own files and `free_files`, which no other project has, may be in a usual place.
    """
    python_files = set(files)
    prefix = f"{root}/" if root else ""
    naming_files = (f"{prefix}manage.py", *(path for path in configuration if path.startswith(prefix)))
    candidate_roots = tuple(dict.fromkeys((*sorted(roots), *_folders_around(root))))
    for path in naming_files:
        raw = read_bytes(base, path)
        for pattern in (_VARIABLE_PATTERN, _OPTION_PATTERN):
            for match in pattern.finditer(raw) if raw is not None else ():
                module = match[1].decode()
                home = next((it for it in candidate_roots if _has_module(module, it, python_files)), None)
                if home is not None:
                    return SettingsModule(module, home)
    own_files = [path for path in files if path.startswith(prefix)]
    return _in_usual_place(base, roots, own_files) or _in_usual_place(base, roots, free_files)


def _in_usual_place(base: Path, roots: tuple[str, ...], files: Iterable[str]) -> SettingsModule | None:
    for ending in _USUAL_PATHS:
        for path in sorted((it for it in files if f"/{it}".endswith(f"/{ending}")), key=len):
            raw = read_bytes(base, path)
            if raw is not None and b"INSTALLED_APPS" in raw:
                home = max((it for it in roots if not it or path.startswith(f"{it}/")), key=len)
                return SettingsModule(module_name(path[len(home) + 1 :] if home else path), home)
    return None


def _folders_around(folder: str) -> Iterator[str]:
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder


def _has_module(module: str, root: str, files: set[str]) -> bool:
    stem = module.replace(".", "/")
    return any(f"{root}/{stem}{end}".lstrip("/") in files for end in (".py", "/__init__.py"))
