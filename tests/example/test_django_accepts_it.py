"""The example is a Django project that Django itself has nothing to say against."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "boost_data_collector"

IMPORT_EVERYTHING = """
import importlib, pathlib, django
django.setup()
for path in sorted(pathlib.Path().rglob("*.py")):
    importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the example's folder, leaving no file behind."""
    environment = {
        **os.environ,
        "BDC_DATABASE": ":memory:",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=EXAMPLE, env=environment, capture_output=True, text=True, timeout=600
    )


def test_system_check_finds_nothing() -> None:
    result = run("manage.py", "check", "--fail-level", "INFO")

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_migrations_match_the_models() -> None:
    result = run("manage.py", "makemigrations", "--check", "--dry-run")

    assert result.returncode == 0, result.stdout + result.stderr


def test_every_app_with_models_has_migrations() -> None:
    """`makemigrations --check` says nothing of an app without a migrations package."""
    for models in EXAMPLE.glob("*/models.py"):
        has_tables = "(models.Model)" in models.read_text(encoding="utf-8")
        assert (models.parent / "migrations" / "0001_initial.py").exists() == has_tables, models


def test_every_module_can_be_imported() -> None:
    result = run("-c", IMPORT_EVERYTHING)

    assert result.returncode == 0, result.stderr
