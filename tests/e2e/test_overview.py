"""Our own requests: what the project consists of, the edges of a pair, the graph, and what could not be resolved."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from e2e import capabilities as able
from e2e import texts
from e2e.conftest import Another
from e2e.editor import PATIENCE, Editor
from e2e.projects import RULES, VIEWS, shop, write

PAGE = Path(__file__).parents[2] / "docs/view.md"

LAYERS = """
contracts:
  - id: billing-first
    type: layers
    layers: [billing, orders]
    why: Billing decides when.
"""


async def ask(editor: Editor, method: str, **params: Any) -> Any:
    """The answer to one of our requests, as the plain values that JSON has."""
    sent = editor.protocol.send_request_async(f"coupling/{method}", {**params})
    return plain(await asyncio.wait_for(sent, PATIENCE))


def plain(value: Any) -> Any:
    """The client makes objects of JSON; `from`, which cannot be an attribute, comes as the first one."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        found = {key: plain(it) for key, it in value._asdict().items()}
        return {"from" if key == "_0" else key: it for key, it in found.items()}
    return [plain(it) for it in value] if isinstance(value, list | tuple) else value


async def project_of(editor: Editor) -> Any:
    """The only project."""
    answer = await ask(editor, "overview")
    assert len(answer["projects"]) == 1
    return answer["projects"][0]


async def edges_of(editor: Editor, base: Path, source: str = "orders", target: str = "billing") -> Any:
    answer = await ask(editor, "edges", project=base.as_uri(), **{"from": source, "to": target})
    return answer["edges"]


def told(counts: Any) -> set[tuple[str, str | None, bool, int]]:
    return {(it["kind"], it["verdict"], it["test"], it["count"]) for it in counts}


def with_view(can: t.ClientCapabilities | None = None) -> t.ClientCapabilities:
    """An editor with a view to refresh."""
    can = can or able.pushed()
    can.experimental = {"coupling": {"view": True}}
    return can


def listen(editor: Editor) -> list[bool]:
    """What `coupling/changed` tells from now on: whether edges changed, or only places."""
    heard: list[bool] = []
    editor.feature("coupling/changed")(lambda params: heard.append(params.edges))
    return heard


async def test_the_overview_counts_every_pair_by_kind_and_verdict(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "my shop", orders__tests="from billing.models import Receipt\n")
    await editor.ready(base)
    answer = await ask(editor, "overview")
    assert answer["complete"] is True
    [project] = answer["projects"]
    assert project["uri"] == base.as_uri()
    assert project["name"] == "my shop"
    assert project["rules"] == (base / "rules.yaml").as_uri()
    assert [it["label"] for it in project["apps"]] == ["billing", "orders"]
    assert project["unresolved"] == {"count": 0, "inTests": 0}
    [pair] = project["pairs"]
    assert (pair["from"], pair["to"], pair["contract"]) == ("orders", "billing", None)
    assert told(pair["counts"]) == {
        ("schema", "approved", False, 1),
        ("orm-read", "tech-debt", False, 1),
        ("import", "forbidden", False, 1),
        ("import", "undeclared", False, 1),
        ("import", "undeclared", True, 1),
    }


async def test_without_rules_nothing_has_a_verdict(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=None)
    await editor.ready(base)
    project = await project_of(editor)
    assert project["rules"] is None
    assert {it["verdict"] for it in project["pairs"][0]["counts"]} == {None}
    assert {it["verdict"] for it in await edges_of(editor, base)} == {None}


async def test_rules_that_break_off_call_nothing_undeclared(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=RULES + '  - id: "open\n')
    await editor.ready(base)
    verdicts = {it["verdict"] for it in (await project_of(editor))["pairs"][0]["counts"]}
    assert "undeclared" not in verdicts


