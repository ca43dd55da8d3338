"""Replaces files whole: whatever goes wrong, the old file is as it was.

The new bytes go into a temporary file in the same folder, which then takes the place of the old one in one step.
"""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coupling_lsp.workspace.errors import WorkspaceError

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_PERMISSION = (errno.EACCES, errno.EPERM, errno.EROFS)


class _Replacement(NamedTuple):
    """New bytes for a file. `target` is where the links of `path` lead; `old` is None when there is no file yet."""

    path: Path
    target: Path
    temporary: Path
    old: os.stat_result | None
    data: bytes

    def is_stream(self) -> bool:
        """Return whether the path names a device or a pipe, which holds nothing that could be lost."""
        return self.old is not None and not stat.S_ISREG(self.old.st_mode)


def replace_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace a file by these bytes, or create it, as `replace_files` does."""
    replace_files({path: data}, durable=durable)


def replace_files(contents: Mapping[Path, bytes], *, durable: bool = True) -> None:
    """Replace files by these bytes, or create them. None is replaced before the new bytes of all are written.

    A symbolic link stays a link and the file it leads to is replaced, inside the project or outside of it. The mode
    of the old file is kept, and its owner and group where the system allows. Other hard links keep the old bytes.
    A file without permission to write stays as it is. Devices and pipes, `/dev/stdout` for one, are written to.
    `durable` waits until the bytes are on the disk; a cache, which can be made anew, need not.

    Raises `WorkspaceError` when a file cannot be written. No temporary file is left behind then.
    """
    replacements: list[_Replacement] = []
    n_replaced, current = 0, Path()
    try:
        for path, data in contents.items():
            current = path
            replacements.append(_planned(path, data))
        for replacement in replacements:
            current = replacement.path
            if not replacement.is_stream():
                _write_temporary(replacement, durable=durable)
        for replacement in replacements:
            current = replacement.path
            if replacement.is_stream():
                current.write_bytes(replacement.data)
            else:
                replacement.temporary.replace(replacement.target)
            n_replaced += 1
    except OSError as error:
        raise WorkspaceError(_explanation(current, error, n_replaced)) from error
    finally:
        for replacement in replacements:
            with contextlib.suppress(OSError):
                replacement.temporary.unlink()


def _planned(path: Path, data: bytes) -> _Replacement:
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".coupling-lsp-{os.urandom(8).hex()}")
    try:
        old = path.stat()
    except FileNotFoundError:
        old = None
    if old is not None and stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return _Replacement(path, target, temporary, old, data)


def _write_temporary(replacement: _Replacement, *, durable: bool) -> None:
    old = replacement.old
    if old is not None and not os.access(replacement.target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # What is new gets the usual mode; what replaces a file is nobody else's to read before it has the mode of that.
    descriptor = os.open(replacement.temporary, flags, 0o666 if old is None else 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(replacement.data)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    if old is not None:
        if sys.platform != "win32":
            _keep_owner(replacement.temporary, old)
        replacement.temporary.chmod(stat.S_IMODE(old.st_mode))


def _keep_owner(temporary: Path, old: os.stat_result) -> None:
    """Give a file the owner and group of the old one, or the group alone: only the system's owner may give files away.

    `-1` leaves the owner as it is.
    """
    for owner in (old.st_uid, -1):
        with contextlib.suppress(OSError):
            os.chown(temporary, owner, old.st_gid)
            return


def _explanation(path: Path, error: OSError, n_replaced: int) -> str:
    """Return what could not be written, why, and what to do about it."""
    if error.errno in _NO_SPACE:
        advice = "Make room on the disk, or allow larger files,"
    elif error.errno in _NO_PERMISSION:
        advice = "Make the file and its folder writable"
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        advice = f"Create the folder {path.parent}"
    elif error.errno == errno.EISDIR:
        advice = "Name a file"
    else:
        advice = "Remove the cause"
    outcome = "Other files are written already" if n_replaced else "Nothing was changed"
    return f"{path} cannot be written: {error.strerror or error}. {outcome}. {advice} and run the command again."
