"""`report --format html`: the document as one page that needs no network, with a search box and filters."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from coupling_lsp.model.edge_kinds import EDGE_KINDS, KINDS
from coupling_lsp.reports.document.elements import (
    DocumentSection,
    DocumentTable,
    EdgeDocument,
    TableRow,
    TextRun,
)
from coupling_lsp.reports.html.tags import part_tags, run_tag
from coupling_lsp.reports.terminal import cells

STYLE_SHEET = "report.css"
SCRIPT = "report.js"

_TITLE = "Cross-app dependencies"

_INTENTS = ("intentional", "tech debt", "undeclared", "forbidden")
"""Verdicts to filter by, in the order they are offered."""


class PageFiles(NamedTuple):
    """Contents of the files `STYLE_SHEET` and `SCRIPT` of this package, which the page holds inline."""

    style_sheet: str
    script: str


def render(documents: Sequence[EdgeDocument], files: PageFiles) -> str:
    """Return the page. Everything that comes from the project is escaped."""
    body = [line for number, it in enumerate(documents) for line in _document(it, number, len(documents) > 1)]
    page = [
        *_head(files.style_sheet),
        "<body>",
        "<header>",
        f"<h1>{_TITLE}</h1>",
        *_controls(documents),
        "</header>",
        "<main>",
        *body,
        "</main>",
        f"<script>\n{files.script}</script>",
        "</body>",
        "</html>",
    ]
    return "".join(f"{line}\n" for line in page)


def _head(style_sheet: str) -> Iterator[str]:
    """Yield the head. Its policy lets the page load nothing, and run nothing but its own script."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield f"<title>{_TITLE}</title>"
    yield f"<style>\n{style_sheet}</style>"
    yield "</head>"


def _controls(documents: Sequence[EdgeDocument]) -> Iterator[str]:
    rows = [row for it in documents for section in it.sections for row in _table_rows(section)]
    apps = sorted({app for row in rows for app in row.apps})
    kinds = {kind for row in rows for kind in row.kinds}
    intents = {row.intent for row in rows}
    yield '<form id="filters" role="search" hidden>'
    yield '<input id="search" type="search" placeholder="Search" aria-label="Search">'
    yield from _select("app", "All apps", [(app, app) for app in apps])
    yield from _select("kind", "All kinds", [(kind, EDGE_KINDS[kind].noun) for kind in KINDS if kind in kinds])
    yield from _select("intent", "All intents", [(it, it) for it in _INTENTS if it in intents])
    yield '<button type="reset">Clear</button> <output id="found"></output>'
    yield "</form>"
    if len(documents) == 1:
        links = (f'<a href="#{_section_id(it, 0)}">{escape(it.title)}</a>' for it in documents[0].sections)
        yield f"<nav>{' '.join(links)}</nav>"


def _select(name: str, placeholder: str, values: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f'<select id="{name}" aria-label="{name.capitalize()}"><option value="">{placeholder}</option>'
    for value, caption in values:
        yield f'<option value="{escape(value)}">{escape(cells.clean(caption))}</option>'
    yield "</select>"


def _table_rows(section: DocumentSection) -> Iterator[TableRow]:
    for part in section.parts:
        if isinstance(part, DocumentTable):
            yield from part.rows


def _document(document: EdgeDocument, number: int, is_one_of_many: bool) -> Iterator[str]:
    if is_one_of_many:
        yield f"<h2>Project {run_tag(TextRun(document.root or '.', True))}</h2>"
    for section in document.sections:
        yield f'<section id="{_section_id(section, number)}">'
        yield f"<h2>{escape(section.title)}</h2>"
        for part in section.parts:
            yield from part_tags(part, number)
        yield "</section>"


def _section_id(section: DocumentSection, number: int) -> str:
    return f"{section.id}-{number}" if number else section.id
