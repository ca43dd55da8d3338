"""A project as reports see it."""

from collections.abc import Callable
from typing import NamedTuple

from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


class ProjectView(NamedTuple):
    """A snapshot, how to show its paths, and how to read its files.

    `show` turns a path of the snapshot into one the reader can open, `relative` into one from the folder that a command
    was given, as JSON and CSV have it; `read` returns the text of a file, or None.
    """

    snapshot: Snapshot
    show: Callable[[str], str]
    relative: Callable[[str], str]
    read: Callable[[str], Text | None]

    def place(self, path: str, line: int, column: int) -> str:
        """Return `path:line:column`, which terminals and editors make clickable."""
        return f"{self.show(path)}:{line}:{column}"
