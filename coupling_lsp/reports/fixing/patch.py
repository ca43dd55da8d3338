"""`fix --diff`: changes as a patch that `git apply` and `patch -p1` take."""

import difflib
from collections.abc import Iterator

from coupling_lsp.reports.fixing.fix_all import FixResult
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.text import Text

_NO_NEWLINE = "\\ No newline at end of file"


def render(fix_result: FixResult, screen: Screen) -> str:
    """Return the patch of one project, coloured where the screen has colour."""
    return "".join(line for path in sorted(fix_result.texts) for line in _file_patch(fix_result, path, screen))


def _file_patch(fix_result: FixResult, path: str, screen: Screen) -> Iterator[str]:
    name = fix_result.project.show(path)
    end = "\t" if " " in name else ""  # As git writes it, so that the name is read to its end.
    original = fix_result.project.read(path)
    old = f"a/{name}{end}" if original is not None else "/dev/null"
    for line in difflib.unified_diff(_lines(original), _lines(fix_result.texts[path]), old, f"b/{name}{end}"):
        text, newline, _ = line.partition("\n")
        yield f"{_paint_line(text, screen)}\n"
        if not newline:
            yield f"{_NO_NEWLINE}\n"


def _paint_line(line: str, screen: Screen) -> str:
    """Return a line unchanged for programs, or made safe and coloured for people."""
    if not screen.styles:
        return line
    styles: dict[str, Style] = {"+": "good", "-": "error", "@": "note"}
    return screen.paint(styles.get(line[:1], "faint"), cells.clean(line.rstrip("\r")))


def _lines(text: Text | None) -> list[str]:
    """Return lines with their ends, as git counts them."""
    *lines, last = str(text or Text(b"")).split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
