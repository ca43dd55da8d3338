"""`edges --effective` has the relations that Django's registry gives to each model, inherited ones included."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REGISTRY = Path(__file__).with_name("registry.py")
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "boost_data_collector"

FILES = {
    "config/settings.py": """
        INSTALLED_APPS = ["django.contrib.contenttypes", "people", "stamps", "orders", "shipping"]
        DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
        SECRET_KEY = "x"
    """,
    "people/models.py": """
        from django.db import models
        class Person(models.Model):
            name = models.CharField(max_length=20)
        class Office(models.Model):
            pass
    """,
    "stamps/models.py": """
        from django.db import models
        from people.models import Office
        class Owned(models.Model):
            owner = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
            note = models.ForeignKey("Note", models.CASCADE, related_name="+")
            offices = models.ManyToManyField(Office, related_name="+")
            class Meta:
                abstract = True
        class Stamped(Owned):
            by = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
            class Meta:
                abstract = True
        class Note(models.Model):
            pass
        class NoModel:
            lost = models.ForeignKey("people.Person", models.CASCADE)
    """,
    "orders/models.py": """
        from django.db import models
        from stamps.models import NoModel, Owned, Stamped
        class Note(models.Model):
            pass
        class Order(NoModel, Stamped):
            buyer = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
        class Rush(Order):
            pass
        class Late(Order):
            class Meta:
                proxy = True
        class Own(Owned):
            owner = models.ForeignKey("people.Office", models.CASCADE, related_name="+")
        class Base(Owned):
            class Meta:
                abstract = True
    """,
    "shipping/models.py": """
        from django.db import models
        from orders.models import Base
        class Note(models.Model):
            pass
        class Parcel(Base):
            pass
    """,
}

Row = tuple[str, str, str, str, str]


@pytest.fixture(name="project")
def a_project(tmp_path: Path) -> Path:
    from textwrap import dedent

    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))
        (file.parent / "__init__.py").touch()
    (tmp_path / "manage.py").touch()
    return tmp_path


def registry(project: Path) -> set[Row]:
    environment = {
        **os.environ,
        "BDC_DATABASE": ":memory:",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, str(REGISTRY), "--effective"]
    result = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    rows = json.loads(result.stdout)
    return {
        (it["source_app"], it["symbol"], it["mechanism"], it["target_app"], it["target"])
        for it in rows
        if it["mechanism"] != "abstract"
    }


def edges(project: Path, *more: str) -> list[dict[str, dict[str, str]]]:
    command = [sys.executable, "-P", "-m", "coupling_lsp", "edges", str(project), "--kind", "schema", "--no-cache"]
    result = subprocess.run([*command, "--format", "json", *more], capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["edges"]


def rows(found: list[dict[str, dict[str, str]]]) -> set[Row]:
    told = (
        (it["source"]["app"], it["source"]["symbol"], it["mechanism"], it["target"]["app"], it["target"]["symbol"])
        for it in found
    )
    return {it for it in told if it[2] != "abstract"}


def test_a_made_project_has_the_relations_of_the_registry(project: Path) -> None:
    wanted = registry(project)

    assert ("shipping", "Parcel.owner", "fk", "people", "Person") in wanted
    assert ("orders", "Own.owner", "fk", "people", "Office") in wanted
    assert rows(edges(project, "--effective")) == wanted


def test_the_example_has_the_relations_of_the_registry() -> None:
    assert rows(edges(EXAMPLE, "--effective")) == registry(EXAMPLE)


def test_an_inherited_relation_stands_at_the_class_and_tells_where_it_is_written(project: Path) -> None:
    found = next(it for it in edges(project, "--effective") if it["source"]["symbol"] == "Parcel.owner")

    assert (found["source"]["path"], found["source"]["line"], found["source"]["column"]) == ("shipping/models.py", 6, 7)
    assert found["target"]["through"] == "stamps.models"


def test_without_the_option_a_relation_counts_where_it_is_written(project: Path) -> None:
    assert {it[1] for it in rows(edges(project)) if "owner" in it[1]} == {"Owned.owner", "Own.owner"}
