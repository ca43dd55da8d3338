"""`coupling-lsp edges --infer`: what jedi adds to the inventory, and where it does not appear."""

import json
import re
from pathlib import Path

import pytest

from coupling_lsp.workspace import inferred, inferring

REGISTRY = """\
from orders.models import Order

KINDS = {"order": Order}


def pick(kind):
    return KINDS[kind]


def show(kind, words):
    order = pick(kind)()
    words.invoice.number
    return order.invoice


def names(kind):
    model = pick(kind)
    return model.objects.first().invoice


def change(kind):
    pick(kind)().invoice.save()
"""


def read(run, *arguments):
    result = run("edges", "--format", "json", *arguments)
    assert result.code == 0, result.err
    document = json.loads(result.out)
    edges = [it for it in document["edges"] if it["source"]["path"] == "orders/registry.py"]
    return [it for it in edges if it["kind"] != "import"], document, result.err


def test_edges_that_were_inferred_say_so_and_are_judged(write, run):
    rules = (
        "version: 1\nedges:\n  - id: no-writes\n    from: orders\n    to: billing.Invoice\n    via: [orm-write]\n"
        "    intent: forbidden\n    why: Billing alone changes it.\n"
    )
    write(rules, {"orders/registry.py": REGISTRY})
    edges, _, said = read(run, "--infer")
    assert [(it["source"]["line"], it["source"]["column"], it["kind"], it["verdict"]) for it in edges] == [
        (13, 12, "orm-read", "undeclared"),
        (18, 12, "orm-read", "undeclared"),
        (22, 5, "orm-write", "forbidden"),
    ]
    assert {it["certainty"] for it in edges} == {"inferred"}
    assert [it["source"]["symbol"] for it in edges] == ["show", "names", "change"]
    assert said == "coupling-lsp: asked jedi about 5 places: 3 edges more\n"


def test_a_manager_of_a_model_in_a_variable_is_resolved_by_it(write, run):
    write(None, {"orders/registry.py": REGISTRY})
    _, before, _ = read(run)
    _, after, _ = read(run, "--infer")
    assert [it["text"] for it in before["unresolved"]] == ["model"]
    assert after["unresolved"] == [], "it is a model of the app itself: no edge, and no open place"


def test_without_the_option_nothing_is_inferred(write, run, monkeypatch):
    write(None, {"orders/registry.py": REGISTRY})
    _, plain, _ = read(run)
    _, more, _ = read(run, "--infer")
    checked = run("check", "--format", "json")
    assert len(more["edges"]) == len(plain["edges"]) + 3
    monkeypatch.setattr(inferring, "_WORKER", Path("/nothing/here.py"))
    assert read(run)[1] == plain, "what is kept of an earlier run is not used"
    assert run("check", "--format", "json").code == checked.code
    assert "registry.py:13" not in run("check").out


def test_what_was_said_is_kept_until_a_file_changes(write, run, monkeypatch):
    base = write(None, {"orders/registry.py": REGISTRY})
    first = read(run, "--infer")
    monkeypatch.setattr(inferring, "_WORKER", Path("/nothing/here.py"))
    assert read(run, "--infer") == first
    edges, _, said = read(run, "--infer", "--no-cache")
    assert edges == []
    assert said == "coupling-lsp: jedi cannot be started, so nothing is inferred of 5 places\n"
    (base / "crm/models.py").write_text("# Any file can say what a name of another is.\n")
    assert read(run, "--infer")[0] == []


def test_a_cache_that_is_damaged_is_no_fault(write, run, tmp_path):
    write(None, {"orders/registry.py": REGISTRY})
    first = read(run, "--infer")
    (kept,) = (tmp_path / "cache").glob("*.inferred")
    for content in (b"", b"\xff\xff", kept.read_bytes()[:-7]):
        kept.write_bytes(content)
        assert read(run, "--infer") == first


def test_tests_are_not_asked_about(write, run):
    write(None, {"orders/test_registry.py": REGISTRY})
    assert "asked jedi about 0 places: 0 edges more" in read(run, "--infer")[2]


KNOWN = """\
import enum

from billing.models import Invoice
from orders.models import Order


class Kind(enum.Enum):
    invoice = 1


def known(order: Order, request):
    Order.objects.first().invoice.save()
    order.invoice.number
    for each in Order.objects.all():
        each.invoice.refresh_from_db()
    Kind.invoice.value
    Invoice.objects.get().order_set.all()
    request.user.invoice
    order.invoice = None
    del order.invoice


class View:
    def save(self):
        self.save()


def invoice():
    invoice()
"""


def test_what_is_known_or_no_use_of_a_model_is_not_asked_about(write, run):
    write(None, {"orders/known.py": KNOWN})
    assert "asked jedi about 0 places" in read(run, "--infer")[2]


def test_a_chain_is_one_edge(write, run):
    text = REGISTRY.replace("import Order", "import Order\nfrom billing.models import Invoice")
    text = text.replace('"order": Order', '"order": Order, "bill": Invoice')
    write(None, {"orders/registry.py": f"{text}\n\ndef clear(kind):\n    pick(kind).objects.filter(pk=1).delete()\n"})
    edges, _, _ = read(run, "--infer")
    last = [
        (it["source"]["symbol"], it["mechanism"], it["target"]["symbol"]) for it in edges if it["kind"] == "orm-write"
    ]
    assert last == [("change", "save", "Invoice"), ("clear", "objects.delete", "Invoice")]


OTHERS = """\
import enum


class Paper:
    invoice = "a string"

    def save(self):
        pass


class Kind(enum.Enum):
    invoice = 1


THINGS = {"paper": Paper, "kind": Kind}


def pick(kind):
    return THINGS[kind]


def show(kind, nothing):
    pick(kind)().invoice.upper()
    pick(kind)().save()
    nothing.invoice
    nothing.save()
    nothing().objects.all()
"""


def test_classes_that_are_no_models_make_no_edges(write, run):
    write(None, {"orders/registry.py": OTHERS})
    edges, document, said = read(run, "--infer")
    assert edges == []
    assert "0 edges more" in said
    assert "about 0 places" not in said
    assert [it["text"] for it in document["unresolved"]] == ["nothing()"]


@pytest.mark.parametrize("given", ["0", "-3", "soon", "nan", "1e9"])
def test_the_time_is_a_number_of_seconds(write, run, given):
    write()
    result = run("edges", f"--infer={given}")
    assert result.code == 2
    assert "is no number of seconds; a folder to read is named before `--infer`" in result.err


def test_too_little_time_is_told(write, run):
    write(None, {"orders/registry.py": REGISTRY})
    edges, _, said = read(run, "--infer=0.001")
    assert edges == []
    assert re.search(r"0 edges more; [1-5] places? had no answer in time, `--infer ", said)


def test_a_place_that_takes_too_long_is_told_and_asked_again(write, run, monkeypatch, tmp_path):
    write(None, {"orders/registry.py": REGISTRY})
    slow = tmp_path / "slow.py"
    slow.write_text("import sys, time\nsys.stdin.readline()\nprint('{}', flush=True)\ntime.sleep(3600)\n")
    with monkeypatch.context() as patched:
        patched.setattr(inferring, "_WORKER", slow)
        patched.setattr(inferred, "_LONGEST", 0.2)
        edges, _, said = read(run, "--infer")
    assert edges == []
    assert said == "coupling-lsp: asked jedi about 5 places: 0 edges more; 5 places had no answer in time\n"
    assert len(read(run, "--infer")[0]) == 3
