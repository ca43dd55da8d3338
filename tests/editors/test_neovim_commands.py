"""The commands, the health check and the help of the Neovim plugin."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .neovim import NVIM, PLUGIN, Editor

IMPORT = (
    "orders/views.py:1:28-35 E forbidden import  orders → billing.Invoice: "
    "Billing alone knows how an invoice is stored."
)
QUERY = (
    "orders/views.py:5:12-19 I tech-debt orm-read  orders → billing.Invoice: The view looks an invoice up by itself."
)
KEY = "orders/models.py:5:33-50 N approved schema  orders → billing.Invoice: An order is paid by an invoice."
RECEIPT = "orders/receipts.py:1:28-35 W undeclared import  orders → billing.Receipt"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [KEY, RECEIPT, IMPORT, QUERY]),
        ("orders billing", [KEY, RECEIPT, IMPORT, QUERY]),
        ("* billing kind=schema", [KEY]),
        ("verdict=tech-debt,undeclared", [RECEIPT, QUERY]),
        ("orders * verdict=forbidden kind=import,orm-read", [IMPORT]),
    ],
)
def test_edges_are_listed(editor: Editor, words: str, expected: list[str]) -> None:
    editor.open("orders/views.py")
    editor.nvim.command(f"CouplingEdges {words}")
    editor.wait(editor.quickfix, "no list")
    assert sorted(editor.quickfix()) == sorted(expected)
    assert editor.lua("return vim.bo.buftype") == "quickfix"
    editor.nvim.command("cfirst")
    assert editor.lua("return vim.bo.filetype") == "python"


def test_columns_of_the_list_count_bytes(editor: Editor) -> None:
    (editor.project / "orders/receipts.py").write_text("a = '😀é'; from billing.models import Receipt\n")
    editor.open("orders/receipts.py")
    editor.nvim.command("CouplingEdges verdict=undeclared")
    editor.wait(editor.quickfix, "no list")
    start = "a = '😀é'; from billing.models import ".encode()
    place = f"orders/receipts.py:1:{len(start) + 1}-{len(start) + 1 + len('Receipt')} "
    assert editor.quickfix()[0].startswith(place)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("billing orders", "no edge: billing orders"),
        ("ordres", "ordres"),
        ("verdict=bad", "verdict=bad: it is one of approved, tech-debt, undeclared, forbidden"),
        ("colour=red", "colour is no filter; there are verdict=… and kind=…"),
        ("a b c", "at most two apps"),
    ],
)
def test_a_list_that_would_be_empty_is_told_instead(editor: Editor, words: str, message: str) -> None:
    editor.open("orders/views.py")
    editor.nvim.command(f"CouplingEdges {words}")
    editor.wait(lambda: message in editor.said(), "it did not happen")
    assert editor.quickfix() == []
    assert len(editor.nvim.windows) == 1


def test_apps_and_filters_are_completed(editor: Editor) -> None:
    editor.open("orders/views.py")
    assert editor.nvim.funcs.getcompletion("CouplingEdges ", "cmdline") == ["billing", "orders", "verdict=", "kind="]
    assert editor.nvim.funcs.getcompletion("CouplingEdges orders b", "cmdline") == ["billing"]
    assert editor.nvim.funcs.getcompletion("CouplingEdges verdict=f", "cmdline") == ["verdict=forbidden"]
    assert editor.nvim.funcs.getcompletion("CouplingExplain o", "cmdline") == ["orders"]
    assert editor.nvim.funcs.getcompletion("CouplingGraph d", "cmdline") == ["dot"]


def test_a_line_is_explained(editor: Editor) -> None:
    editor.open("orders/views.py")
    editor.nvim.current.window.cursor = (5, 0)
    editor.nvim.command("CouplingExplain")
    text = editor.wait(editor.floating, "no window")
    assert "orders → billing · ORM read · tech debt" in text
    assert "The view looks an invoice up by itself." in text


def test_a_line_without_an_edge_is_told_of(editor: Editor) -> None:
    editor.open("orders/views.py")
    editor.nvim.current.window.cursor = (4, 0)
    editor.nvim.command("CouplingExplain")
    assert "No edge" in editor.wait(editor.floating, "no window")


def test_a_pair_of_apps_is_explained(editor: Editor) -> None:
    editor.open("orders/views.py")
    editor.nvim.command("CouplingExplain orders billing")
    editor.wait(lambda: "orders → billing  4 edges" in editor.text, "it did not happen")
    assert "billing does not depend on orders" in editor.text
    # `gF` goes to a place that is told.
    editor.nvim.funcs.search("views.py")
    editor.nvim.feedkeys("gF")
    editor.wait(lambda: editor.text.startswith("from billing.models import Invoice"), "gF went elsewhere")


def test_the_graph_is_text_or_a_page(editor: Editor) -> None:
    editor.open("orders/views.py")
    editor.nvim.command("CouplingGraph mermaid")
    editor.wait(lambda: "flowchart LR" in editor.text, "it did not happen")
    assert "orders -->" in editor.text
    assert editor.lua("return vim.bo.filetype") == "mermaid"
    editor.nvim.command("CouplingGraph")
    (path,) = editor.wait(lambda: editor.lua("return opened"), "it did not happen")
    page = Path(path).read_text()
    assert page.startswith("<!doctype html>")
    assert "The view looks an invoice up by itself." in page


@pytest.mark.parametrize(
    ("path", "line", "column", "expected"),
    [
        ("orders/views.py", 1, 30, "  - id: orders-no-invoice-import"),
        ("orders/views.py", 5, 12, "  - id: orders-invoice-lookup"),
        ("orders/models.py", 5, 35, "  - id: orders-invoice-key"),
        ("orders/views.py", 4, 0, "version: 1"),
        ("orders/receipts.py", 1, 30, "version: 1"),
    ],
    ids=["import", "query", "approved", "no edge", "undeclared"],
)
def test_the_rules_open_at_the_rule(editor: Editor, path: str, line: int, column: int, expected: str) -> None:
    editor.open(path)
    editor.nvim.current.window.cursor = (line, column)
    editor.nvim.command("CouplingRules")
    editor.wait(lambda: editor.nvim.current.buffer.name.endswith("rules.yaml"), "it did not happen")
    assert editor.nvim.current.line == expected


def test_the_rule_of_a_line_that_is_not_saved_is_found(editor: Editor) -> None:
    editor.open("orders/views.py")
    editor.nvim.command("set hidden")
    editor.nvim.current.buffer.append(["", "", "# Moved down."], 0)
    editor.nvim.current.window.cursor = (8, 12)
    editor.nvim.command("CouplingRules")
    editor.wait(lambda: editor.nvim.current.buffer.name.endswith("rules.yaml"), "it did not happen")
    assert editor.nvim.current.line == "  - id: orders-invoice-lookup"


def test_without_rules_the_way_to_them_is_told(editor: Editor) -> None:
    (editor.project / "rules.yaml").unlink()
    editor.open("orders/views.py")
    editor.nvim.command("CouplingRules")
    editor.wait(lambda: "`coupling-lsp init` writes one" in editor.said(), "it did not happen")


@pytest.mark.parametrize("is_absolute", [True, False])
def test_settings_of_the_server_are_those_of_the_commands(editor: Editor, is_absolute: bool) -> None:
    """Rules that are empty: what was approved is undeclared, in diagnostics as in the list."""
    other = editor.project / "other.yaml"
    other.write_text("version: 1\n")
    named = str(other) if is_absolute else "other.yaml"
    editor.lua("vim.lsp.config('coupling_lsp', { init_options = { rules = ... } })", named)
    editor.open("orders/models.py")
    editor.wait(lambda: editor.has("undeclared-edge"), "no diagnostic")
    editor.nvim.command("CouplingEdges verdict=undeclared")
    editor.wait(editor.quickfix, "no list")
    assert len(editor.quickfix()) == 4
    assert f"OK Rules: {other}" in health(editor)


def test_the_places_of_a_lens_are_listed(editor: Editor) -> None:
    editor.open("billing/models.py")
    editor.lua("vim.lsp.codelens.refresh({ bufnr = 0 })")
    title = "return ((vim.lsp.codelens.get(0)[1] or {}).command or {}).title"
    assert "1 app depends on it" in editor.wait(lambda: editor.lua(title), "no lens")
    editor.nvim.current.window.cursor = (4, 0)
    editor.lua("vim.lsp.codelens.run()")
    places = editor.wait(editor.quickfix, "no list")
    assert [it.split()[0] for it in places] == ["orders/models.py:5:33-50", "orders/views.py:5:12-19"]


def health(editor: Editor) -> str:
    editor.nvim.command("checkhealth coupling")
    return editor.text


def test_health_of_a_project_that_is_well(editor: Editor) -> None:
    editor.open("orders/views.py")
    told = health(editor)
    assert "OK coupling-lsp " in told
    assert f"OK Server attached to 1 buffer, for {editor.project}" in told
    assert f"OK Project {editor.project}: 2 apps, 4 edges, 0 unresolved places" in told
    assert f"OK Rules: {editor.project}/rules.yaml" in told
    assert "ERROR" not in told
    assert "WARNING" not in told


def test_health_tells_what_is_missing(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    editor.nvim.command(f"cd {tmp_path / 'nothing'}")
    told = health(editor)
    assert "No server runs" in told
    assert f"WARNING No Django project found in {tmp_path / 'nothing'}" in told
    assert f"WARNING No rules.yaml at or above {tmp_path / 'nothing'}" in told
    editor.lua("vim.lsp.config('coupling_lsp', { cmd = { 'no-such-program', 'serve', '--stdio' } })")
    told = health(editor)
    assert "ERROR no-such-program does not run" in told
    assert "pip install coupling-lsp" in told


def test_a_program_that_is_missing_is_a_message(editor: Editor) -> None:
    editor.lua("vim.lsp.enable('coupling_lsp', false)")
    editor.lua("vim.lsp.config('coupling_lsp', { cmd = { 'no-such-program', 'serve', '--stdio' } })")
    editor.nvim.command(f"edit {editor.project}/orders/views.py")
    editor.nvim.command("CouplingEdges")
    editor.wait(lambda: "no-such-program cannot be started" in editor.said(), "it did not happen")


def test_as_a_package_it_needs_no_line_of_its_own(project: Path, tmp_path: Path) -> None:
    plugin = tmp_path / "home/data/nvim/site/pack/coupling/start/coupling"
    shutil.copytree(PLUGIN, plugin)
    command = [str(NVIM), "--headless", "-i", "NONE", f"+helptags {plugin}/doc", "+help :CouplingEdges"]
    command += ["+lua io.write(vim.fn.expand('%:t'), ' ', vim.fn.exists(':CouplingEdges'))", "+qa!"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False, cwd=project)
    assert (done.stdout, done.stderr) == ("coupling.txt 2", "")


def test_every_command_has_help() -> None:
    text = (PLUGIN / "doc/coupling.txt").read_text()
    commands = re.findall(r"nvim_create_user_command\('(\w+)'", (PLUGIN / "plugin/coupling.lua").read_text())
    assert len(commands) == 4
    assert {f":{it}" for it in commands} <= set(re.findall(r"\*(\S+)\*", text))
    assert max(map(len, text.splitlines())) <= 78


def test_links_of_the_help_lead_somewhere() -> None:
    text = (PLUGIN / "doc/coupling.txt").read_text()
    theirs = (NVIM.parents[1] / "share/nvim/runtime/doc/tags").read_text().splitlines()
    tags = {it.split("\t")[0] for it in theirs} | set(re.findall(r"\*(\S+)\*", text))
    links = re.findall(r"\|([^|\s]+)\||('[a-z]+path')", text)
    assert len(links) > 10
    assert [it for pair in links for it in pair if it and it not in tags] == []
