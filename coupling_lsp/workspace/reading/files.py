"""Walking a folder and reading its files. What cannot be read is left out and told, never raised."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.text import Text, decode

_SKIPPED = frozenset(["__pycache__", "node_modules", "site-packages"])
_LARGEST = 20_000_000
_CONFIGURATION = ("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini")


class Listing(NamedTuple):
    """The files of a folder that matter here, relative to it, and what could not be looked into."""

    python: tuple[str, ...]
    configuration: tuple[str, ...]
    faults: tuple[str, ...]


def listing(base: Path) -> Listing:
    """The Python and configuration files under a folder. Links to folders are not followed, so no walk is endless."""
    python: list[str] = []
    configuration: list[str] = []
    faults: list[str] = []
    for path in _walk(str(base), "", faults):
        if path.endswith(".py"):
            python.append(path)
        else:
            configuration.append(path)
    return Listing(tuple(sorted(python)), tuple(sorted(configuration)), tuple(faults))


def is_skipped(path: str) -> bool:
    """Whether a walk would not come to a path relative to its base."""
    folders = path.split("/")[:-1]
    return any(name.startswith(".") or name in _SKIPPED for name in folders)


def read_bytes(base: Path, path: str) -> bytes | None:
    """The bytes of a file, None when it is gone, unreadable, no plain file, or absurdly large."""
    full = base / path
    try:
        status = full.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return None
        return full.read_bytes()
    except (OSError, ValueError):
        return None


def relative(base: Path, path: Path) -> str:
    """A path relative to the base, with forward slashes; it may lead upwards."""
    return Path(os.path.relpath(path, base)).as_posix()


def read_text(base: Path, path: str) -> Text | None:
    """The text of a file, None when it cannot be read."""
    raw = read_bytes(base, path)
    return decode(raw) if raw is not None else None


def _walk(base: str, inside: str, faults: list[str]) -> Iterator[str]:
    waiting = [inside]
    while waiting:
        folder = waiting.pop()
        prefix = f"{folder}/" if folder else ""
        try:
            with os.scandir(f"{base}/{folder}" if folder else base) as entries:
                found = list(entries)
        except OSError as error:
            faults.append(f"{folder or '.'}: {error.strerror or error}")
            continue
        if folder and any(entry.name == "pyvenv.cfg" for entry in found):
            continue
        for entry in found:
            name = entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not name.startswith(".") and name not in _SKIPPED:
                        waiting.append(prefix + name)
                elif (name.endswith(".py") or name in _CONFIGURATION) and _is_text(prefix + name):
                    yield prefix + name
            except OSError as error:
                faults.append(f"{prefix}{name}: {error.strerror or error}")


def _is_text(path: str) -> bool:
    """Whether a file name can be written in UTF-8, so that editors and reports can speak of it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_watched(path: str) -> bool:
    """Whether a change of an absolute path can matter: a source or configuration file, or a folder of them."""
    name = path.rpartition("/")[2]
    if "/.git/" in path or "/__pycache__/" in path or "/node_modules/" in path:
        return False
    return name.endswith((".py", "rules.yaml", ".importlinter")) or name in _CONFIGURATION or "." not in name
