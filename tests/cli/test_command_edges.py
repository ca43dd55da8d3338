"""`coupling-lsp edges`: the formats and filters of the inventory."""

import csv
import json

import pytest

from .project import RULES

TEXT = (str,)
MAYBE = (str, type(None))
SCHEMA = {
    "apps": {
        "label": TEXT,
        "package": TEXT,
        "path": TEXT,
        "has_models": (bool,),
        "shared": (bool,),
        "declared_in": MAYBE,
    },
    "edges": {
        "kind": TEXT,
        "mechanism": TEXT,
        "source": {
            "app": TEXT,
            "module": TEXT,
            "symbol": MAYBE,
            "path": TEXT,
            "line": (int,),
            "column": (int,),
            "end_line": (int,),
            "end_column": (int,),
        },
        "target": {"app": TEXT, "module": TEXT, "symbol": MAYBE, "through": MAYBE},
        "symbol_kind": TEXT,
        "timing": TEXT,
        "test": (bool,),
        "certainty": TEXT,
        "verdict": TEXT,
        "rule": MAYBE,
        "intent": MAYBE,
        "why": MAYBE,
    },
    "unresolved": {"path": TEXT, "line": (int,), "text": TEXT, "reason": TEXT},
}


def faults(value, schema, where=""):
    """Where a value departs from the form the design fixes."""
    if isinstance(schema, tuple):
        return [] if type(value) in schema else [f"{where}: {value!r}"]
    found = [f"{where}.{key}" for key in value.keys() ^ schema.keys()]
    for key in value.keys() & schema.keys():
        found += faults(value[key], schema[key], f"{where}.{key}")
    return found


def read(run, *arguments):
    result = run("edges", "--format", "json", *arguments)
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


def form_of_edge(edge):
    """The form of an edge: one of the schema has its `on_delete` besides."""
    return {**SCHEMA["edges"], "on_delete": MAYBE} if edge["kind"] == "schema" else SCHEMA["edges"]


@pytest.mark.parametrize("rules", [RULES, None])
def test_json_has_exactly_the_fixed_form(write, run, rules):
    write(rules, {"orders/load.py": "from importlib import import_module\n\n\ndef load(it):\n    import_module(it)\n"})
    document = read(run)
    assert list(document) == ["version", *SCHEMA]
    assert document["version"] == 1
    for name, schema in SCHEMA.items():
        assert document[name], f"the project has {name}"
        forms = [form_of_edge(it) if name == "edges" else schema for it in document[name]]
        faults_of_items = [faults(it, form, name) for it, form in zip(document[name], forms, strict=True)]
        assert faults_of_items == [[]] * len(forms)


def test_an_edge_carries_its_verdict_rule_and_reason(write, run):
    write()
    edge = next(it for it in read(run)["edges"] if it["kind"] == "schema")
    assert edge == {
        "kind": "schema",
        "mechanism": "fk",
        "source": {
            "app": "orders",
            "module": "orders.models",
            "symbol": "Order.invoice",
            "path": "orders/models.py",
            "line": 5,
            "column": 33,
            "end_line": 5,
            "end_column": 50,
        },
        "target": {"app": "billing", "module": "billing.models", "symbol": "Invoice", "through": None},
        "symbol_kind": "model",
        "timing": "eager",
        "test": False,
        "certainty": "exact",
        "verdict": "approved",
        "rule": "order-invoice",
        "intent": "intentional",
        "why": "An order is paid by one invoice.",
        "on_delete": "CASCADE",
    }


def test_without_rules_every_edge_is_undeclared(write, run):
    write(None)
    edges = read(run)["edges"]
    assert {(it["verdict"], it["rule"], it["intent"], it["why"]) for it in edges} == {("undeclared", None, None, None)}


def test_edges_are_sorted_by_path_line_and_column(write, run):
    write()
    places = [(it["source"]["path"], it["source"]["line"], it["source"]["column"]) for it in read(run)["edges"]]
    assert places == sorted(places)


def test_an_app_tells_the_settings_line_that_installs_it(write, run):
    write()
    declared = {it["label"]: it["declared_in"] for it in read(run)["apps"]}
    assert declared == {
        "orders": "config/settings.py:2",
        "billing": "config/settings.py:3",
        "crm": "config/settings.py:4",
    }


def test_paths_are_relative_to_the_folder_given(write, run, monkeypatch, tmp_path):
    write()
    monkeypatch.chdir(tmp_path)
    assert {it["source"]["path"].split("/")[0] for it in read(run, "project")["edges"]} == {"orders"}


def test_an_unresolved_place_tells_its_text_and_why(write, run):
    write(changes={"orders/load.py": "from importlib import import_module\n\n\ndef load(it):\n    import_module(it)\n"})
    assert read(run)["unresolved"] == [
        {
            "path": "orders/load.py",
            "line": 5,
            "text": "it",
            "reason": "the path given is known only when the program runs",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        ([], 4),
        (["--no-tests"], 3),
        (["--from", "orders"], 4),
        (["--from", "billing"], 0),
        (["--to", "crm"], 1),
        (["--to", "crm", "--to", "billing"], 4),
        (["--kind", "import"], 2),
        (["--kind", "import", "--kind", "schema"], 3),
        (["--kind", "import", "--to", "billing", "--no-tests"], 1),
    ],
)
def test_filters(write, run, arguments, number):
    write()
    assert len(read(run, *arguments)["edges"]) == number


