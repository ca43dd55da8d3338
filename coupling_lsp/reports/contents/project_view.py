"""One project as a report sees it: its state, how its paths are told, and the texts of its files."""

from collections.abc import Callable
from typing import NamedTuple

from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


class ProjectView(NamedTuple):
    """`show` turns a path of the snapshot into what the reader can open; `read` gives the text of a file."""

    snapshot: Snapshot
    show: Callable[[str], str]
    read: Callable[[str], Text | None]

    def place(self, path: str, line: int, column: int) -> str:
        """A place as terminals and editors make it clickable."""
        return f"{self.show(path)}:{line}:{column}"
