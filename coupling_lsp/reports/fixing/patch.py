"""`fix --diff`: the changes as a patch that `git apply` and `patch -p1` take."""

import difflib
from collections.abc import Iterator

from coupling_lsp.reports.fixing.fix_all import FixResult
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.text import Text

_NO_NEWLINE = "\\ No newline at end of file"


def render(fixed: FixResult, screen: Screen) -> str:
    """The patch of one project, coloured where the screen shows colour."""
    return "".join(line for path in sorted(fixed.texts) for line in _file_patch(fixed, path, screen))


def _file_patch(fixed: FixResult, path: str, screen: Screen) -> Iterator[str]:
    name = fixed.project.show(path)
    end = "\t" if " " in name else ""  # As git writes it, so that the name is read to its end.
    before = fixed.project.read(path)
    old = f"a/{name}{end}" if before is not None else "/dev/null"
    for line in difflib.unified_diff(_lines(before), _lines(fixed.texts[path]), old, f"b/{name}{end}"):
        text, newline, _ = line.partition("\n")
        yield f"{_paint_line(text, screen)}\n"
        if not newline:
            yield f"{_NO_NEWLINE}\n"


def _paint_line(line: str, screen: Screen) -> str:
    """The line as it is for programs, made safe and coloured for people."""
    if not screen.styles:
        return line
    styles: dict[str, Style] = {"+": "good", "-": "error", "@": "note"}
    return screen.paint(styles.get(line[:1], "faint"), cells.clean(line.rstrip("\r")))


def _lines(text: Text | None) -> list[str]:
    """Lines with their ends, as git counts them."""
    *lines, last = str(text or Text(b"")).split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
