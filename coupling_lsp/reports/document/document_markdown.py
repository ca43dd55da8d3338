"""`report --format md`: the document as Markdown, as GitHub reads it.

Syntax: https://github.github.com/gfm/#tables-extension-
"""

import re
from collections.abc import Iterator, Sequence

from coupling_lsp.reports.document.elements import (
    Cell,
    CodeBlock,
    DocumentSection,
    DocumentTable,
    EdgeDocument,
    Part,
    TableRow,
    TextRun,
)
from coupling_lsp.reports.graph import mermaid
from coupling_lsp.reports.graph.app_graph import Graph

TITLE = "# Cross-app dependencies\n\n"

_MARKUP = re.compile(r"[\\`*<|]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_BACKTICKS = re.compile(r"`+")


def render(documents: Sequence[EdgeDocument]) -> str:
    """Return the sections, below no title; each project has a heading when there are several."""
    blocks = [block for it in documents for block in _document(it, len(documents) > 1)]
    return "\n\n".join(blocks) + "\n"


def _document(document: EdgeDocument, is_one_of_many: bool) -> Iterator[str]:
    marks = "###" if is_one_of_many else "##"
    if is_one_of_many:
        yield f"## Project {_run(TextRun(document.root or '.', True))}"
    for section in document.sections:
        yield from _section(section, marks)


def _section(section: DocumentSection, marks: str) -> Iterator[str]:
    yield f"{marks} {section.title}"
    for part in section.parts:
        yield _part(part)


def _part(part: Part) -> str:
    if isinstance(part, DocumentTable):
        rule = "| " + " | ".join("---" for _ in part.columns) + " |"
        head = "| " + " | ".join(part.columns) + " |"
        return "\n".join([head, rule, *map(_row, part.rows)])
    if isinstance(part, CodeBlock):
        return f"```{part.language}\n{part.text}```"
    if isinstance(part, Graph):
        return f"```mermaid\n{mermaid.render([part])}```"
    return _cell(part)


def _row(row: TableRow) -> str:
    return "| " + " | ".join(map(_cell, row.cells)) + " |"


def _cell(cell: Cell) -> str:
    return "".join(map(_run, cell)).strip()


def _run(run: TextRun) -> str:
    if not run.is_code:
        return _MARKUP.sub(r"\\\g<0>", run.text)
    # A table ends its cells at every bar, in code too, unless it is escaped.
    text = run.text.replace("|", "\\|")
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest or text != text.strip() else ""
    return f"{fence}{space}{text}{space}{fence}" if text else ""
