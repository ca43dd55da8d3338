"""Quick fixes: from a diagnostic to edits. One file per fix; adding one is that file and one line in `FIXES`.

A fix that would leave a file that no longer parses is not offered.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from coupling_lsp.fixes import (
    annotate,
    approve,
    did_you_mean,
    ignore,
    remove_rule,
    review_later,
    rules_key,
    use_service,
)
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Text

Read = Callable[[str], Text | None]
"""The text of a file by its path relative to the workspace, None when there is none."""


class FixModule(Protocol):
    """What each module of this package offers."""

    def fixes(self, snapshot: Snapshot, path: str, diagnostic: Diagnostic, read: Read) -> Iterator[QuickFix]:
        """The fixes of one kind for a diagnostic shown in the file at `path`."""


FIXES: tuple[FixModule, ...] = (use_service, approve, ignore, did_you_mean, rules_key, review_later, remove_rule)


def fixes_for(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read: Read) -> list[QuickFix]:
    """The fixes to offer for a diagnostic, the best first. Pure: texts come through `read`."""
    return _fitting((fix for module in FIXES for fix in module.fixes(snapshot, path, diagnostic, read)), read)


def annotation(snapshot: Snapshot, path: str, read: Read, line: int, column: int) -> QuickFix | None:
    """The annotation to offer for the name at a place, from 1. Pure: the text comes through `read`."""
    source = read(path)
    found = annotate.annotation(snapshot, path, source, line, column) if source is not None else None
    return next(iter(_fitting([found], read)), None) if found is not None else None


def _fitting(found: Iterable[QuickFix], read: Read) -> list[QuickFix]:
    fitted = (fix._replace(files=tuple(_with_line_ends(it, read) for it in fix.files)) for fix in found)
    return [fix for fix in fitted if all(_parses(it, read) for it in fix.files)]


def _with_line_ends(edit: FileEdit, read: Read) -> FileEdit:
    """The edit with the line ends of its file."""
    before = read(edit.path)
    if before is None or b"\r\n" not in before.data:
        return edit
    return edit._replace(edits=tuple(it._replace(text=it.text.replace("\n", "\r\n")) for it in edit.edits))


def _parses(edit: FileEdit, read: Read) -> bool:
    """Whether a Python file parses after an edit, or did not before."""
    if not edit.path.endswith(".py"):
        return True
    before = read(edit.path) or Text(b"")
    return Tree(before.data).root.has_error or not Tree(before.apply(edit.edits).data).root.has_error
