"""Our values as those of the protocol: diagnostics, hovers, edits."""

import functools
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from lsprotocol import types as t

from coupling_lsp.lsp.transport.capabilities import ClientCapabilities
from coupling_lsp.lsp.transport.positions import range_of
from coupling_lsp.model.findings import Diagnostic, Hover, Place, QuickFix
from coupling_lsp.text import Text, TextEdit

_SEVERITIES = {
    "error": t.DiagnosticSeverity.Error,
    "warning": t.DiagnosticSeverity.Warning,
    "information": t.DiagnosticSeverity.Information,
    "hint": t.DiagnosticSeverity.Hint,
}


def diagnostic(
    finding: Diagnostic, text: Text | None, capabilities: ClientCapabilities, locate: Callable[[Place], t.Location]
) -> t.Diagnostic:
    """Return a diagnostic as the protocol has it; `locate` gives the location of a related place."""
    related_places = finding.related if capabilities.related_information else ()
    related_information = [t.DiagnosticRelatedInformation(locate(it.place), it.message) for it in related_places]
    page = code_page_uri(finding.code) if capabilities.code_descriptions else None
    return t.Diagnostic(
        range=range_of(finding.span, text, capabilities.encoding),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=t.CodeDescription(page) if page else None,
        source="coupling",
        related_information=related_information or None,
    )


@functools.cache
def code_page_uri(code: str) -> str | None:
    """Return the URI of the page that explains a code: beside the package when installed, in `docs` in a checkout."""
    package = Path(str(resources.files("coupling_lsp")))
    for folder in (package / "docs" / "codes", package.parent / "docs" / "codes"):
        page = folder / f"{code}.md"
        if page.is_file():
            return page.as_uri()
    return None


def hover(content: Hover, text: Text, encoding: str) -> t.Hover:
    """Return a hover as the protocol has it."""
    markup = t.MarkupContent(t.MarkupKind.Markdown, content.markdown)
    return t.Hover(markup, range_of(content.span, text, encoding))


def edits(text_edits: tuple[TextEdit, ...], text: Text | None, encoding: str) -> list[t.TextEdit]:
    """Return text edits as the protocol has them."""
    return [t.TextEdit(range_of(it.span, text, encoding), it.text) for it in text_edits]


def is_requested(kind: str, requested_kinds: list[t.CodeActionKind | str]) -> bool:
    """Return whether a client that asks for these kinds of code actions wants `kind`: `refactor.rewrite`.

    A kind stands for all below it, the empty one for all there are; so does no kind at all.
    """
    if not requested_kinds:
        return True
    names = [str(getattr(it, "value", it)) for it in requested_kinds]
    return any(not name or kind == name or kind.startswith(f"{name}.") for name in names)


def title_of(fix: QuickFix) -> str:
    """Return the title of a quick fix without the marks that only Markdown shows."""
    return fix.title.replace("`", "")
