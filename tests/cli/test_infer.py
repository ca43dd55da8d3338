"""`coupling-lsp edges --infer`: what jedi adds to the inventory, and where it does not appear."""

import json
import re
from pathlib import Path

import pytest

from coupling_lsp.cli import inference_option as option
from coupling_lsp.workspace.inference import infer, process

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
    return model.objects.count(), pick(kind)().invoice


def change(kind):
    pick(kind)().invoice.save()
"""


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Time for jedi to start and to answer on a busy machine."""
    monkeypatch.setattr(process, "_MAX_START_SECONDS", 600.0)
    monkeypatch.setattr(infer, "_MAX_SECONDS_PER_QUESTION", 600.0)
    monkeypatch.setattr(option, "_SECONDS", 600.0)


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
        (18, 35, "orm-read", "undeclared"),
        (22, 5, "orm-write", "forbidden"),
    ]
    assert {(it["certainty"], it["probable"]) for it in edges} == {("inferred", True)}
    assert [it["source"]["symbol"] for it in edges] == ["show", "names", "change"]
    assert said == "coupling-lsp: asked jedi about 5 places: 3 edges more\n"


FORBIDDING = (
    "version: 1\nedges:\n  - id: no-writes\n    from: orders\n    to: billing.Invoice\n    via: [orm-write]\n"
    "    intent: forbidden\n    why: Billing alone changes it.\n"
    "contracts:\n  - id: apart\n    type: independence\n    apps: [orders, crm]\n"
)


def test_check_tells_of_them_and_never_fails_by_them(write, run):
    write(FORBIDDING, {"orders/registry.py": REGISTRY, "orders/views.py": "", "orders/tests.py": ""})
    plain = json.loads(run("check", "--format", "json").out)["findings"]
    result = run("check", "--infer", "--format", "json")
    more = json.loads(result.out)["findings"]
    (added,) = [it for it in more if it not in plain]
    assert all(it in more for it in plain)
    assert (added["code"], added["severity"], added["line"]) == ("forbidden-edge", "information", 22)
    assert added["message"].split("\n") == [
        "orders probably writes billing.Invoice, which is forbidden",
        "Billing alone changes it.",
        "jedi infers it, so no check fails by it; an annotation makes it certain",
    ]
    assert result.code == run("check").code


def test_no_contract_is_broken_and_no_rule_is_used_by_them(write, run):
    rule = "  - {id: rows, from: orders, to: billing.Invoice, via: [orm-write], intent: tech-debt, why: Old.}\n"
    contract = "contracts:\n  - id: apart\n    type: independence\n    apps: [orders, billing]\n"
    files = {"orders/registry.py": REGISTRY, "orders/views.py": "", "orders/tests.py": ""}
    files["orders/models.py"] = "from django.db import models\n\n\nclass Order(models.Model):\n    pass\n"
    files["crm/models.py"] = (
        "from django.db import models\n\n\nclass Paid(models.Model):\n"
        '    order = models.ForeignKey("orders.Order", 1)\n'
        '    invoice = models.ForeignKey("billing.Invoice", 1)\n'
    )
    files["orders/registry.py"] = REGISTRY.replace("orders.models import Order", "crm.models import Paid as Order")
    write(f"version: 1\nedges:\n{rule}{contract}", files)
    result = run("check", "--infer", "--format", "json")
    codes = {it["code"]: it["severity"] for it in json.loads(result.out)["findings"]}
    assert codes["tech-debt"] == "information"
    assert codes["stale-rule"] == "warning"
    assert "contract-broken" not in codes


def test_the_ratchet_counts_what_is_certain(write, run):
    write(None, {"orders/registry.py": REGISTRY})
    result = run("check", "--infer", "--ratchet")
    assert (result.code, result.err) == (2, "coupling-lsp: `--ratchet` counts what is certain: leave out `--infer`\n")


def test_a_comment_silences_them_and_is_told_to_be_idle_as_without(write, run):
    text = REGISTRY.replace("pick(kind)().invoice.save()", "pick(kind)().invoice.save()  # coupling: ignore Known")
    write(FORBIDDING, {"orders/registry.py": text, "orders/views.py": "", "orders/tests.py": ""})
    plain, more = (run("check", "--format", "json", *it) for it in ((), ("--infer",)))
    assert json.loads(plain.out)["findings"] == json.loads(more.out)["findings"]
    assert "unused-ignore" in plain.out


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
    monkeypatch.setattr(process, "_WORKER", Path("/nothing/here.py"))
    assert read(run)[1] == plain, "what is kept of an earlier run is not used"
    assert run("check", "--format", "json").code == checked.code
    assert "registry.py:13" not in run("check").out
    assert not any("probable" in it for it in plain["edges"])


def test_what_was_said_is_kept_until_a_file_that_was_read_changes(write, run, monkeypatch):
    base = write(None, {"orders/registry.py": REGISTRY})
    first = read(run, "--infer")
    monkeypatch.setattr(process, "_WORKER", Path("/nothing/here.py"))
    assert read(run, "--infer") == first
    edges, _, said = read(run, "--infer", "--no-cache")
    assert edges == []
    assert said == "coupling-lsp: jedi cannot be started, so nothing is inferred of 5 places\n"
    for name in "crm/models.py", "orders/views.py":
        (base / name).write_text("# Nothing of this was read.\n")
        assert read(run, "--infer")[0] == first[0], name
    (base / "orders/models.py").write_text(f"{(base / 'orders/models.py').read_text()}\n")
    assert read(run, "--infer")[0] == []


@pytest.mark.parametrize("change", ["orders/registry.py", "orders/kinds.py", "orders/enum.py"])
def test_an_answer_does_not_outlive_its_text_or_what_could_now_mean_something_else(write, run, monkeypatch, change):
    kinds = REGISTRY.partition("\n\n\n")[0]
    registry = REGISTRY.replace(kinds, "from .kinds import KINDS")
    base = write(None, {"orders/kinds.py": kinds, "orders/registry.py": registry})
    assert len(read(run, "--infer")[0]) == 3
    monkeypatch.setattr(process, "_WORKER", Path("/nothing/here.py"))
    assert len(read(run, "--infer")[0]) == 3
    before = (base / change).read_text() if (base / change).exists() else ""
    (base / change).write_text(f"{before}\n")
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
        patched.setattr(process, "_WORKER", slow)
        patched.setattr(infer, "_MAX_SECONDS_PER_QUESTION", 0.2)
        edges, _, said = read(run, "--infer")
    assert edges == []
    assert said == "coupling-lsp: asked jedi about 5 places: 0 edges more; 5 places had no answer in time\n"
    assert len(read(run, "--infer")[0]) == 3
