"""What the client has been told of each file, so that it is told of changes only, and of every one."""

from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types as t


class Entry(NamedTuple):
    """The diagnostics of one file, the document version they were computed from, and the name of this state."""

    items: tuple[t.Diagnostic, ...]
    version: int | None
    result_id: str


class Shown:
    """The latest diagnostics by absolute path."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._n_states = 0

    def get(self, path: str) -> Entry:
        """What is known of a file."""
        return self._entries.get(path) or Entry((), None, "none")

    def paths(self) -> list[str]:
        """The files that have diagnostics, by name."""
        return sorted(path for path, entry in self._entries.items() if entry.items)

    def update(self, path: str, items: Iterable[t.Diagnostic], version: int | None) -> bool:
        """Take in new diagnostics; whether the client has to hear of them."""
        items = tuple(items)
        before = self._entries.get(path)
        if before is not None and before.items == items:
            self._entries[path] = before._replace(version=version)
            return before.version != version and version is not None
        if before is None and not items and version is None:
            return False
        self._n_states += 1
        self._entries[path] = Entry(items, version, str(self._n_states))
        return before is not None or bool(items) or version is not None

    def forget(self, path: str) -> bool:
        """Drop a file; whether the client still shows something for it."""
        entry = self._entries.pop(path, None)
        return entry is not None and bool(entry.items)
