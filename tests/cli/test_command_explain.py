"""`coupling-lsp explain`: places, and pairs of apps."""

import json

import pytest

READ = (
    "orders/views.py:5:17\n"
    '5 │     ß = "注文"; it = Invoice.objects.filter(number=number).first()\n'
    "  │                      ^^^^^^^\n"
    "orders → billing · ORM read · forbidden\n"
    "Billing alone knows how an invoice is stored.\n"
    "Instead: Ask billing.services for it.\n"
    "1 site · rule no-invoice-reads\n"
    "written at rules.yaml:14:9\n"
)


@pytest.mark.parametrize("place", ["orders/views.py:5", "orders/views.py:5:17", "orders/views.py:5:24"])
def test_a_place_says_what_its_hover_says(write, run, place):
    write()
    assert run("explain", place).out == READ


def test_a_place_is_found_from_any_folder(write, run, monkeypatch, tmp_path):
    folder = write()
    monkeypatch.chdir(tmp_path)
    assert "orders → billing · ORM read · forbidden" in run("explain", f"{folder}/orders/views.py:5").out


def test_a_model_tells_who_depends_on_it(write, run):
    write()
    assert (
        "1 app depends on Invoice\n- orders: 1 ORM read, 1 foreign key, 1 import\n"
        in run("explain", "billing/models.py:4").out
    )


def test_all_edges_of_a_line_are_told(write, run):
    write(changes={"orders/views.py": "from crm.models import Customer; from billing.models import Invoice\n"})
    told = run("explain", "orders/views.py:1").out
    assert "orders → crm" in told
    assert "orders → billing" in told
    assert "orders → billing" not in run("explain", "orders/views.py:1:26").out


def test_a_place_without_an_edge_tells_the_nearest(write, run):
    write()
    result = run("explain", "orders/views.py:4")
    assert result.code == 0
    assert result.out.endswith("stands at line 4 of orders/views.py; the nearest edge is on line 5\n")


