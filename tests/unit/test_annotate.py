"""The quick fix that writes down what a name is: where it is offered, what it writes, and where it is not."""

import pytest

from coupling_lsp.fixes import annotation
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

PROJECT = {
    "settings.py": 'INSTALLED_APPS = ["orders", "billing"]\n',
    "billing/__init__.py": "",
    "billing/models.py": "from django.db import models\n\n\nclass Invoice(models.Model):\n    pass\n",
    "orders/__init__.py": "",
    "orders/models.py": (
        "from django.db import models\n\n\nclass Order(models.Model):\n"
        '    invoice = models.ForeignKey("billing.Invoice", 1)\n'
    ),
    "orders/callers.py": (
        "from billing.models import Invoice\nfrom orders.models import Order\nfrom orders.views import show\n\n\n"
        "def call():\n    show(Order.objects.get(), Invoice.objects.get())\n"
    ),
}
IMPORTED = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from billing.models import Invoice\n"


def offered(text: str, ends: str = "\n") -> tuple[str, str]:
    """The title of what is offered at the name before the `^`, and the text afterwards."""
    before = text[: text.index("^")]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    written = text.replace("^", "").replace("\n", ends)
    snapshot = Snapshot.of_texts({**PROJECT, "orders/views.py": written}, Layout(settings=("settings",)))
    source = snapshot.texts["orders/views.py"]
    fix = annotation(snapshot, "orders/views.py", {"orders/views.py": source}.get, line, column - 1)
    if fix is None:
        return "", written
    after = source.apply(fix.files[0].edits)
    again = snapshot.with_texts({"orders/views.py": after})
    assert {it.target for it, _ in again.edges() if it.path == "orders/views.py"} >= {
        it.target for it, _ in snapshot.edges() if it.path == "orders/views.py"
    }, "it is as well known as before"
    return fix.title, str(after)


@pytest.mark.parametrize("at", ["def show(order, it^):\n    it.delete()\n", "def show(order, it):\n    it^.delete()\n"])
def test_a_parameter_gets_what_all_calls_hand_in(at: str) -> None:
    title, after = offered(at)
    assert title == "Annotate `it: Invoice`"
    assert (
        after
        == "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from billing.models import Invoice\n\n\n"
        + ('def show(order, it: "Invoice"):\n    it.delete()\n')
    )


def test_one_that_may_be_none_stays_so() -> None:
    title, after = offered("def show(order, it^ = None):\n    it.delete()\n")
    assert title == "Annotate `it: Invoice | None`"
    assert 'def show(order, it: "Invoice | None" = None):' in after


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ('"""Views."""\n', f'"""Views."""\n\n{IMPORTED}'),
        ("import os\n", f"import os\n{IMPORTED}"),
        ("from typing import TYPE_CHECKING\n", IMPORTED),
        (
            "import typing\n\nif typing.TYPE_CHECKING:\n  import os\n",
            "import typing\n\nif typing.TYPE_CHECKING:\n  import os\n  from billing.models import Invoice\n",
        ),
        ("from billing.models import Invoice\n", "from billing.models import Invoice\n"),
        (IMPORTED, IMPORTED),
    ],
)
def test_the_class_is_imported_for_type_checkers_alone(above: str, expected: str) -> None:
    rest = "\n\ndef show(order, it^):\n    it.delete()\n"
    assert offered(above + rest)[1] == expected + rest.replace("it^", 'it: "Invoice"')


def test_line_ends_are_kept() -> None:
    _, after = offered("import os\n\n\ndef show(order, it^):\n    it.delete()\n", "\r\n")
    assert after == f'{IMPORTED}\n\ndef show(order, it: "Invoice"):\n    it.delete()\n'.replace(
        "from typing", "import os\nfrom typing", 1
    ).replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "def show(order, it: object^):\n    it.delete()\n",
        "def show(order, it):\n    it: int = it^\n    it.delete()\n",
        "def show(order, it):\n    it = pick(it)\n    it^.delete()\n",
        "def show(order, *it):\n    it^.delete()\n",
        "def show(order, **it):\n    it^.delete()\n",
        "def show(order, it):\n    pass\n\n\ndef other(it):\n    it^.delete()\n",
        "Invoice = 1\n\n\ndef show(order, it^):\n    it.delete()\n",
        "show = lambda order, it: it^.delete()\n",
        "class View:\n    def show(self^, it):\n        self.save()\n",
        "def show(order, it):\n    return order.^\n",
        "it^\n",
        "^",
    ],
)
def test_nothing_is_offered_where_it_would_be_wrong_or_a_guess(text: str) -> None:
    assert offered(text)[0] == ""


def test_nothing_is_offered_when_calls_hand_in_different_things() -> None:
    more = "def another():\n    show(Order.objects.get(), Order.objects.get())\n"
    text = PROJECT["orders/callers.py"] + more
    views = "def show(order, it):\n    it.delete()\n"
    files = {**PROJECT, "orders/callers.py": text, "orders/views.py": views}
    snapshot = Snapshot.of_texts(files, Layout(settings=("settings",)))
    assert annotation(snapshot, "orders/views.py", {"orders/views.py": Text.of(views)}.get, 1, 17) is None
