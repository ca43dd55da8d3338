"""`diff` for people: by pair of apps how the numbers changed, then each edge that came, went or moved."""

from collections.abc import Iterator, Sequence

from coupling_lsp.reports.diff import diff_wording
from coupling_lsp.reports.diff.difference import DiffEdge, Difference
from coupling_lsp.reports.edges.edges_table import VERDICT_STYLES
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style

NAME = "text"

_SIGNS: dict[str, Style] = {"+": "warning", "−": "good", "→": "faint", "=": "faint"}


def render(difference: Difference, screen: Screen) -> str:
    """The whole report."""
    states = f"{diff_wording.state_name(difference.base)} → {diff_wording.state_name(difference.head)}"
    lines = [screen.paint("faint", states), ""]
    for pair in difference.pairs:
        lines.extend(_pair(difference, pair, screen))
        lines.append("")
    if not difference.pairs:
        lines.append("No edge came, went or moved, and none is judged anew")
    else:
        lines.append(diff_wording.sums(difference))
    lines.append(screen.paint("faint", diff_wording.debt_and_unresolved(difference)))
    return "".join(f"{line}\n" for line in lines)


def _pair(difference: Difference, pair: tuple[str, str], screen: Screen) -> Iterator[str]:
    numbers = diff_wording.number_changes(difference, pair)
    told = ", ".join(
        f"{noun} {diff_wording.number_change(before, after)}" for noun, before, after in numbers if before != after
    )
    head = screen.paint("strong", cells.clean(" → ".join(pair)))
    yield f"{head}: {told or 'as many edges as before'}"
    rows = list(_rows(difference, pair))
    widths = cells.column_widths([columns for _, columns, _ in rows])
    for sign, columns, it in rows:
        place, kind, target, verdict, rule = (cells.pad(*cell) for cell in zip(columns, widths, strict=True))
        style = VERDICT_STYLES[it.verdict] if it.verdict is not None else "faint"
        line = f"  {screen.paint(_SIGNS[sign], sign)} {place}  {kind}  {target}  {screen.paint(style, verdict)}  {rule}"
        yield line.rstrip()
        if sign == "→":
            before = next(change.before for change in difference.moved if change.after is it)
            yield screen.paint("faint", f"    from {diff_wording.place(before)}")


def _rows(difference: Difference, pair: tuple[str, str]) -> Iterator[tuple[str, Sequence[str], DiffEdge]]:
    """The edges of a pair: added `+`, removed `−`, moved `→`, judged anew `=`."""
    for sign, found in (("+", difference.added), ("−", difference.removed)):
        yield from ((sign, _columns(it, diff_wording.verdict(it)), it) for it in found if it.pair == pair)
    for sign, changes in (("→", difference.moved), ("=", difference.judged)):
        own = (it for it in changes if it.after.pair == pair)
        yield from ((sign, _columns(it.after, diff_wording.verdict_change(it)), it.after) for it in own)


def _columns(it: DiffEdge, verdict: str) -> Sequence[str]:
    return diff_wording.place(it), diff_wording.kind(it), diff_wording.target(it), verdict, diff_wording.rule(it)
