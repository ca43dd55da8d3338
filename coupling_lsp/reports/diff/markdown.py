"""`diff --format md`: a comment for a pull request, what nobody agreed to first, the details folded away."""

from collections.abc import Iterable, Iterator

from coupling_lsp.features.wording import count
from coupling_lsp.reports import cells
from coupling_lsp.reports.diff import counted, words
from coupling_lsp.reports.diff.difference import Change, Difference, Found
from coupling_lsp.reports.screen import Screen

NAME = "md"

_MOST = 100
"""Rows of one table: a comment on GitHub may have 65536 characters."""

_COLUMNS = ("place", "edge", "kind", "leads to", "verdict", "rule")

_Row = tuple[Found, str, str]
"""An edge, its place, and what is said of it."""


def render(difference: Difference, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """The comment."""
    lines = [f"### Edges between apps: {words.sums(difference)}", ""]
    if not difference.pairs:
        lines = ["### Edges between apps: nothing changed", ""]
    lines.extend(_unwanted(difference))
    lines.extend(_pairs(difference))
    lines.extend(_details("added", map(_plain, difference.added)))
    lines.extend(_details("removed", map(_plain, difference.removed)))
    lines.extend(_details("moved", (_change(it, f" from {_place(it.before)}") for it in difference.moved)))
    lines.extend(_details("judged anew", (_change(it, "") for it in difference.judged)))
    states = f"{_code(words.state(difference.base))} → {_code(words.state(difference.head))}"
    lines.append(f"{states}; {words.rest(difference)}")
    return "".join(f"{line}\n" for line in lines)


def _unwanted(difference: Difference) -> Iterator[str]:
    """What came and is forbidden or undeclared, in the open."""
    found = counted.counted(difference, "undeclared")
    if found:
        yield f"**{count(len(found), 'new edge')} nobody agreed to**"
        yield ""
        yield from _table(_plain(it) for it in found)


def _pairs(difference: Difference) -> Iterator[str]:
    """How the numbers of each pair of apps changed."""
    for number, pair in enumerate(difference.pairs):
        numbers = list(words.steps(difference, pair))
        if not number:
            yield from _row(("", *(noun for noun, _, _ in numbers)))
            yield from _row(("---", *("---:" for _ in numbers)))
        told = (words.step(before, after) if before or after else "·" for _, before, after in numbers)
        yield from _row((_arrow(pair), *told))
    if difference.pairs:
        yield ""


def _details(title: str, rows: Iterable[_Row]) -> Iterator[str]:
    told = list(rows)
    if told:
        yield f"<details><summary>{count(len(told), 'edge')} {title}</summary>"
        yield ""
        yield from _table(told)
        yield "</details>"
        yield ""


def _table(rows: Iterable[_Row]) -> Iterator[str]:
    told = list(rows)
    yield from _row(_COLUMNS)
    yield from _row(["---"] * len(_COLUMNS))
    for it, place, verdict in told[:_MOST]:
        target, rule = _code(words.target(it)), _code(words.rule(it))
        yield from _row((place, _arrow(it.pair), words.kind(it), target, verdict, rule))
    yield ""
    if len(told) > _MOST:
        yield f"{len(told) - _MOST} more; `coupling-lsp diff` lists them all"
        yield ""


def _plain(it: Found) -> _Row:
    return it, _place(it), words.verdict(it)


def _change(it: Change, origin: str) -> _Row:
    return it.after, f"{_place(it.after)}{origin}", words.verdicts(it)


def _place(it: Found) -> str:
    return _code(words.place(it))


def _row(columns: Iterable[str]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"


def _arrow(pair: tuple[str, str]) -> str:
    return " → ".join(_code(cells.clean(label)) for label in pair)


def _code(text: str) -> str:
    """A name as code in a cell of a table, whatever it is made of."""
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|")
