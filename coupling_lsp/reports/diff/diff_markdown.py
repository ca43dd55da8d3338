"""`diff --format md`: a comment for a pull request; edges nobody agreed to come first, details are folded away."""

from collections.abc import Iterable, Iterator

from coupling_lsp.features.words import count
from coupling_lsp.reports.diff import diff_wording, fail_levels
from coupling_lsp.reports.diff.difference import DiffEdge, Difference, EdgeChange
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen

NAME = "md"

_MAX_TABLE_ROWS = 100
"""Rows of one table; a line tells how many more there are. A comment on GitHub may have 65536 characters."""

_COLUMNS = ("place", "edge", "kind", "leads to", "verdict", "rule")

_TableRow = tuple[DiffEdge, str, str]
"""An edge, its place, and the verdict or how that changed."""


def render(difference: Difference, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """Return the comment."""
    lines = [f"### Edges between apps: {diff_wording.sums(difference)}", ""]
    if not difference.pairs:
        lines = ["### Edges between apps: nothing changed", ""]
    lines.extend(_unagreed_edges(difference))
    lines.extend(_pair_table(difference))
    lines.extend(_details("added", map(_edge_row, difference.added)))
    lines.extend(_details("removed", map(_edge_row, difference.removed)))
    lines.extend(_details("moved", (_change_row(it, f" from {_place(it.base)}") for it in difference.moved)))
    lines.extend(_details("judged anew", (_change_row(it, "") for it in difference.judged_anew)))
    states = f"{_code(diff_wording.state_name(difference.base))} → {_code(diff_wording.state_name(difference.head))}"
    lines.append(f"{states}; {diff_wording.debt_and_unresolved(difference)}")
    return "".join(f"{line}\n" for line in lines)


def _unagreed_edges(difference: Difference) -> Iterator[str]:
    """Yield a table of the new edges that are forbidden or undeclared; this one is not folded away."""
    edges = fail_levels.failing_edges(difference, "undeclared")
    if edges:
        yield f"**{count(len(edges), 'new edge')} nobody agreed to**"
        yield ""
        yield from _table(_edge_row(it) for it in edges)


def _pair_table(difference: Difference) -> Iterator[str]:
    """Yield a table of how the numbers of each pair of apps changed."""
    for number, pair in enumerate(difference.pairs):
        numbers = list(diff_wording.number_changes(difference, pair))
        if not number:
            yield from _markdown_row(("", *(noun for noun, _, _ in numbers)))
            yield from _markdown_row(("---", *("---:" for _ in numbers)))
        changes = (diff_wording.number_change(base, head) if base or head else "·" for _, base, head in numbers)
        yield from _markdown_row((_arrow(pair), *changes))
    if difference.pairs:
        yield ""


def _details(title: str, rows: Iterable[_TableRow]) -> Iterator[str]:
    table_rows = list(rows)
    if table_rows:
        yield f"<details><summary>{count(len(table_rows), 'edge')} {title}</summary>"
        yield ""
        yield from _table(table_rows)
        yield "</details>"
        yield ""


def _table(rows: Iterable[_TableRow]) -> Iterator[str]:
    table_rows = list(rows)
    yield from _markdown_row(_COLUMNS)
    yield from _markdown_row(["---"] * len(_COLUMNS))
    for diff_edge, place, verdict in table_rows[:_MAX_TABLE_ROWS]:
        target, rule = _code(diff_wording.target(diff_edge)), _code(diff_wording.rule(diff_edge))
        yield from _markdown_row((place, _arrow(diff_edge.pair), diff_wording.kind(diff_edge), target, verdict, rule))
    yield ""
    if len(table_rows) > _MAX_TABLE_ROWS:
        yield f"{len(table_rows) - _MAX_TABLE_ROWS} more; `coupling-lsp diff` lists them all"
        yield ""


def _edge_row(diff_edge: DiffEdge) -> _TableRow:
    return diff_edge, _place(diff_edge), diff_wording.verdict(diff_edge)


def _change_row(change: EdgeChange, origin: str) -> _TableRow:
    return change.head, f"{_place(change.head)}{origin}", diff_wording.verdict_change(change)


def _place(diff_edge: DiffEdge) -> str:
    return _code(diff_wording.place(diff_edge))


def _markdown_row(columns: Iterable[str]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"


def _arrow(pair: tuple[str, str]) -> str:
    return " → ".join(_code(cells.clean(label)) for label in pair)


def _code(text: str) -> str:
    """Return a name as code in a table cell, with backticks and bars made harmless."""
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|")
