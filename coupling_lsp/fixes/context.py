"""The file that a fix is for, and the project around it."""

from typing import NamedTuple

from coupling_lsp.fixes.imports.import_circle import ImportGraph
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.index.types.inference import Types
from coupling_lsp.snapshot.state import Snapshot


class FixContext(NamedTuple):
    """A file of a snapshot, and the texts and imports as they are now, which fixes before may have changed.

    `types` are those of the snapshot, or a fork of them for a thread of its own.
    """

    snapshot: Snapshot
    path: str
    read_text: ReadText
    imports: ImportGraph
    types: Types


def context_of(snapshot: Snapshot, path: str, read_text: ReadText) -> FixContext:
    """Return the context of a fix that comes first."""
    return FixContext(snapshot, path, read_text, ImportGraph(snapshot), snapshot.index.types)
