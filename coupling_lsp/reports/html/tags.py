"""Elements of a document as HTML."""

import re
from collections.abc import Iterator
from html import escape

from coupling_lsp.reports.document.elements import Cell, CodeBlock, DocumentTable, Part, TableRow, TextRun
from coupling_lsp.reports.graph.app_graph import Graph
from coupling_lsp.reports.html import svg

_BREAK_POINT = re.compile(r"(?<=[^…]/)(?=[^/])|(?<=[\w)])(?=\.)(?!\.py\b)|(?<=_)(?=[^\W_])")
"""Where a long name may be broken: between its parts, not within one."""

_UNBROKEN_NAME = re.compile(r"[\w-]{1,34}")
"""A name short enough to stand on one line."""

_MAX_SHORT_CHARS = 18
"""Longest prose in a cell that is never wrapped."""

_MAX_MEDIUM_CHARS = 40
"""Longest prose in a cell of the usual width; longer ones get a wide column."""


def part_tags(part: Part, number: int) -> Iterator[str]:
    """Yield a part of a section. `number` is that of its document, for ids."""
    if isinstance(part, DocumentTable):
        heads = "".join(f"<th>{escape(name)}</th>" for name in part.columns)
        yield f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>'
        yield from map(_row_tag, part.rows)
        yield "</tbody></table></div>"
    elif isinstance(part, CodeBlock):
        yield f"<pre><code>{escape(part.text)}</code></pre>"
    elif isinstance(part, Graph):
        yield '<div class="wide">'
        yield from svg.render(part, number)
        yield "</div>"
    else:
        yield f"<p>{_cell(part)}</p>"


def _row_tag(row: TableRow) -> str:
    cell_tags = "".join(_cell_tag(cell) for cell in row.cells)
    data = f'data-apps="{escape(" ".join(row.apps))}" data-kinds="{escape(" ".join(row.kinds))}"'
    return f'<tr {data} data-intent="{escape(row.intent)}">{cell_tags}</tr>'


def _cell_tag(cell: Cell) -> str:
    n_prose_chars = sum(len(run.text) for run in cell if not run.is_code)
    has_code = any(run.is_code for run in cell)
    if n_prose_chars > _MAX_MEDIUM_CHARS:
        return f'<td class="long">{_cell(cell)}</td>'
    if has_code or n_prose_chars > _MAX_SHORT_CHARS:
        return f"<td>{_cell(cell)}</td>"
    return f'<td class="short">{_cell(cell)}</td>'


def _cell(cell: Cell) -> str:
    return "".join(map(run_tag, cell))


def run_tag(run: TextRun) -> str:
    """Return a run of text, escaped, as code where it is."""
    if not run.is_code:
        return escape(run.text)
    if _UNBROKEN_NAME.fullmatch(run.text):
        return f'<code class="name">{run.text}</code>'
    # A long name may be broken where its parts meet, not within a part.
    return f"<code>{_BREAK_POINT.sub('<wbr>', escape(run.text))}</code>"
