"""Memory of what the client was told of each file, so that it hears of changes only, and of every one."""

from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types as t


class PublishedFile(NamedTuple):
    """Diagnostics of one file, the document version they were computed from, and the name of this state."""

    items: tuple[t.Diagnostic, ...]
    version: int | None
    result_id: str


NOTHING_PUBLISHED = PublishedFile((), None, "none")
"""State of a file of which the client was told nothing."""


class PublishedDiagnostics:
    """Latest diagnostics by absolute path. To be changed on the event loop only."""

    def __init__(self) -> None:
        self._files: dict[str, PublishedFile] = {}
        self._n_states = 0

    def get(self, path: str) -> PublishedFile:
        """Return the latest state of a file."""
        return self._files.get(path) or NOTHING_PUBLISHED

    def paths(self) -> list[str]:
        """Return the files that have diagnostics, in order of their paths."""
        return sorted(path for path, file in self._files.items() if file.items)

    def update(self, path: str, items: Iterable[t.Diagnostic], version: int | None) -> bool:
        """Take in the diagnostics of a file; return whether the client has to hear of them."""
        items = tuple(items)
        previous = self._files.get(path)
        if previous is not None and previous.items == items:
            self._files[path] = previous._replace(version=version)
            return previous.version != version and version is not None
        if previous is None and not items and version is None:
            return False
        self._n_states += 1
        self._files[path] = PublishedFile(items, version, str(self._n_states))
        return previous is not None or bool(items) or version is not None

    def forget(self, path: str) -> None:
        """Drop a file, of which the client shows nothing any more."""
        self._files.pop(path, None)
