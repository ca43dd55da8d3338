"""What the server shows in Neovim, through the configuration that the project ships."""

import ast
from pathlib import Path

import pytest
from e2e.projects import QUERY
from e2e.projects import SHOP as PROJECT

from .neovim import Editor

FORBIDDEN = "Billing alone knows how an invoice is stored"
DEBT = "The view looks an invoice up by itself"
IMPORT = "from billing.models import Invoice"


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


@pytest.mark.parametrize("path", ["orders/empty.py", "orders/new.py"], ids=["on disk", "not on disk"])
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
    editor.open("orders/empty.py")
    text = f"label = '😀é'; {IMPORT}; invoice = '👩‍💻', Invoice.objects.get(number='1')"
    editor.nvim.current.buffer[:] = [text]
    expected = [
        ("coupling", "forbidden-edge", *span(text, "Invoice", 0)),
        ("coupling", "tech-debt", *span(text, "Invoice", 0, start=text.index("👩‍💻"))),
    ]
    editor.wait(lambda: editor.diagnostics() == expected, f"expected {expected}")
    assert DEBT in editor.hover(0, expected[1][3])


def test_rules_outside_of_the_repository_are_not_its_root(editor: Editor) -> None:
    above = editor.project.parent / "rules.yaml"
    above.write_text("version: 1\n")
    (editor.project / ".git").mkdir()
    (editor.project / "rules.yaml").unlink()
    editor.open("orders/views.py")
    assert editor.lua("return vim.lsp.get_clients()[1].root_dir") == str(editor.project)


def test_the_home_folder_is_no_project(editor: Editor, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("rules.yaml", "notes.py"):
        (home / name).write_text("")
    editor.nvim.command(f"edit {home / 'notes.py'}")
    editor.open("orders/views.py")
    editor.wait(lambda: editor.has("tech-debt"), "no diagnostic")
    roots = editor.nvim.exec_lua("return vim.tbl_map(function(c) return c.root_dir end, vim.lsp.get_clients())")
    assert roots == [str(editor.project)]


def test_the_server_is_for_python_and_the_rules(editor: Editor) -> None:
    editor.open("rules.yaml")
    editor.open("orders/models.py")
    roots = editor.nvim.exec_lua("return vim.tbl_map(function(c) return c.root_dir end, vim.lsp.get_clients())")
    assert roots == [str(editor.project)]
    editor.nvim.command(f"edit {editor.project / 'deploy/values.yaml'}")
    assert editor.nvim.current.buffer.options["filetype"] == "yaml"
    values = editor.nvim.current.buffer.number
    editor.open("orders/views.py")  # waits for its server, so that of the file before would be there, too
    assert editor.clients(values) == 0


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
