"""Silence a diagnostic on its line by a comment that says why."""

from collections.abc import Iterator

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, FileEdit, Place, QuickFix
from coupling_lsp.model.ignore import Ignore
from coupling_lsp.model.rules import BLANK, CODES
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.strings import Strings
from coupling_lsp.text import Span, Text, TextEdit

ID = "ignore-line"

_CODES = (
    "undeclared-edge",
    "tech-debt",
    "forbidden-edge",
    "write-outside-services",
    "contract-broken",
    "reexport-shim",
)


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield a comment behind the code, or one more code in the comment that is there."""
    source = read_text(path)
    if diagnostic.code not in _CODES or not path.endswith(".py") or source is None:
        return
    if diagnostic.edge is not None and diagnostic.edge.probable:
        return  # To a check the comment would silence nothing.
    number = diagnostic.span.line
    extraction = snapshot.extractions.get(path)
    present = [it for it in extraction.ignores if it.line == number] if extraction is not None else []
    if present:
        yield from _extension(path, diagnostic, present[0], source)
        return
    line = source.line(number)
    end = len(line) + 1
    if line.rstrip().endswith("\\") or source.byte(number, end) in Strings(source.data):
        return
    opening = f"  # coupling: ignore[{diagnostic.code}] "
    edit = TextEdit(Span(number, end, number, end), opening + BLANK)
    start = end + len(opening)
    cursor = Place(path, Span(number, start, number, start + len(BLANK)))
    yield QuickFix(ID, _title(diagnostic), (FileEdit(path, (edit,)),), diagnostic, cursor=cursor)


def _extension(path: str, diagnostic: Diagnostic, ignore: Ignore, source: Text) -> Iterator[QuickFix]:
    """Yield the comment with one more code, and without those that do not exist."""
    comment = source.slice(ignore.span)
    opening, closing = comment.find("["), comment.find("]")
    if ignore.codes and closing >= 0:
        line, column = ignore.span[:2]
        if all(it in CODES for it in ignore.codes):
            edit = TextEdit(Span(line, column + closing, line, column + closing), f", {diagnostic.code}")
        else:
            codes = ", ".join((*(it for it in ignore.codes if it in CODES), diagnostic.code))
            edit = TextEdit(Span(line, column + opening + 1, line, column + closing), codes)
        yield QuickFix(ID, _title(diagnostic), (FileEdit(path, (edit,)),), diagnostic)


def _title(diagnostic: Diagnostic) -> str:
    return f"Ignore `{diagnostic.code}` on this line, with a reason"
