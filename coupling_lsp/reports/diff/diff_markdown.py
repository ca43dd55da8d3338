"""`diff --format md`: a comment for a pull request, what nobody agreed to first, the details folded away."""

from collections.abc import Iterable, Iterator

from coupling_lsp.features.words import count
from coupling_lsp.reports.diff import diff_wording, fail_levels
from coupling_lsp.reports.diff.difference import DiffEdge, Difference, EdgeChange
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen

NAME = "md"

_MAX_TABLE_ROWS = 100
"""Rows of one table: a comment on GitHub may have 65536 characters."""

_COLUMNS = ("place", "edge", "kind", "leads to", "verdict", "rule")

_TableRow = tuple[DiffEdge, str, str]
"""An edge, its place, and what is said of it."""


def render(difference: Difference, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """The comment."""
    lines = [f"### Edges between apps: {diff_wording.sums(difference)}", ""]
    if not difference.pairs:
        lines = ["### Edges between apps: nothing changed", ""]
    lines.extend(_unagreed_edges(difference))
    lines.extend(_pair_table(difference))
    lines.extend(_details("added", map(_edge_row, difference.added)))
    lines.extend(_details("removed", map(_edge_row, difference.removed)))
    lines.extend(_details("moved", (_change_row(it, f" from {_place(it.before)}") for it in difference.moved)))
    lines.extend(_details("judged anew", (_change_row(it, "") for it in difference.judged)))
    states = f"{_code(diff_wording.state_name(difference.base))} → {_code(diff_wording.state_name(difference.head))}"
    lines.append(f"{states}; {diff_wording.debt_and_unresolved(difference)}")
    return "".join(f"{line}\n" for line in lines)


def _unagreed_edges(difference: Difference) -> Iterator[str]:
    """What came and is forbidden or undeclared, in the open."""
    found = fail_levels.failing_edges(difference, "undeclared")
    if found:
        yield f"**{count(len(found), 'new edge')} nobody agreed to**"
        yield ""
        yield from _table(_edge_row(it) for it in found)


def _pair_table(difference: Difference) -> Iterator[str]:
    """How the numbers of each pair of apps changed."""
    for number, pair in enumerate(difference.pairs):
        numbers = list(diff_wording.number_changes(difference, pair))
        if not number:
            yield from _markdown_row(("", *(noun for noun, _, _ in numbers)))
            yield from _markdown_row(("---", *("---:" for _ in numbers)))
        told = (diff_wording.number_change(before, after) if before or after else "·" for _, before, after in numbers)
        yield from _markdown_row((_arrow(pair), *told))
    if difference.pairs:
        yield ""


def _details(title: str, rows: Iterable[_TableRow]) -> Iterator[str]:
    told = list(rows)
    if told:
        yield f"<details><summary>{count(len(told), 'edge')} {title}</summary>"
        yield ""
        yield from _table(told)
        yield "</details>"
        yield ""


def _table(rows: Iterable[_TableRow]) -> Iterator[str]:
    told = list(rows)
    yield from _markdown_row(_COLUMNS)
    yield from _markdown_row(["---"] * len(_COLUMNS))
    for it, place, verdict in told[:_MAX_TABLE_ROWS]:
        target, rule = _code(diff_wording.target(it)), _code(diff_wording.rule(it))
        yield from _markdown_row((place, _arrow(it.pair), diff_wording.kind(it), target, verdict, rule))
    yield ""
    if len(told) > _MAX_TABLE_ROWS:
        yield f"{len(told) - _MAX_TABLE_ROWS} more; `coupling-lsp diff` lists them all"
        yield ""


def _edge_row(it: DiffEdge) -> _TableRow:
    return it, _place(it), diff_wording.verdict(it)


def _change_row(it: EdgeChange, origin: str) -> _TableRow:
    return it.after, f"{_place(it.after)}{origin}", diff_wording.verdict_change(it)


def _place(it: DiffEdge) -> str:
    return _code(diff_wording.place(it))


def _markdown_row(columns: Iterable[str]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"


def _arrow(pair: tuple[str, str]) -> str:
    return " → ".join(_code(cells.clean(label)) for label in pair)


def _code(text: str) -> str:
    """A name as code in a cell of a table, whatever it is made of."""
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|")
