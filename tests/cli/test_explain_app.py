"""`coupling-lsp explain APP`: its edges by app, and the transactions that write tables of several apps."""

import json

import pytest

SERVICES = """\
from billing.models import Invoice
from billing.services import close
from django.db import transaction
from django.db.transaction import atomic
from orders.models import Order


def place(number):
    with transaction.atomic():
        Order.objects.create()
        Invoice.objects.create(number=number)


@transaction.atomic
def settle(order: Order):
    order.save()
    close(order.invoice)


class Desk:
    @atomic(using="other")
    def serve(self, order: Order):
        self.note(order)
        with transaction.atomic():
            Invoice.objects.all().delete()

    def note(self, order: Order):
        order.save()
"""
BILLING = """\
from billing.models import Invoice


def close(invoice: Invoice):
    mark(invoice)


def mark(invoice: Invoice):
    invoice.save()
"""
CHANGES = {"orders/services.py": SERVICES, "billing/services.py": BILLING}

ORDERS = """\
orders  orders
  → billing  6 edges (1 schema, 1 ORM read, 2 ORM writes, 2 imports)
  no other app depends on it

3 transactions of or with orders write tables of several apps

orders/services.py:9:5  place  writes billing, orders
  billing.Invoice  orders/services.py:11:9
  orders.Order     orders/services.py:10:9

orders/services.py:15:1  settle  writes billing, orders
  billing.Invoice  billing/services.py:9:5  by close → mark
  orders.Order     orders/services.py:16:5

orders/services.py:22:5  Desk.serve  writes billing, orders
  billing.Invoice  orders/services.py:25:13
  orders.Order     orders/services.py:28:9   by Desk.note
"""


def symbols(run, app="orders"):
    """Return the definitions in which transactions stand that are told."""
    document = json.loads(run("explain", app, "--format", "json").out)
    return [it["symbol"] for it in document["transactions"]]


def test_an_app_tells_its_edges_and_the_transactions_across_apps(write, run):
    write(None, {**CHANGES, "orders/views.py": None})
    assert "".join(run("explain", "orders").out) == ORDERS
    assert "3 transactions of or with billing write tables" in run("explain", "billing").out
    assert run("explain", "crm").out.endswith("No transaction of or with crm writes tables of several apps\n")


def test_programs_read_the_same_as_json(write, run):
    write(None, CHANGES)
    document = json.loads(run("explain", "orders", "--format", "json").out)
    assert (document["version"], document["app"], document["used_by"], document["atomic_requests"]) == (
        1,
        "orders",
        [],
        [],
    )
    assert document["depends_on"][0]["app"] == "billing"
    settle = document["transactions"][1]
    assert (settle["symbol"], settle["line"], settle["end_line"], settle["app"]) == ("settle", 15, 17, "orders")
    assert settle["writes_apps"] == ["billing", "orders"]
    assert [(it["model"], it["calls"]) for it in settle["writes"]] == [("Order", []), ("Invoice", ["close", "mark"])]


HEAD = """\
import contextlib
from contextlib import contextmanager

from billing.models import Invoice
from django.db import transaction
from django.utils.decorators import method_decorator
from orders.models import Order


def both():
    Order.objects.create()
    Invoice.objects.create()


"""


@pytest.mark.parametrize(
    "body",
    [
        "def a():\n    with open('x') as file, transaction.atomic(using='other'):\n        both()\n",
        "def a():\n    with (\n        transaction.atomic() as it,\n        open('x'),\n    ):\n        both()\n",
        "def a():\n    from django.db.transaction import atomic\n\n    with atomic():\n        both()\n",
        "@transaction.atomic()\n@staticmethod\ndef a():\n    both()\n",
        "@transaction.atomic\nasync def a():\n    both()\n",
        "@method_decorator(transaction.atomic)\ndef a():\n    both()\n",
        "@contextmanager\ndef traced_atomic():\n    with transaction.atomic():\n        yield\n\n\n"
        "def a():\n    with traced_atomic():\n        both()\n",
        "def a():\n    if True:\n        with transaction.atomic():\n            while True:\n                both()\n",
        "def c():\n    both()\n\n\ndef a():\n    with transaction.atomic():\n        c()\n",
    ],
)
def test_what_begins_a_transaction(write, run, body):
    write(None, {"orders/services.py": HEAD + body})
    assert symbols(run) == ["a"]


def test_a_decorator_of_a_class_names_the_method(write, run):
    body = '@method_decorator(transaction.atomic, name="post")\nclass View:\n    def post(self):\n        both()\n'
    body += "\n    def get(self):\n        both()\n"
    write(None, {"orders/services.py": HEAD + body})
    assert symbols(run) == ["View.post"]