def test_an_app_that_is_not_there_is_a_question(write, run):
    write()
    result = run("edges", "--to", "biling")
    assert (result.code, result.out) == (2, "")
    assert result.err == "coupling-lsp: there is no app `biling` in this project. Did you mean `billing`?\n"


def test_csv_has_the_columns_teams_keep(write, run):
    write()
    assert run("edges", "--format", "csv").out == (
        "source_app,source_file,target_app,symbols,is_test,line,kind,mechanism,intent\n"
        "orders,orders/models.py,billing,Invoice,False,5,schema,fk,intentional\n"
        "orders,orders/tests.py,crm,Customer,True,1,import,from,undeclared\n"
        "orders,orders/views.py,billing,Invoice,False,1,import,from,tech-debt\n"
        "orders,orders/views.py,billing,Invoice,False,5,orm-read,objects.filter,forbidden\n"
    )


def test_csv_joins_the_symbols_of_one_line(write, run):
    two = "from billing.models import Invoice, Invoice as Bill\nfrom crm.models import Customer, Other\n"
    write(None, {"orders/views.py": two})
    rows = list(csv.DictReader(run("edges", "--format", "csv", "--no-tests").out.split("\n")))
    assert [(it["target_app"], it["symbols"], it["intent"]) for it in rows if it["kind"] == "import"] == [
        ("billing", "Invoice", ""),
        ("crm", "Customer, Other", ""),
    ]


def test_md_is_a_table(write, run):
    write()
    lines = run("edges", "--format", "md", "--kind", "schema").out.split("\n")
    assert lines == [
        "| source_app | source_file | target_app | symbols | is_test | line | kind | mechanism | intent |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        "| `orders` | `orders/models.py` | `billing` | `Invoice` | False | 5 | schema | fk | intentional |",
        "",
    ]


def test_table_groups_the_edges_by_pair_and_file(write, run):
    write()
    assert run("edges", "--no-tests").out == (
        "orders → billing  3 edges\n"
        "  orders/models.py\n"
        "    5:33  foreign key  Order.invoice → Invoice  intentional  order-invoice\n"
        "  orders/views.py\n"
        "    1:28  import    Invoice  tech debt  invoice-model\n"
        "    5:17  ORM read  Invoice  forbidden  no-invoice-reads\n"
        "\n"
        "3 edges (1 schema, 1 ORM read, 1 import) in a project of 3 apps; every place resolved\n"
    )


def test_an_empty_folder_has_no_edges(run, tmp_path):
    (tmp_path / "empty").mkdir()
    told = run("edges", str(tmp_path / "empty"))
    assert told.out == "0 edges in a project of 0 apps; every place resolved\n"
    assert told.err.startswith("coupling-lsp: no Django app was found")
    shown = run("edges", str(tmp_path / "empty"), "--format", "json")
    assert json.loads(shown.out) == {"version": 1, "apps": [], "edges": [], "unresolved": []}


@pytest.fixture(name="inherited")
def an_abstract_model_that_another_app_inherits(tmp_path, monkeypatch):
    """An abstract model of `orders` with a key to `billing`, which a model of `crm` inherits."""
    files = {
        "manage.py": "",
        "settings.py": 'INSTALLED_APPS = ["billing", "crm", "orders"]\n',
        "billing/models.py": "from django.db import models\n\n\nclass Invoice(models.Model):\n    pass\n",
        "orders/models.py": (
            "from django.db import models\n\n\nclass Billed(models.Model):\n"
            '    invoice = models.ForeignKey("billing.Invoice", models.CASCADE)\n\n'
            "    class Meta:\n        abstract = True\n"
        ),
        "crm/models.py": "from orders.models import Billed\n\n\nclass Customer(Billed):\n    pass\n",
    }
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("inherited")
def test_effective_has_inherited_relations_at_each_model_in_every_format(run):
    arguments = "--effective", "--kind", "schema", "--to", "billing"
    assert run("edges", *arguments).out == (
        "crm → billing  1 edge\n"
        "  crm/models.py\n"
        "    4:7  foreign key  Customer.invoice → Invoice\n"
        "\n"
        "1 edge (1 schema) in a project of 3 apps; every place resolved\n"
    )
    (edge,) = read(run, *arguments)["edges"]
    assert faults(edge, form_of_edge(edge)) == []
    assert (edge["source"]["app"], edge["source"]["symbol"]) == ("crm", "Customer.invoice")
    assert edge["target"]["through"] == "orders.models"
    row = ["crm", "crm/models.py", "billing", "Invoice", "False", "4", "schema", "fk", ""]
    assert list(csv.reader(run("edges", "--format", "csv", *arguments).out.splitlines()))[1:] == [row]
    cells = "| `crm` | `crm/models.py` | `billing` | `Invoice` | False | 4 |"
    assert cells in run("edges", "--format", "md", *arguments).out


@pytest.mark.usefixtures("inherited")
def test_without_effective_an_inherited_relation_stands_where_it_is_written(run):
    found = read(run, "--kind", "schema", "--to", "billing")["edges"]
    assert [it["source"]["symbol"] for it in found] == ["Billed.invoice"]


@pytest.mark.usefixtures("inherited")
def test_effective_leaves_other_edges_as_they_are(run):
    others = ("--effective", "--to", "orders"), ("--to", "orders")
    one, other = (read(run, *it)["edges"] for it in others)
    assert one == other
    assert sorted(it["mechanism"] for it in one) == ["abstract", "from"]
