"""How fixes and features get the texts of files, through a function, so that they stay pure; and what is made of them.

A text is parsed once for all that is asked of it in a row.
"""

from collections.abc import Callable
from functools import lru_cache

from coupling_lsp.model.findings import FileEdit, QuickFix
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Text

ReadText = Callable[[str], Text | None]
"""Returns the text of a file by its path in the snapshot, as the editor has it, else as the disk has it.

None when there is no such file, or it cannot be read.
"""


@lru_cache(maxsize=64)
def tree_of(source: Text) -> Tree:
    """Return the tree of a text."""
    return Tree(source.data)


def with_line_ends(fix: QuickFix, read_text: ReadText) -> QuickFix:
    """Return a fix with the line ends of its files."""
    return fix._replace(files=tuple(_with_line_ends(it, read_text) for it in fix.files))


def _with_line_ends(edit: FileEdit, read_text: ReadText) -> FileEdit:
    original = read_text(edit.path)
    if original is None or b"\r\n" not in original.data:
        return edit
    return edit._replace(
        edits=tuple(it._replace(text=it.text.replace("\r\n", "\n").replace("\n", "\r\n")) for it in edit.edits)
    )