@pytest.mark.parametrize(
    "body",
    [
        "def a():\n    both()\n",
        "def a():\n    with transaction.atomic():\n        Order.objects.create()\n    both()\n",
        "def a():\n    with transaction.atomic():\n        Invoice.objects.create()\n",
        "def a():\n    with transaction.atomic():\n        transaction.on_commit(both)\n",
        "def a():\n    with transaction.atomic():\n        transaction.on_commit(lambda: both())\n",
        "def a():\n    with transaction.atomic():\n        def later():\n            both()\n",
        "def a():\n    with transaction.atomic():\n        Order.objects.create()\n        Invoice.objects.get()\n",
        "class atomic:\n    pass\n\n\ndef a():\n    with atomic():\n        both()\n",
        "def atomic():\n    yield\n\n\ndef a():\n    with atomic():\n        both()\n",
        "def atomic(path):\n    return open(path)\n\n\ndef a():\n    with atomic('x'):\n        both()\n",
        "@contextlib.contextmanager\ndef atomic_write():\n    yield\n\n\n"
        "def a():\n    with atomic_write():\n        both()\n",
        "# with transaction.atomic():\ndef a():\n    '''with transaction.atomic():'''\n    both()\n",
        "atomic = False\n\n\ndef a():\n    both()\n",
    ],
)
def test_what_is_no_transaction_across_apps(write, run, body):
    write(None, {"orders/services.py": HEAD + body})
    assert symbols(run) == []


def test_a_write_that_hangs_on_who_calls_does_not_count(write, run):
    body = "def keep(it):\n    it.save()\n\n\n"
    body += "def a(order: Order, invoice: Invoice):\n    keep(invoice)\n    keep(order)\n\n\n"
    body += (
        "def b(order: Order):\n    with transaction.atomic():\n        keep(order)\n        Order.objects.create()\n"
    )
    write(None, {"orders/services.py": HEAD + body})
    assert symbols(run) == []


def test_a_row_that_is_added_to_a_relation_writes_the_table_between(write, run):
    models = (
        "from django.db import models\n\n\nclass Order(models.Model):\n"
        '    invoices = models.ManyToManyField("billing.Invoice")\n'
    )
    body = "@transaction.atomic\ndef a(order: Order, invoice: Invoice):\n    order.save()\n"
    forward = f"{body}    order.invoices.add(invoice)\n"
    write(None, {"orders/models.py": models, "orders/services.py": HEAD + forward})
    assert symbols(run) == []
    write(None, {"orders/models.py": models, "orders/services.py": f"{HEAD}{forward}    invoice.save()\n"})
    document = json.loads(run("explain", "orders", "--format", "json").out)
    assert [it["model"] for it in document["transactions"][0]["writes"]] == ["Order.invoices", "Invoice", "Order"]


def test_of_nested_blocks_the_outermost_counts_and_tests_do_not(write, run):
    body = "def a():\n    with transaction.atomic():\n        with transaction.atomic():\n            both()\n"
    write(None, {"orders/services.py": HEAD + body, "orders/tests.py": HEAD + body})
    document = json.loads(run("explain", "orders", "--format", "json").out)
    assert [(it["path"], it["line"]) for it in document["transactions"]] == [("orders/services.py", 16)]


def test_calls_are_followed_so_far_and_no_farther(write, run):
    functions = "".join(f"def f{number}():\n    f{number - 1}()\n\n\n" for number in range(1, 6))
    body = f"def f0():\n    both()\n\n\n{functions}@transaction.atomic\ndef near():\n    f2()\n\n\n"
    body += "@transaction.atomic\ndef far():\n    f3()\n"
    write(None, {"orders/services.py": HEAD + body})
    assert symbols(run) == ["near"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('DATABASES = {"default": {"ATOMIC_REQUESTS": True}}\n', "The settings make each request one transaction"),
        ('DATABASES = {}\nDATABASES["default"]["ATOMIC_REQUESTS"] = True\n', "The settings make each request"),
        ('DATABASES = {"default": {"ATOMIC_REQUESTS": env("X")}}\n', "The settings may make each request"),
        ('DATABASES = {"default": {"ATOMIC_REQUESTS": False}}\n', ""),
        ('# DATABASES = {"default": {"ATOMIC_REQUESTS": True}}\n', ""),
        ("ATOMIC_REQUESTS = True\n", ""),
    ],
)
def test_requests_that_are_transactions_are_told_once(write, run, settings, words):
    apps = 'INSTALLED_APPS = ["orders", "billing", "crm"]\n'
    write(None, {"config/settings.py": apps + settings})
    explanation = run("explain", "orders").out
    assert explanation.count("each request one transaction") == bool(words)
    assert words in explanation


def test_an_app_that_is_none_is_told(write, run):
    write()
    result = run("explain", "ordres")
    assert (result.code, result.out) == (2, "")
    assert "there is no app `ordres` in this project. Did you mean `orders`?" in result.err
