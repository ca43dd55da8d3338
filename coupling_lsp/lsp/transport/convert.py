"""Between the protocol's values and ours: URIs and paths, positions and places, diagnostics, edits.

Positions count units of the negotiated encoding from 0; places count code points from 1.
"""

import functools
import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from lsprotocol import types as t
from pygls import uris

from coupling_lsp.lsp.transport.capabilities import Client
from coupling_lsp.model.findings import Diagnostic, Place, QuickFix
from coupling_lsp.text import Span, Text, TextEdit

_SEVERITIES = {
    "error": t.DiagnosticSeverity.Error,
    "warning": t.DiagnosticSeverity.Warning,
    "information": t.DiagnosticSeverity.Information,
    "hint": t.DiagnosticSeverity.Hint,
}
_WIDTHS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda part: len(part.encode()),
    "utf-16": lambda part: len(part.encode("utf-16-le")) // 2,
    "utf-32": len,
}


def path_of(uri: str) -> str | None:
    """The absolute path of a file URI, as the client sees it: links are not followed. None for another scheme."""
    if not uri.startswith("file:"):
        return None
    path = uris.to_fs_path(uri)
    if not path or "\0" in path or not path.isprintable():
        return None
    return Path(os.path.normpath(path)).as_posix() if os.path.isabs(path) else None  # noqa: PTH117


def uri_of(path: str) -> str:
    """The URI of an absolute path."""
    return Path(path).as_uri()


def column_of(line: str, character: int, encoding: str) -> int:
    """The column, from 1, of a position's character; one behind the end of the line is its end."""
    if encoding == "utf-32" or line.isascii():
        return min(character, len(line)) + 1
    width, units = _WIDTHS[encoding], 0
    for number, char in enumerate(line):
        if units >= character:
            return number + 1
        units += width(char)
    return len(line) + 1


def character_of(line: str, column: int, encoding: str) -> int:
    """The character of a position for a column from 1."""
    before = line[: column - 1]
    return column - 1 if before.isascii() else _WIDTHS[encoding](before)


def byte_of(text: Text, position: t.Position, encoding: str) -> int:
    """The byte offset of a position; one outside the text is moved to the nearest inside."""
    line = position.line + 1
    if line > len(text.starts):
        return len(text.data)
    if text.ascii:
        return text.byte(line, position.character + 1)
    return text.byte(line, column_of(text.line(line), position.character, encoding))


def place_of(text: Text, position: t.Position, encoding: str) -> tuple[int, int]:
    """Line and column, from 1, of a position."""
    return text.place(byte_of(text, position, encoding))


def range_of(span: Span, text: Text | None, encoding: str) -> t.Range:
    """The range of a span. Without the text its lines are taken to be ASCII; so are those of one cut short on disk."""
    if text is None or text.ascii or span.end_line > len(text.starts):
        start, end = span.column - 1, span.end_column - 1
    else:
        start = character_of(text.line(span.line), span.column, encoding)
        end = character_of(text.line(span.end_line), span.end_column, encoding)
    return t.Range(t.Position(span.line - 1, start), t.Position(span.end_line - 1, end))


def diagnostic(
    it: Diagnostic, text: Text | None, client: Client, locate: Callable[[Place], t.Location]
) -> t.Diagnostic:
    """A diagnostic as the protocol has it; `locate` gives the location of a related place."""
    places = it.related if client.relates else ()
    related = [t.DiagnosticRelatedInformation(locate(r.place), r.message) for r in places]
    page = page_of(it.code) if client.describes_codes else None
    return t.Diagnostic(
        range=range_of(it.span, text, client.encoding),
        message=it.message,
        severity=_SEVERITIES[it.severity],
        code=it.code,
        code_description=t.CodeDescription(page) if page else None,
        source="coupling",
        related_information=related or None,
    )


@functools.cache
def page_of(code: str) -> str | None:
    """The URI of the page that explains a code: beside the package when installed, in `docs` in a checkout."""
    package = Path(str(resources.files("coupling_lsp")))
    for folder in (package / "docs" / "codes", package.parent / "docs" / "codes"):
        page = folder / f"{code}.md"
        if page.is_file():
            return page.as_uri()
    return None


def edits(given: tuple[TextEdit, ...], text: Text | None, encoding: str) -> list[t.TextEdit]:
    """Text edits as the protocol has them."""
    return [t.TextEdit(range_of(it.span, text, encoding), it.text) for it in given]


def matches_only(kind: str, only: list[t.CodeActionKind | str] | None) -> bool:
    """Whether a client that asked for some kinds of code actions wants this one."""
    if not only:
        return True
    names = [str(getattr(it, "value", it)) for it in only]
    return any(not name or kind == name or kind.startswith(f"{name}.") for name in names)


def title_of(fix: QuickFix) -> str:
    """The title of a quick fix, without the marks that only Markdown shows."""
    return fix.title.replace("`", "")