async def test_apps_without_edges_are_told_and_no_pair_is_made_up(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__views="", orders__receipts="", orders__models="")
    await editor.ready(base)
    project = await project_of(editor)
    assert [it["label"] for it in project["apps"]] == ["billing", "orders"]
    assert project["pairs"] == []
    assert await edges_of(editor, base) == []
    graph = await ask(editor, "graph", project=base.as_uri())
    assert (graph["boxes"], graph["arrows"]) == ([], [])


async def test_roles_and_owners_come_from_the_rules(editor: Editor, tmp_path: Path) -> None:
    noted = RULES.replace("  billing:\n", '  billing:\n    role: Money in.\n    owners: ["@money"]\n')
    await editor.ready(shop(tmp_path / "shop", rules=noted))
    billing, orders = (await project_of(editor))["apps"]
    assert billing == {"label": "billing", "role": "Money in.", "owners": ["@money"]}
    assert orders == {"label": "orders", "role": "", "owners": []}


async def test_a_folder_without_django_has_no_apps(editor: Editor, tmp_path: Path) -> None:
    await editor.ready(write(tmp_path / "scripts", {"tool.py": "import json\n"}))
    project = await project_of(editor)
    assert (project["apps"], project["pairs"]) == ([], [])


async def test_each_project_of_a_folder_has_its_own(editor: Editor, tmp_path: Path) -> None:
    base = tmp_path / "mono"
    one, two = shop(base / "one"), shop(base / "two", orders__receipts="", rules=None)
    await editor.ready(base)
    answer = await ask(editor, "overview")
    assert [(it["uri"], it["name"]) for it in answer["projects"]] == [(one.as_uri(), "one"), (two.as_uri(), "two")]
    assert len(await edges_of(editor, one)) == 4
    found = await edges_of(editor, two)
    assert len(found) == 3
    assert all(it["uri"].startswith(two.as_uri()) for it in found)


