"""What is shown to users: diagnostics, hovers and the edits of quick fixes, as plain values."""

from typing import NamedTuple

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Code, Remedy, Rule, Severity
from coupling_lsp.text import Span, TextEdit


class Place(NamedTuple):
    """A span of a file; `path` is relative to the workspace, with forward slashes."""

    path: str
    span: Span


class Related(NamedTuple):
    """A place that belongs to a diagnostic, and what stands there."""

    place: Place
    message: str


class Diagnostic(NamedTuple):
    """A verdict, or a fault of a rule, shown at a span. `edge` and `rule` are those it speaks of."""

    span: Span
    severity: Severity
    code: Code
    message: str
    edge: Edge | None = None
    rule: Rule | None = None
    related: tuple[Related, ...] = ()
    remedy: Remedy | None = None


class Hover(NamedTuple):
    """Text about what stands at a span, as Markdown."""

    span: Span
    markdown: str


class Link(NamedTuple):
    """A link from a span of the file at hand to a place."""

    span: Span
    place: Place


class Lens(NamedTuple):
    """A line above a definition that tells who uses the symbol of a module."""

    span: Span
    module: str
    symbol: str


class FileEdit(NamedTuple):
    """Edits to one file; `creates` when the file does not exist yet."""

    path: str
    edits: tuple[TextEdit, ...]
    creates: bool = False


class QuickFix(NamedTuple):
    """A change offered for a diagnostic, or for code. `cursor` is where the user goes on writing afterwards.

    `kind` is that of a code action: https://microsoft.github.io/language-server-protocol/specifications/specification-current/#codeActionKind
    """

    id: str
    title: str
    files: tuple[FileEdit, ...]
    diagnostic: Diagnostic | None = None
    preferred: bool = False
    cursor: Place | None = None
    kind: str = "quickfix"


class Refusal(NamedTuple):
    """A fix that is not offered, by its id, and why."""

    id: str
    reason: str
