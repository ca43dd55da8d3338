"""What deleting a row does to others is what Django does: a row of each model is made, and one deleted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coupling_lsp.index.models.deletion_chains import deletion_steps
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot

BASE = """
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CASCADE
from django.db.models.deletion import SET_NULL


class Note(models.Model):
    kind = models.ForeignKey(ContentType, CASCADE)
    number = models.IntegerField()
    about = GenericForeignKey("kind", "number")


class Tag(models.Model):
    pass


class Place(models.Model):
    tags = models.ManyToManyField(Tag)
    notes = GenericRelation(Note, "number", "kind")


class Shop(Place):
    size = models.IntegerField(null=True)


class Bar(Shop):
    pass


class Closed(Place):
    class Meta:
        proxy = True


class Owned(models.Model):
    place = models.ForeignKey(Place, SET_NULL, null=True)
    shop = models.ForeignKey("base.Shop", on_delete=CASCADE, null=True)

    class Meta:
        abstract = True
"""

TRADE = """
from base.models import Closed, Owned, Place, Shop, Tag
from django.db import models

KEEP = models.DO_NOTHING


class Owner(models.ForeignKey):
    def __init__(self, to, on_delete=models.CASCADE, **kwargs):
        super().__init__(to, on_delete, **kwargs)


class SetOwner(models.ForeignKey):
    def __init__(self, *args, **kwargs):
        kwargs["on_delete"] = models.SET(None)
        super().__init__(*args, **kwargs)


class Firm(Owned):
    partner = models.ForeignKey("self", models.SET_NULL, null=True)


class Deal(Owned):
    shop = models.ForeignKey(Shop, models.SET_DEFAULT, default=None, null=True)
    firm = Owner(Firm, null=True)


class Receipt(models.Model):
    deal = models.OneToOneField(Deal, models.CASCADE, null=True)
    bar = models.ForeignKey("base.Bar", models.CASCADE, null=True)


class Ring(models.Model):
    receipt = models.ForeignKey(Receipt, models.CASCADE, null=True)
    next = models.ForeignKey("trade.Link", models.CASCADE, null=True)


class Link(models.Model):
    ring = models.ForeignKey(Ring, models.CASCADE, null=True)


class Label(models.Model):
    tag = models.ForeignKey(Tag, models.CASCADE, null=True)
    place = models.ForeignKey(Place, models.CASCADE, null=True)


class Labelled(models.Model):
    tags = models.ManyToManyField(Tag, through="trade.Labelling")


class Labelling(models.Model):
    labelled = models.ForeignKey(Labelled, models.CASCADE, null=True)
    tag = models.ForeignKey(Tag, models.CASCADE, null=True)


class Sign(models.Model):
    closed = SetOwner(Closed, null=True)
    link = models.ForeignKey(Link, KEEP, null=True)
"""

SETTINGS = """
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.contenttypes", "base", "trade"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""

ASKING = """
import json
import django
django.setup()
from django.apps import apps
from django.db import models
from django.db.models.deletion import get_candidate_relations_to_delete

EFFECTS = {"CASCADE": "delete", "PROTECT": "protect", "RESTRICT": "restrict", "DO_NOTHING": "nothing"}


def name(field):
    model = field.model._meta
    if model.auto_created:
        return f"{model.auto_created.__name__}.{model.object_name.partition('_')[2]}"
    return f"{model.object_name}.{field.name}"


def effects(model, done):
    if model in done:
        return
    done.add(model)
    for parent in model._meta.all_parents:
        yield "delete", f"{model.__name__} of {parent.__name__}"
    for relation in get_candidate_relations_to_delete(model._meta):
        effect = EFFECTS.get(relation.field.remote_field.on_delete.__name__, "update")
        yield effect, name(relation.field)
        if effect == "delete":
            yield from effects(relation.related_model, done)
    for field in model._meta.private_fields:
        if hasattr(field, "bulk_related_objects"):
            yield "delete", f"{field.model.__name__}.{field.name}"
            yield from effects(field.related_model, done)


own = [it for it in apps.get_models() if not it._meta.proxy and it._meta.app_label in ("base", "trade")]
print(json.dumps({it.__name__: sorted(set(effects(it, set()))) for it in own}))
"""

TEXTS = {
    "settings.py": SETTINGS,
    "base/__init__.py": "",
    "base/models.py": BASE,
    "trade/__init__.py": "",
    "trade/models.py": TRADE,
}


@pytest.fixture(scope="module")
def effects_of_django(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """What Django's own registry says, by model."""
    folder: Path = tmp_path_factory.mktemp("deletions")
    for path, text in TEXTS.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", ASKING]
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return json.loads(process.stdout)


def test_deletions_are_those_of_django(effects_of_django: dict[str, list[list[str]]]) -> None:
    snapshot = Snapshot.of_texts(TEXTS, Layout(settings=("settings",)))
    models = {it.name: it for it in snapshot.deletions.labels if not it.name.endswith("_tags")}
    assert models.keys() == effects_of_django.keys()
    for name, model in models.items():
        deletions = [it.deletion for it in deletion_steps(snapshot.deletions, model)]
        rows = {(it.effect, it.field) for it in deletions if it.way not in ("parent", "child", "generic")}
        expected = {(effect, field) for effect, field in effects_of_django[name] if " of " not in field}
        is_link = {field for _, field in expected if field.endswith(("_ptr", ".notes"))}
        assert rows == {it for it in expected if it[1] not in is_link}, name
        links = {it.field for it in deletions if it.way == "child"}
        assert links == {field for field in is_link if field.endswith("_ptr")}, name
        assert any(it.way == "generic" for it in deletions) == any(it.endswith(".notes") for it in is_link), name
