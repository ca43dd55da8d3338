"""Typing into one file of a folder on disk, closed files included, gives what reading it anew gives."""

from pathlib import Path

import pytest

from coupling_lsp.text import Text
from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace.reading.load import Options

OPTIONS = Options(cache=False, today="2030-01-01")
FILES = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n",
    "settings.py": "INSTALLED_APPS = ['billing', 'shop']\n",
    "billing/__init__.py": "",
    "billing/models.py": (
        "from django.db import models\n\n\nclass Invoice(models.Model):\n    pass\n\n\n"
        "class Order(models.Model):\n    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)\n"
    ),
    "shop/__init__.py": "",
    "shop/pay.py": "",
    "shop/calls.py": (
        "from billing.models import Order\nfrom shop.other import show\nfrom shop.pay import pay, pays\n\n\n"
        "def run():\n    pay(Order.objects.get())\n    pays(2)\n    show(Order.objects.get())\n"
    ),
    "shop/other.py": "def show(order):\n    return order.bill\n",
}


@pytest.mark.parametrize(
    ("path", "before", "typed", "after"),
    [
        ("shop/pay.py", "def ", "pays", "(order):\n    order.save()\n"),
        ("shop/pay.py", "def pay(order):\n    ", "return order.invoice", "\n"),
        ("shop/pay.py", "def pays(it):\n    pass\n\n\ndef pay(order):\n    order.", "invoice.save()", "\n"),
        ("billing/models.py", FILES["billing/models.py"] + "    ", "bill = models.ForeignKey(Invoice)", "\n"),
    ],
)
def test_each_key_gives_what_a_cold_start_gives(tmp_path: Path, path: str, before: str, typed: str, after: str) -> None:
    for name, text in FILES.items():
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    folder = folders.open_whole(tmp_path, OPTIONS, {}, None)
    found = []
    for length in range(len(typed) + 1):
        opened = {f"{tmp_path}/{path}": Text.of(before + typed[:length] + after)}
        folder = folders.with_texts(folder, opened)
        found.append(_edges(folder))
        assert found[-1] == _edges(folders.open_whole(tmp_path, OPTIONS, opened, None)), typed[:length]
    assert any(one != found[0] for one in found), "something was typed that matters"


def test_what_a_closed_file_says_since_it_changed_on_disk_is_known(tmp_path: Path) -> None:
    for name, text in FILES.items():
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    pay = f"{tmp_path}/shop/pay.py"
    first = {pay: Text.of("def settle(order):\n    order.save()\n")}
    folder = folders.with_texts(folders.open_whole(tmp_path, OPTIONS, {}, None), first)
    calls = tmp_path / "shop/calls.py"
    text = FILES["shop/calls.py"].replace("pay, pays", "clear, pay, pays")
    calls.write_text(f"{text}    clear(Order.objects.get())\n")
    folder = folders.refresh(folder, [str(calls)], first)
    latest = {pay: Text.of("def clear(order):\n    order.save()\n")}
    folder = folders.with_texts(folder, latest)
    assert _edges(folder) == _edges(folders.open_whole(tmp_path, OPTIONS, latest, None))
    assert any("orm-write" in it for it in _edges(folder))


def _edges(folder: folders.Folder) -> list[str]:
    return [str(edge) for project in folder.projects for edge, _ in project.snapshot.edges()]
