"""Files and folders that get another path, and where everything below them lies then."""

from collections.abc import Sequence
from typing import NamedTuple

from coupling_lsp.index.apps.source_tree import is_inside


class PathChange(NamedTuple):
    """A file or folder and its new path, both relative to the workspace."""

    old: str
    new: str


PathChanges = Sequence[PathChange]


def path_after(path: str, changes: PathChanges) -> str:
    """Return the path of a file or folder after some changes; of several the innermost folder counts."""
    changes_around = [it for it in changes if is_inside(path, it.old)]
    if not changes_around:
        return path
    change = max(changes_around, key=lambda it: len(it.old))
    return change.new + path[len(change.old) :]
