"""Finds the settings module of a project by what its own files say, and by the places where settings usually are."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.detect.settings_choice import settings_choice
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
) -> tuple[SettingsModule, ...]:
    """Return the settings modules a project itself names, else the one in a usual place that installs apps.

    What it names is looked for under the source roots, then in the folders around the project's, the nearest first.
    Only its own files and `free_files`, which no other project has, may be in a usual place.
    """
    python_files = set(files)
    prefix = f"{root}/" if root else ""
    candidate_roots = tuple(dict.fromkeys((*sorted(roots), *_folders_around(root))))
    naming_files = (path for path in configuration if path.startswith(prefix))
    choices = (
        settings_choice(read_bytes(base, f"{prefix}manage.py") or b""),
        *([module] for path in naming_files for module in _named_modules(read_bytes(base, path) or b"")),
    )
    for modules in choices:
        homes = {module: _home(module, candidate_roots, python_files) for module in modules}
        if chosen := tuple(SettingsModule(module, home) for module, home in homes.items() if home is not None):
            return chosen
    own_files = [path for path in files if path.startswith(prefix)]
    usual = _in_usual_place(base, roots, own_files) or _in_usual_place(base, roots, free_files)
    return (usual,) if usual is not None else ()


def _named_modules(raw: bytes) -> Iterator[str]:
    for pattern in (_VARIABLE_PATTERN, _OPTION_PATTERN):
        yield from (match[1].decode() for match in pattern.finditer(raw))


def _home(module: str, roots: Iterable[str], files: set[str]) -> str | None:
    return next((it for it in roots if _has_module(module, it, files)), None)


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
