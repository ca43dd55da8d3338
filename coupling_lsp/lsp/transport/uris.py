"""URIs of the client and absolute paths."""

import os
from pathlib import Path

from pygls.uris import to_fs_path


def path_of(uri: str) -> str | None:
    """Return the absolute path of a file URI as the client sees it, links not followed; None for another scheme."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    if not path or "\0" in path or not path.isprintable():
        return None
    return Path(os.path.normpath(path)).as_posix() if os.path.isabs(path) else None  # noqa: PTH117


def uri_of(path: str) -> str:
    """Return the URI of an absolute path."""
    return Path(path).as_uri()