async def test_edges_tell_where_they_stand_and_why(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    found = await edges_of(editor, base)
    assert [(it["path"], it["line"], it["words"], it["verdict"]) for it in found] == [
        ("orders/models.py", 5, "foreign key", "approved"),
        ("orders/receipts.py", 1, "import", "undeclared"),
        ("orders/views.py", 1, "import", "forbidden"),
        ("orders/views.py", 5, "ORM read", "tech-debt"),
    ]
    key, receipt, _, read = found
    assert key["sentence"] == "orders.Order.invoice has a foreign key to billing.Invoice"
    assert key["rule"]["why"] == "An order is paid by an invoice."
    assert receipt["rule"] is None
    assert read["rule"]["id"] == "orders-invoice-lookup"
    assert read["rule"]["instead"] == "Ask billing for the invoice."
    assert read["rule"]["uri"] == (base / "rules.yaml").as_uri()
    assert (
        read["rule"]["range"]["start"]["line"] == editor.range(base / "rules.yaml", "orders-invoice-lookup").start.line
    )
    for it in found:
        text = editor.text(base / it["path"])
        assert texts.slice_of(text, range_of(it), editor.encoding) in ('"billing.Invoice"', "Receipt", "Invoice")


def range_of(it: Any) -> t.Range:
    return t.Range(*(t.Position(**it["range"][name]) for name in ("start", "end")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_ranges_count_as_the_client_does_in_files_nobody_opened(
    editor: Editor, tmp_path: Path, encoding: t.PositionEncodingKind
) -> None:
    views = "𝒳 = '🎈'; from billing.models import Invoice\n"
    base = shop(tmp_path / "shop", orders__views=views)
    await editor.ready(base, can=able.pushed(encodings=(encoding,)))
    found = [it for it in await edges_of(editor, base) if it["path"] == "orders/views.py"]
    assert [texts.slice_of(views, range_of(it), encoding) for it in found] == ["Invoice"]


async def test_unsaved_text_counts_and_not_the_file(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py", "\n\n" + VIEWS)
    assert [it["line"] for it in await edges_of(editor, base) if it["path"] == "orders/views.py"] == [3, 7]
    editor.change(views, (None, ""))
    assert not [it for it in await edges_of(editor, base) if it["path"] == "orders/views.py"]
    pair = (await project_of(editor))["pairs"][0]
    assert sum(it["count"] for it in pair["counts"]) == 2


async def test_a_pair_that_breaks_a_contract_says_so(editor: Editor, tmp_path: Path) -> None:
    back = "from orders.models import Order\n"
    base = shop(tmp_path / "shop", rules=RULES + LAYERS, billing__reports=back)
    await editor.ready(base)
    pairs = {(it["from"], it["to"]): it["contract"] for it in (await project_of(editor))["pairs"]}
    broken = await ask(editor, "edges", project=base.as_uri(), **{"from": "orders", "to": "billing"})
    assert pairs == {("orders", "billing"): "billing-first", ("billing", "orders"): None}
    assert broken["contract"]["why"] == "Billing decides when."
    assert broken["contract"]["uri"] == (base / "rules.yaml").as_uri()
    kept = await ask(editor, "edges", project=base.as_uri(), **{"from": "billing", "to": "orders"})
    assert kept["contract"] is None


SILENT = """\
from django.core.management import call_command
from orders.models import Order


def settle(name):
    order = Order.objects.get(pk=1)
    call_command("settle")
    call_command(name)
    return order.invoice
"""
"""By a channel, unresolved; by a channel; by an attribute: of all this the policy says nothing at first."""
COMMAND = "class Command:\n    pass\n"
KEY = ("schema", "orders/models.py", 5)
LOOKED_UP = [("command", "orders/views.py", 7), ("orm-read", "orders/views.py", 9)]
LISTENING = RULES.replace("edges:", "policy:\n  attribute-reads: hint\n  kinds: {command: hint}\n\nedges:")


@pytest.mark.parametrize(
    ("rules", "lines", "label", "n_unresolved"),
    [
        pytest.param(RULES, [KEY], "ORM", 0, id="off"),
        pytest.param(LISTENING, [KEY, *LOOKED_UP], "ORM + command", 1, id="on"),
        pytest.param(None, [KEY, *LOOKED_UP], "ORM + command", 1, id="no rules"),
    ],
)
async def test_edges_that_the_policy_has_off_are_left_out(
    editor: Editor, tmp_path: Path, rules: str | None, lines: list[Any], label: str, n_unresolved: int
) -> None:
    base = shop(
        tmp_path / "shop",
        rules=rules,
        orders__views=SILENT,
        orders__receipts="",
        billing__management__commands__settle=COMMAND,
    )
    await editor.ready(base)
    project = await project_of(editor)
    [pair] = project["pairs"]
    assert sum(it["count"] for it in pair["counts"]) == len(lines)
    assert [(it["kind"], it["path"], it["line"]) for it in await edges_of(editor, base)] == lines
    [arrow] = (await ask(editor, "graph", project=base.as_uri()))["arrows"]
    assert (arrow["label"], sum(it["count"] for it in arrow["counts"])) == (label, len(lines))
    assert project["unresolved"] == {"count": n_unresolved, "inTests": 0}
    places = (await ask(editor, "unresolved", project=base.as_uri()))["places"]
    assert [(it["path"], it["line"]) for it in places] == [("orders/views.py", 8)] * n_unresolved


async def test_a_cycle_of_edges_that_the_policy_has_off_is_none(editor: Editor, tmp_path: Path) -> None:
    calls = 'from django.core.management import call_command\n\ncall_command("ship")\n'
    base = shop(tmp_path / "shop", billing__views=calls, orders__management__commands__ship=COMMAND)
    await editor.ready(base)
    assert (await ask(editor, "graph", project=base.as_uri()))["cycles"] == []
    rules = editor.open(base / "rules.yaml")
    editor.replace(rules, "edges:", "policy:\n  kinds: {command: hint}\n\nedges:")
    assert (await ask(editor, "graph", project=base.as_uri()))["cycles"] == [["billing", "orders"]]


async def test_the_page_shows_what_is_answered(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__views="", orders__receipts="", rules=RULES.split("  - id: orders-no")[0])
    write(base, {"orders/plugins.py": "import importlib\n\n\ndef load(name):\n    importlib.import_module(name)\n"})
    await editor.ready(base)
    text = PAGE.read_text(encoding="utf-8").replace("file:///home/me/shop", base.as_uri())
    blocks = [json.loads(it) for it in re.findall(r"```json\n(.*?)```", text, re.S)]
    methods = re.findall(r"### `coupling/(\w+)`", text)
    assert methods == ["overview", "edges", "graph", "unresolved", "changed"]
    for method, asked, answer in zip(methods, blocks[::2], blocks[1::2], strict=False):
        assert await ask(editor, method, **asked) == answer


async def test_the_graph_is_laid_out(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    graph = await ask(editor, "graph", project=base.as_uri())
    boxes = {it["app"]: it for it in graph["boxes"]}
    assert boxes["orders"]["x"] + boxes["orders"]["width"] < boxes["billing"]["x"], "arrows lead to the right"
    for it in graph["boxes"]:
        assert 0 <= it["x"] <= it["x"] + it["width"] <= graph["width"]
        assert 0 <= it["y"] <= it["y"] + it["height"] <= graph["height"]
    [arrow] = graph["arrows"]
    assert (arrow["from"], arrow["to"], arrow["line"], arrow["label"]) == ("orders", "billing", "solid", "ORM + import")
    assert arrow["verdict"] == "forbidden", "the worst of its edges"
    assert arrow["path"].startswith("M")
    assert (arrow["inCycle"], graph["cycles"]) == (False, [])


async def test_an_arrow_is_dashed_when_all_of_it_is_lazy(editor: Editor, tmp_path: Path) -> None:
    lazy = "def show():\n    from billing.services import get_invoice\n"
    base = shop(tmp_path / "shop", orders__models="", orders__receipts="", orders__views=lazy)
    await editor.ready(base)
    [arrow] = (await ask(editor, "graph", project=base.as_uri()))["arrows"]
    assert (arrow["line"], arrow["label"]) == ("dashed", "import (lazy)")


async def test_the_graph_of_chosen_edges(editor: Editor, tmp_path: Path) -> None:
    base = shop(
        tmp_path / "shop",
        config__settings='INSTALLED_APPS = ["orders", "billing", "crm"]\n',
        crm____init__="",
        crm__views="from orders.models import Order\n",
        crm__tests="from billing.models import Invoice\n",
    )
    await editor.ready(base)

    async def pairs(**params: Any) -> list[str]:
        graph = await ask(editor, "graph", project=base.as_uri(), **params)
        return [f"{it['from']} {it['to']}" for it in graph["arrows"]]

    assert await pairs() == ["crm billing", "crm orders", "orders billing"]
    assert await pairs(tests=False) == ["crm orders", "orders billing"]
    assert await pairs(app="orders") == ["crm orders", "orders billing"]
    assert await pairs(verdicts=["tech-debt", "forbidden"]) == ["orders billing"]
    assert await pairs(kinds=["schema"], app="crm") == []
    assert await pairs(app="nobody") == []


async def test_an_app_is_in_its_cycle_whatever_is_shown_of_it(editor: Editor, tmp_path: Path) -> None:
    base = shop(
        tmp_path / "shop",
        config__settings='INSTALLED_APPS = ["orders", "billing", "crm"]\n',
        crm____init__="",
        crm__views="from orders.models import Order\n",
        billing__views="from crm import views\n",
        billing__tests="from orders.models import Order\n",
    )
    await editor.ready(base)
    for params in ({}, {"app": "crm"}, {"kinds": ["import"], "app": "orders"}):
        graph = await ask(editor, "graph", project=base.as_uri(), **params)
        assert graph["cycles"] == [["billing", "crm", "orders"]]
        assert all(it["inCycle"] for it in graph["boxes"])
        assert {(it["from"], it["to"]) for it in graph["arrows"] if not it["inCycle"]} <= {("billing", "orders")}, (
            "tests"
        )


async def test_what_could_not_be_resolved_is_counted_and_listed(editor: Editor, tmp_path: Path) -> None:
    base = shop(
        tmp_path / "shop",
        orders__plugins="import importlib\n\n\ndef load(name):\n    return importlib.import_module(name)\n",
        orders__tests="import importlib\n\n\ndef load(name):\n    return importlib.import_module(name)\n",
    )
    await editor.ready(base)
    assert (await project_of(editor))["unresolved"] == {"count": 1, "inTests": 1}
    places = (await ask(editor, "unresolved", project=base.as_uri()))["places"]
    assert [(it["path"], it["line"], it["test"]) for it in places] == [
        ("orders/plugins.py", 5, False),
        ("orders/tests.py", 5, True),
    ]
    assert all(it["reason"] for it in places)


async def test_a_project_that_is_not_there_is_null(editor: Editor, tmp_path: Path) -> None:
    await editor.ready(shop(tmp_path / "shop"))
    other = (tmp_path / "other").as_uri()
    assert await ask(editor, "graph", project=other) is None
    assert await ask(editor, "edges", project=other, **{"from": "orders", "to": "billing"}) is None
    assert await ask(editor, "unresolved", project=other) is None


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("edges", {}),
        ("edges", {"project": 1, "from": "orders", "to": "billing"}),
        ("edges", []),
        ("graph", None),
        ("graph", {"project": "file:///", "verdicts": "debt"}),
        ("unresolved", "file:///"),
    ],
)
async def test_a_question_of_a_wrong_form_is_refused(editor: Editor, tmp_path: Path, method: str, params: Any) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    with pytest.raises(JsonRpcException) as refused:
        await asyncio.wait_for(editor.protocol.send_request_async(f"coupling/{method}", params), PATIENCE)
    assert refused.value.code == -32602
    assert len(await edges_of(editor, base)) == 4, "and the next one is answered"


async def test_a_client_with_a_view_hears_of_edges_and_of_places(editor: Editor, tmp_path: Path) -> None:
    heard = listen(editor)
    await editor.ready(shop(tmp_path / "shop"), can=with_view())
    await editor.until(lambda: True in heard)
    heard.clear()
    views = editor.open(tmp_path / "shop/orders/views.py")
    editor.change(views, (None, "\n" + VIEWS))
    assert await editor.until(lambda: heard) == [False], "the edges are the same, further down"
    heard.clear()
    editor.change(views, (None, ""))
    assert await editor.until(lambda: heard) == [True]
    heard.clear()
    rules = editor.open(tmp_path / "shop/rules.yaml")
    editor.replace(rules, "intent: forbidden", "intent: tech-debt")
    assert await editor.until(lambda: heard) == [True]


async def test_the_edges_are_current_when_typing_is_told_of(editor: Editor, tmp_path: Path) -> None:
    heard = listen(editor)
    await editor.ready(shop(tmp_path / "shop"), can=with_view())
    await editor.until(lambda: heard)
    heard.clear()
    views = editor.open(tmp_path / "shop/orders/views.py")
    for number in range(20):
        editor.change(views, (None, f"# {number}\n" + VIEWS))
        await editor.settled()
    await editor.until(lambda: heard)
    assert (await edges_of(editor, tmp_path / "shop"))[2]["line"] == 2


async def test_a_client_without_a_view_hears_nothing(editor: Editor, another: Another, tmp_path: Path) -> None:
    heard = listen(editor)
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    editor.change(editor.open(base / "orders/views.py"), (None, ""))
    await editor.settled()
    with_a_view = await another()
    also_heard = listen(with_a_view)
    await with_a_view.ready(base, can=with_view())
    await with_a_view.until(lambda: also_heard)
    also_heard.clear()
    with_a_view.change(with_a_view.open(base / "orders/views.py"), (None, ""))
    await with_a_view.until(lambda: also_heard)
    assert heard == []
