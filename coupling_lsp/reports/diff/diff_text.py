"""`diff` for people: for each pair of apps how its numbers changed, then each edge that differs."""

from collections.abc import Iterator, Sequence

from coupling_lsp.reports.diff import diff_wording
from coupling_lsp.reports.diff.difference import DiffEdge, Difference
from coupling_lsp.reports.edges.edges_table import VERDICT_STYLES
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style

NAME = "text"

_SIGNS: dict[str, Style] = {"+": "warning", "−": "good", "→": "faint", "=": "faint"}


def render(difference: Difference, screen: Screen) -> str:
    """Return the whole report."""
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
    changes = ", ".join(
        f"{noun} {diff_wording.number_change(base, head)}" for noun, base, head in numbers if base != head
    )
    heading = screen.paint("strong", cells.clean(" → ".join(pair)))
    yield f"{heading}: {changes or 'as many edges as before'}"
    rows = list(_rows(difference, pair))
    widths = cells.column_widths([columns for _, columns, _ in rows])
    for sign, columns, diff_edge in rows:
        place, kind, target, verdict, rule = (cells.pad(*cell) for cell in zip(columns, widths, strict=True))
        style = VERDICT_STYLES[diff_edge.verdict] if diff_edge.verdict is not None else "faint"
        line = f"  {screen.paint(_SIGNS[sign], sign)} {place}  {kind}  {target}  {screen.paint(style, verdict)}  {rule}"
        yield line.rstrip()
        if sign == "→":
            origin = next(change.base for change in difference.moved if change.head is diff_edge)
            yield screen.paint("faint", f"    from {diff_wording.place(origin)}")


def _rows(difference: Difference, pair: tuple[str, str]) -> Iterator[tuple[str, Sequence[str], DiffEdge]]:
    """Yield the edges of a pair with a sign: added `+`, removed `−`, moved `→`, judged anew `=`."""
    for sign, edges in (("+", difference.added), ("−", difference.removed)):
        yield from ((sign, _columns(it, diff_wording.verdict(it)), it) for it in edges if it.pair == pair)
    for sign, changes in (("→", difference.moved), ("=", difference.judged_anew)):
        own = (it for it in changes if it.head.pair == pair)
        yield from ((sign, _columns(it.head, diff_wording.verdict_change(it)), it.head) for it in own)


def _columns(diff_edge: DiffEdge, verdict: str) -> Sequence[str]:
    return (
        diff_wording.place(diff_edge),
        diff_wording.kind(diff_edge),
        diff_wording.target(diff_edge),
        verdict,
        diff_wording.rule(diff_edge),
    )