def test_a_place_that_could_not_be_resolved_tells_why(write, run):
    write(changes={"orders/load.py": "from importlib import import_module\n\n\ndef load(it):\n    import_module(it)\n"})
    assert "could not be resolved: the path given is known only" in run("explain", "orders/load.py:5").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["orders/views.py"], "name a place as PATH:LINE"),
        (["a", "b", "c"], "name a place as PATH:LINE"),
        (["orders/nope.py:1"], "orders/nope.py is not a file"),
        (["orders/views.py:99"], "orders/views.py has no line 99; its lines are 1 to 7"),
        (["rules.yaml:1"], "rules.yaml is not a Python file of the project"),
        (["ordres", "billing"], "there is no app `ordres` in this project. Did you mean `orders`?"),
        (["orders", "zzz"], "The apps are billing, crm, orders"),
        (["orders", "orders"], "orders is one app; name two different ones"),
    ],
)
def test_what_cannot_be_explained_is_told(write, run, arguments, told):
    write()
    result = run("explain", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


def test_a_pair_lists_its_edges_by_kind_with_rule_and_reason(write, run):
    write()
    assert run("explain", "orders", "billing").out == (
        "orders → billing  3 edges (1 schema, 1 ORM read, 1 import)\n"
        "\n"
        "1 schema edge\n"
        "  intentional  rule order-invoice · rules.yaml:3:9\n"
        "  An order is paid by one invoice.\n"
        "    orders/models.py:5:33  Order.invoice → Invoice  foreign key\n"
        "\n"
        "1 ORM read\n"
        "  forbidden  rule no-invoice-reads · rules.yaml:14:9\n"
        "  Billing alone knows how an invoice is stored.\n"
        "    orders/views.py:5:17  Invoice  objects.filter\n"
        "\n"
        "1 import\n"
        "  tech debt  rule invoice-model · rules.yaml:8:9\n"
        "  The view needs the model as long as it queries it.\n"
        "    orders/views.py:1:28  Invoice  import\n"
        "\n"
        "To cut orders → billing, remove 3 edges\n"
        "  orders → billing  3 edges (1 schema, 1 ORM read, 1 import)\n"
        "    1 ORM read: Ask billing.services for it. (rule no-invoice-reads)\n"
        "    1 schema, 1 import: no rule says what to do instead (rules order-invoice, invoice-model)\n"
        "\n"
        "Back: billing does not depend on orders\n"
    )


def test_a_pair_that_depends_on_each_other_is_told(write, run):
    write(changes={"billing/views.py": "from orders.models import Order\n"})
    told = run("explain", "billing", "orders").out
    assert "undeclared  no rule speaks of it" in told
    assert told.endswith(
        "Back: orders → billing  3 edges (1 schema, 1 ORM read, 1 import), so the two depend on each other\n"
    )


def test_a_pair_without_edges_is_told(write, run):
    write()
    assert run("explain", "crm", "billing").out == "crm → billing  0 edges\n\nBack: billing does not depend on crm\n"


CHAIN = {
    "crm/views.py": "from orders.models import Order\n",
    "crm/tests.py": "from billing.models import Invoice\n",
}
BOTH = {**CHAIN, "crm/forms.py": "from billing.models import Invoice\n"}


def test_a_chain_through_another_app_is_told_with_what_cuts_it(write, run):
    write(changes=CHAIN)
    assert run("explain", "crm", "billing", "--no-cache").out == (
        "crm → billing  1 edge (1 import)\n"
        "\n"
        "1 import\n"
        "  undeclared  no rule speaks of it\n"
        "    crm/tests.py:1:28  Invoice  import (test)\n"
        "\n"
        "Also through others: crm → orders → billing\n"
        "  crm → orders      1 edge (1 import)                         crm/views.py:1:27\n"
        "  orders → billing  3 edges (1 schema, 1 ORM read, 1 import)  orders/models.py:5:33\n"
        "\n"
        "To cut every way from crm to billing, remove 1 edge\n"
        "  crm → orders  1 edge (1 import)\n"
        "    1 import: no rule says what to do instead\n"
        "    crm/views.py:1:27\n"
        "\n"
        "Back: billing does not depend on crm\n"
    )


def test_what_leads_directly_has_to_go_beside_the_chain(write, run):
    write(changes=BOTH)
    told = run("explain", "crm", "billing").out
    assert "To cut every way from crm to billing, remove 2 edges\n  crm → billing  1 edge (1 import)\n" in told
    assert "  crm → orders  1 edge (1 import)\n" in told


def test_programs_read_the_same_as_json(write, run):
    write(changes=BOTH)
    found = json.loads(run("explain", "crm", "billing", "--format", "json").out)
    assert (found["version"], found["source"], found["target"]) == (1, "crm", "billing")
    assert [(it["edge"]["source"]["path"], it["edge"]["test"]) for it in found["edges"]] == [
        ("crm/forms.py", False),
        ("crm/tests.py", True),
    ]
    assert found["chains"] == [
        [{"source": "crm", "target": "orders", "edges": 1}, {"source": "orders", "target": "billing", "edges": 3}]
    ]
    assert [(it["source"], it["target"], len(it["edges"])) for it in found["cut"]] == [
        ("crm", "billing", 1),
        ("crm", "orders", 1),
    ]
    assert (found["back"], found["contracts"], found["shared"]) == ([], [], False)


def test_the_json_of_an_edge_has_its_rule_and_what_to_do_instead(write, run):
    write()
    found = json.loads(run("explain", "orders", "billing", "--format", "json").out)
    fixes = {it["edge"]["rule"]: it["fix"] for it in found["edges"]}
    assert fixes["no-invoice-reads"] == {"advice": "Ask billing.services for it.", "replace": None, "with": None}
    assert fixes["order-invoice"] is None
    assert len(found["cut"][0]["edges"]) == 3


def test_a_contract_and_a_shared_app_are_in_the_json(write, run):
    contract = "{id: x, type: forbidden, from: orders, to: crm, why: No.}"
    write(
        f"version: 1\nproject: {{shared: [billing]}}\ncontracts: [{contract}]\n",
        {"orders/views.py": "from crm.models import Customer\n"},
    )
    assert json.loads(run("explain", "orders", "crm", "--format", "json").out)["contracts"][0]["id"] == "x"
    shared = json.loads(run("explain", "orders", "billing", "--format", "json").out)
    assert (shared["shared"], shared["edges"], shared["chains"], shared["cut"]) == (True, [], [], [])


def test_kinds_that_are_off_are_listed_but_make_no_chain(write, run):
    changes = {
        "billing/urls.py": 'app_name = "billing"\n',
        "crm/views.py": 'from django.urls import reverse\n\nreverse("billing:list")\n',
    }
    write(changes=changes)
    told = run("explain", "crm", "billing").out
    assert "1 URL\n" in told
    assert "To cut" not in told


def test_a_place_has_no_json(write, run):
    write()
    result = run("explain", "orders/views.py:1", "--format", "json")
    assert (result.code, result.out) == (2, "")
    assert "`--format json` is for two app labels" in result.err
