"""Large projects are read by two processes: the edges are the same when the second one is not to be had, or dies."""

import json
import sys

import pytest

from coupling_lsp.workspace.reading import readers

MODELS = """\
from django.db import models


class Invoice(models.Model):
    pass


class Order(models.Model):
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)
"""
USES = """\
from billing.models import Order


def pay_{number}(order):
    order.save()
    return order.invoice


def run():
    pay_{number}(Order.objects.get())
"""


@pytest.fixture
def many(tmp_path):
    """More files than one process reads alone."""
    for app, files in (("billing", {"models": MODELS}), ("shop", {})):
        folder = tmp_path / app
        folder.mkdir()
        for name, text in {"__init__": "", "apps": _config(app), **files}.items():
            (folder / f"{name}.py").write_text(text)
    for number in range(readers.MIN_FILES_FOR_HELPER):
        (tmp_path / "shop" / f"m_{number}.py").write_text(USES.format(number=number))
    (tmp_path / "manage.py").write_text("import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n")
    (tmp_path / "settings.py").write_text("INSTALLED_APPS = ['billing', 'shop']\n")
    return tmp_path


def _config(app):
    return f"from django.apps import AppConfig\n\n\nclass Config(AppConfig):\n    name = '{app}'\n"


def _edges(run, base):
    result = run("edges", str(base), "--format", "json", "--no-cache")
    assert result.code == 0
    assert result.err == ""
    return json.loads(result.out)["edges"]


def test_two_processes_find_what_one_does(run, many, monkeypatch):
    started = []
    start = readers.HelperProcess.start
    monkeypatch.setattr(readers.HelperProcess, "start", lambda given: started.append(given) or start(given))
    together = _edges(run, many)
    assert started
    files = readers.MIN_FILES_FOR_HELPER
    monkeypatch.setattr(readers, "MIN_FILES_FOR_HELPER", 10 * files)
    assert _edges(run, many) == together
    assert len(started) == 1
    kinds = [it["kind"] for it in together]
    assert kinds.count("orm-write") == files
    assert kinds.count("orm-read") == 2 * files


@pytest.mark.parametrize("written", ["", "import time; time.sleep(0.3)", "print('x' * 99, flush=True)"])
@pytest.mark.skipif(sys.platform == "win32", reason="a script with a shebang stands in for the interpreter")
def test_a_helper_that_dies_or_talks_nonsense_costs_no_edge(run, many, monkeypatch, tmp_path_factory, written):
    program = tmp_path_factory.mktemp("program") / "python"
    program.write_text(f"#!{sys.executable}\n{written}\n")
    program.chmod(0o755)
    alone = readers.MIN_FILES_FOR_HELPER
    monkeypatch.setattr(readers, "MIN_FILES_FOR_HELPER", 10 * alone)
    expected = _edges(run, many)
    monkeypatch.setattr(readers, "MIN_FILES_FOR_HELPER", alone)
    monkeypatch.setattr(sys, "executable", str(program))
    assert _edges(run, many) == expected


def test_a_helper_that_cannot_start_costs_no_edge(run, many, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(many / "gone"))
    assert len(_edges(run, many)) >= 3 * readers.MIN_FILES_FOR_HELPER
