"""The file that a fix is for, and the project around it."""

from typing import NamedTuple

from coupling_lsp.fixes.imports.import_circle import ImportGraph
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.snapshot.state import Snapshot


class FixContext(NamedTuple):
    """A file of a snapshot, and the texts and imports as they are now, which fixes before may have changed."""

    snapshot: Snapshot
    path: str
    read_text: ReadText
    imports: ImportGraph


def context_of(snapshot: Snapshot, path: str, read_text: ReadText) -> FixContext:
    """Return the context of a fix that comes first."""
    return FixContext(snapshot, path, read_text, ImportGraph(snapshot))
