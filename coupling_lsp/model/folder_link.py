"""A link on disk that leads to a folder."""

from typing import NamedTuple


class FolderLink(NamedTuple):
    """A symbolic link to a folder. Both paths are relative to the workspace; `target` is empty when it leads out."""

    path: str
    target: str
