"""`benchmarks/corpus.py`, which `scripts/corpus` starts, on a folder of two small projects."""

import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "benchmarks" / "corpus.py"
MODELS = "from django.db import models\n\n\nclass {name}(models.Model):\n    pass\n"


def test_a_folder_of_projects_is_measured_and_compared_with_the_last_run(tmp_path: Path) -> None:
    for name in ("shop", "school"):
        project = tmp_path / "projects" / name
        for app, model in (("orders", "Order"), ("billing", "Invoice")):
            (project / app).mkdir(parents=True)
            (project / app / "__init__.py").touch()
            (project / app / "models.py").write_text(MODELS.format(name=model))
        (project / "settings.py").write_text('INSTALLED_APPS = ["orders", "billing"]\n')
        (project / "manage.py").write_text('os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n')
    views = tmp_path / "projects" / "shop" / "orders" / "views.py"
    views.write_text("from billing.models import Invoice\n")

    first = _corpus(tmp_path)
    assert "shop … 1 edges" in first
    page = (tmp_path / "accuracy.md").read_text()
    assert "| shop |  | 7 | 2 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |" in page
    assert page.count("| new |") == 2

    views.write_text(
        "from billing.models import Invoice\n\n\ndef show(name):\n    Invoice.objects.all()\n    name.objects\n"
    )
    second = _corpus(tmp_path)
    assert "    +1 orm-read\n    +1 not resolved\n" in second
    assert "    + orders/views.py:5:5 orm-read objects.all -> billing.Invoice\n" in second
    page = (tmp_path / "accuracy.md").read_text()
    assert "| +1 orm-read, +1 not resolved |" in page
    assert page.count("| same |") == 1
    assert "| `…` is a parameter | 1 |" in page


def test_a_crash_is_loud(tmp_path: Path) -> None:
    project = tmp_path / "projects" / "shop"
    project.mkdir(parents=True)
    (project / "manage.py").write_text("import django\n")
    (tmp_path / "coupling_lsp").mkdir()
    (tmp_path / "coupling_lsp" / "__init__.py").touch()
    (tmp_path / "coupling_lsp" / "__main__.py").write_text("raise RuntimeError('lost')\n")
    (tmp_path / "corpus.json").write_text("{}")
    ran = _run(tmp_path, tmp_path)
    assert ran.returncode == 1
    assert "CRASH" in ran.stdout
    assert "RuntimeError: lost" in ran.stdout
    assert "| shop |  | **CRASH** |" in (tmp_path / "accuracy.md").read_text()


def _corpus(folder: Path) -> str:
    ran = _run(folder, Path.cwd())
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def _run(folder: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    options = ["--into", folder / "accuracy.md", "--last", folder / "corpus.json", "--kept", folder / "kept"]
    command = [sys.executable, CORPUS, folder / "projects", *options]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
