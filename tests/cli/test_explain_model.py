"""`coupling-lsp explain APP.MODEL`: what deleting a row of a model does."""

import json

import pytest

ORDERS = """\
from django.db import models


class Order(models.Model):
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.CASCADE)


class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE)
    next = models.ForeignKey("self", models.CASCADE)


class Offer(models.Model):
    class Meta:
        abstract = True


class Rush(Order):
    class Meta:
        proxy = True
"""
CRM = """\
from django.conf import settings
from django.db import models


class Customer(models.Model):
    name = models.TextField()
    user = models.ForeignKey("auth.User", models.PROTECT)
    orders = models.ManyToManyField("orders.Order")


class Call(models.Model):
    line = models.ForeignKey("orders.Line", models.PROTECT)
    order = models.ForeignKey("orders.Order", models.SET_NULL, null=True)
    invoice = models.ForeignKey("billing.Invoice", models.DO_NOTHING)
    customer = models.ForeignKey(Customer, models.CASCADE)
    other = models.ForeignKey("billing.Invoice", getattr(models, "CASCADE"))
"""
CHANGES = {"orders/models.py": ORDERS, "crm/models.py": CRM}

INVOICE = """\
billing.Invoice  billing/models.py:4:7
Deleting a row of it deletes rows of 3 other tables and reaches 2 other apps; 1 key can stop it

Rows that go with it
  orders.Order by invoice  CASCADE     orders/models.py:5:33
    crm.Customer.orders    join table  crm/models.py:8:37
    orders.Line by order   CASCADE     orders/models.py:9:31
      orders.Line by next  CASCADE     orders/models.py:10:30

Keys that stop it
  crm.Call.line  PROTECT  crm/models.py:12:30  of orders.Line

Keys that it changes
  crm.Call.order  SET_NULL  crm/models.py:13:31  of orders.Order

Keys that it leaves to the database
  crm.Call.invoice  DO_NOTHING  crm/models.py:14:33

Keys of which is not known what becomes of them
  crm.Call.other  on_delete not known  crm/models.py:16:31
"""


def test_a_model_tells_what_goes_with_its_rows_to_the_end_of_each_chain(write, run):
    write(None, CHANGES)
    assert run("explain", "billing.Invoice").out == INVOICE
    assert run("explain", "billing.invoice").out == INVOICE


def test_the_rows_of_a_proxy_are_those_of_its_model(write, run):
    write(None, CHANGES)
    assert run("explain", "orders.Rush").out == run("explain", "orders.Order").out


def test_a_model_to_which_nothing_leads_says_so(write, run):
    write(None, CHANGES)
    assert run("explain", "crm.Call").out == (
        "crm.Call  crm/models.py:11:7\nDeleting a row of it does nothing to rows of other models\n"
    )


def test_a_model_of_an_installed_package_can_be_asked_for_as_well(write, run):
    write(None, CHANGES)
    explanation = run("explain", "auth.User").out
    assert explanation.startswith("auth.User  not in this project\n")
    assert "crm.Customer.user  PROTECT" in explanation


def test_rows_under_restrict_tell_by_what_they_may_go(write, run):
    song = (
        "\n\nclass Song(models.Model):\n"
        '    order = models.ForeignKey("orders.Order", models.RESTRICT)\n'
        '    invoice = models.ForeignKey("billing.Invoice", models.CASCADE)\n'
    )
    write(None, {**CHANGES, "crm/models.py": CRM + song})
    explanation = run("explain", "billing.Invoice").out
    assert "Keys that stop it, unless their rows go as well\n  crm.Song.order  RESTRICT" in explanation
    assert explanation.count("of orders.Order; goes by crm.Song.invoice") == 1


def test_programs_read_the_same_as_json(write, run):
    write(None, CHANGES)
    document = json.loads(run("explain", "billing.Invoice", "--format", "json").out)
    assert (document["version"], document["model"], document["app"]) == (1, "billing.Invoice", "billing")
    assert [(it["effect"], it["field"], it["on_delete"]) for it in document["effects"]] == [
        ("nothing", "crm.Call.invoice", "DO_NOTHING"),
        ("unknown", "crm.Call.other", None),
        ("delete", "orders.Order.invoice", "CASCADE"),
        ("delete", "crm.Customer.orders", "CASCADE"),
        ("update", "crm.Call.order", "SET_NULL"),
        ("delete", "orders.Line.order", "CASCADE"),
        ("protect", "crm.Call.line", "PROTECT"),
        ("delete", "orders.Line.next", "CASCADE"),
    ]
    stop = next(it for it in document["effects"] if it["effect"] == "protect")
    assert (stop["chain"], stop["path"], stop["line"]) == (
        ["billing.Invoice", "orders.Order", "orders.Line"],
        "crm/models.py",
        12,
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("orders.Ordr", "there is no model `orders.Ordr` in this project. Did you mean `orders.Order`?"),
        ("orders.Offer", "there is no model `orders.Offer` with rows of its own in this project"),
        ("nope.Nope", "there is no model `nope.Nope` in this project"),
    ],
)
def test_what_is_no_model_is_told(write, run, name, message):
    write(None, CHANGES)
    result = run("explain", name)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
