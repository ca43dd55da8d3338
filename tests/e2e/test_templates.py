"""Templates in an editor that sends them: what their tags name is judged as in any other file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.editor import Editor
from e2e.projects import shop, write
from e2e.rawclient import Raw

ASKING = "version: 1\npolicy:\n  kinds: {template: warning}\n"
SHOWN = [("undeclared-edge", '"billing/list.html"')]
TEMPLATES: dict[str, str | bytes] = {
    "billing/templates/billing/list.html": "<h1>Invoices</h1>\n",
    "billing/templatetags/money.py": "register = Library()\n",
    "orders/templates/orders/show.html": 'é {% include "billing/list.html" %}\n',
    "orders/templates/orders/empty.html": "",
}


def pages(base: Path, rules: str = ASKING) -> Path:
    return write(shop(base, rules=rules, orders__views="", orders__receipts="", orders__models=""), TEMPLATES)


async def test_a_template_has_diagnostics_hovers_and_definitions(editor: Editor, tmp_path: Path) -> None:
    base = pages(tmp_path / "shop")
    await editor.ready(base)
    page = editor.open(base / "orders/templates/orders/show.html")
    await editor.settled()
    assert editor.squiggles(page) == SHOWN
    assert "orders → billing** · template" in await editor.hover(page, "billing/list")
    assert await editor.hover(page, "include") == ""


async def test_a_key_changes_what_a_template_shows(editor: Editor, tmp_path: Path) -> None:
    base = pages(tmp_path / "shop")
    await editor.ready(base)
    page = editor.open(base / "orders/templates/orders/empty.html")
    editor.change(page, (None, "<p>{% load money %}"))
    await editor.settled()
    assert editor.squiggles(page) == [("undeclared-edge", "money")]
    editor.change(page, (editor.range(page, "money"), "missing"))
    await editor.settled()
    assert editor.squiggles(page) == []
    editor.close(page)
    await editor.settled()
    assert editor.squiggles(page) == []


async def test_templates_that_change_on_disk(editor: Editor, tmp_path: Path) -> None:
    base = pages(tmp_path / "shop")
    await editor.ready(base)
    page, target = base / "orders/templates/orders/show.html", base / "billing/templates/billing/list.html"
    await editor.until(lambda: editor.squiggles(page) == SHOWN)
    target.unlink()
    editor.watched(deleted=[target])
    await editor.until(lambda: editor.squiggles(page) == [])
    new_page = base / "orders/templates/orders/empty.html"
    write(base, TEMPLATES | {"orders/templates/orders/empty.html": "{% load money %}"})
    editor.watched([target], [new_page])
    await editor.until(lambda: editor.squiggles(page) == SHOWN)
    await editor.until(lambda: editor.squiggles(new_page) == [("undeclared-edge", "money")])


async def test_rules_that_begin_to_ask_and_stop(editor: Editor, tmp_path: Path) -> None:
    base = pages(tmp_path / "shop", "version: 1\n")
    await editor.ready(base)
    page = editor.open(base / "orders/templates/orders/show.html")
    await editor.settled()
    assert (editor.squiggles(page), await editor.hover(page, "billing/list")) == ([], "")
    rules = editor.open(base / "rules.yaml")
    editor.change(rules, (None, ASKING))
    await editor.settled()
    assert editor.squiggles(page) == SHOWN
    editor.change(rules, (None, "version: 1\n"))
    await editor.settled()
    assert editor.squiggles(page) == []


@pytest.fixture
def raw(env: dict[str, str]) -> Iterator[Raw]:
    client = Raw(env)
    yield client
    client.kill()


def test_any_client_may_send_them(raw: Raw, tmp_path: Path) -> None:
    base = pages(tmp_path / "shop")
    raw.start(base)
    uri = (base / "orders/templates/orders/new.html").as_uri()
    item = {"uri": uri, "languageId": "html", "version": 1, "text": "{% load money %}\n"}
    raw.notify("textDocument/didOpen", {"textDocument": item})
    place = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 9}}
    answer = raw.request("textDocument/hover", place)
    assert "template tags" in answer["result"]["contents"]["value"]
    shown = raw.until(lambda it: it.get("method") == "textDocument/publishDiagnostics" and it["params"]["uri"] == uri)
    (diagnostic,) = shown["params"]["diagnostics"]
    assert (diagnostic["code"], shown["params"]["version"]) == ("undeclared-edge", 1)
    assert diagnostic["range"] == {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 13}}
