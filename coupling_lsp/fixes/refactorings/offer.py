"""From the text that a refactoring leaves to what is offered: edits line by line, once the text is proved."""

from coupling_lsp.fixes import proof
from coupling_lsp.fixes.line_edits import line_edits
from coupling_lsp.model.findings import FileEdit, QuickFix, Refusal
from coupling_lsp.text import Text

REWRITE, EXTRACT = "refactor.rewrite", "refactor.extract"
"""The kinds of code actions that change how code is written, and not what it does, or make a function of some of it.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#codeActionKind
"""


def offer(id_: str, title: str, path: str, before: Text, after: Text) -> QuickFix | Refusal:
    """Return the refactoring that makes one text of a file of another, or what would be wrong with it."""
    after = _with_line_ends_of(before, after)
    if reason := proof.fault(before, after):
        return Refusal(id_, reason)
    return QuickFix(id_, title, (FileEdit(path, line_edits(before, after)),), kind=REWRITE)


def _with_line_ends_of(before: Text, after: Text) -> Text:
    end = b"\r\n" if b"\r\n" in before.data else b"\r" if b"\r" in before.data and b"\n" not in before.data else b"\n"
    if end == b"\n":
        return after
    return Text(after.data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", end))
