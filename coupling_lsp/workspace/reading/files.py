"""Walks a folder and reads its files. What cannot be read is left out and reported, never raised."""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.django.template_files import asset_language, language_of
from coupling_lsp.model.folder_link import FolderLink
from coupling_lsp.text import Text, decode
from coupling_lsp.workspace.reading.repository import is_linked_work_tree

_SKIPPED_FOLDERS = frozenset(["__pycache__", "node_modules", "site-packages"])

_ENVIRONMENT_MARKS = frozenset(["pyvenv.cfg", "conda-meta"])
"""What tells that a folder is a virtual environment, of venv or of conda."""

_MAX_FILE_BYTES = 20_000_000
"""The size of the largest file that is read; a larger one counts as one that cannot be read."""

_CONFIGURATION_FILES = ("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini")


class Listing(NamedTuple):
    """The files of a folder that matter here, relative to it; `faults` name what cannot be read.

    `links` lead to folders, which are walked only where they lie themselves.
    `assets` are templates and static files by their places; nothing but their names is known here.
    """

    python: tuple[str, ...]
    configuration: tuple[str, ...]
    faults: tuple[str, ...]
    links: tuple[FolderLink, ...] = ()
    assets: tuple[str, ...] = ()


def listing(base: Path) -> Listing:
    """Return the Python and configuration files under a folder, the templates and the static files.

    Links to folders are listed and not followed, so no walk is endless, and no file is read twice.
    """
    python: list[str] = []
    configuration: list[str] = []
    assets: list[str] = []
    faults: list[str] = []
    links: list[FolderLink] = []
    for path in _walk(str(base), faults, links):
        if path.endswith(".py"):
            python.append(path)
        elif path.rpartition("/")[2] in _CONFIGURATION_FILES:
            configuration.append(path)
        else:
            assets.append(path)
    return Listing(
        tuple(sorted(python)), tuple(sorted(configuration)), tuple(faults), tuple(sorted(links)), tuple(sorted(assets))
    )


def is_skipped(path: str) -> bool:
    """Return whether a walk would not come to a path relative to its base."""
    folders = path.split("/")[:-1]
    return any(name.startswith(".") or name in _SKIPPED_FOLDERS for name in folders)


def read_bytes(base: Path, path: str) -> bytes | None:
    """Return the bytes of a file, None when it is gone, unreadable, no plain file, or absurdly large."""
    full = base / path
    try:
        status = full.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_FILE_BYTES:
            return None
        return full.read_bytes()
    except (OSError, ValueError):
        return None


def relative(base: Path, path: Path) -> str:
    """Return a path relative to the base, with forward slashes; it may lead upwards."""
    return Path(os.path.relpath(path, base)).as_posix()


def read_text(base: Path, path: str) -> Text | None:
    """Return the text of a file, None when it cannot be read."""
    raw = read_bytes(base, path)
    return decode(raw) if raw is not None else None


def _walk(base: str, faults: list[str], links: list[FolderLink]) -> Iterator[str]:
    """Yield the Python, configuration and asset files below the base, and add to `faults` what cannot be read.

    Links to folders are added to `links`.
    """
    pending_folders = [""]
    while pending_folders:
        folder = pending_folders.pop()
        prefix = f"{folder}/" if folder else ""
        try:
            with os.scandir(f"{base}/{folder}" if folder else base) as iterator:
                entries = list(iterator)
        except OSError as error:
            faults.append(f"{folder or '.'}: {error.strerror or error}")
            continue
        names = {entry.name for entry in entries}
        if folder and _is_copy(f"{base}/{folder}", names):
            continue
        has_assets = bool(asset_language(prefix))
        for entry in entries:
            name = entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not name.startswith(".") and name not in _SKIPPED_FOLDERS:
                        pending_folders.append(prefix + name)
                elif entry.is_symlink() and entry.is_dir():
                    if not name.startswith(".") and name not in _SKIPPED_FOLDERS and _is_text(prefix + name):
                        links.append(FolderLink(prefix + name, _target(base, prefix + name)))
                elif (
                    name.endswith(".py") or name in _CONFIGURATION_FILES or (has_assets and language_of(prefix + name))
                ) and _is_text(prefix + name):
                    yield prefix + name
            except OSError as error:
                faults.append(f"{prefix}{name}: {error.strerror or error}")


def _is_copy(folder: str, names: Collection[str]) -> bool:
    """Return whether a folder with some content holds what lies elsewhere, too, or was installed.

    That is a virtual environment, a work tree of git besides the one that is read, or what setuptools builds:
    https://docs.python.org/3/library/venv.html, https://git-scm.com/docs/git-worktree
    """
    if not _ENVIRONMENT_MARKS.isdisjoint(names) or (".git" in names and is_linked_work_tree(folder)):
        return True
    parent, _, name = folder.rpartition("/")
    is_build = parent.endswith("/build") and (name == "lib" or name.startswith("lib."))
    return is_build and not Path(parent, "__init__.py").exists()


def is_in_copy(base: Path, path: str) -> bool:
    """Return whether a walk from the base leaves out a folder around a path, because it is a copy or an environment."""
    folders = path.split("/")[:-1]
    for length in range(1, len(folders) + 1):
        folder = f"{base}/{'/'.join(folders[:length])}"
        if _is_copy(folder, [it for it in (*_ENVIRONMENT_MARKS, ".git") if Path(folder, it).exists()]):
            return True
    return False


def _target(base: str, path: str) -> str:
    """Return where a link leads, relative to the base; empty when that is not below it."""
    target = os.path.relpath(os.path.realpath(f"{base}/{path}"), os.path.realpath(base)).replace(os.sep, "/")
    return "" if target.startswith("..") or target == "." else target


def _is_text(path: str) -> bool:
    """Return whether a file name can be written in UTF-8, so that editors and reports can speak of it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_watched(path: str) -> bool:
    """Return whether a change of an absolute path can matter: a source, configuration or asset, or a folder of them."""
    name = path.rpartition("/")[2]
    if "/.git/" in path or "/__pycache__/" in path or "/node_modules/" in path:
        return False
    is_named = name.endswith((".py", "rules.yaml", ".importlinter")) or name in _CONFIGURATION_FILES
    return is_named or "." not in name or bool(language_of(path))
