"""Print what the installed Django offers, as JSON: members of its classes, fields, shortcuts, models, settings.

A method comes with `alters_data`, Django's own word for what writes; an attribute with None.
"""

import inspect
import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import django
from django.conf import global_settings, settings

CONTRIB = ("admin", "auth", "contenttypes", "flatpages", "messages", "redirects", "sessions", "sites")


def main() -> None:
    settings.configure(INSTALLED_APPS=[f"django.contrib.{name}" for name in CONTRIB], SITE_ID=1)
    django.setup()
    from django.db import models

    print(
        json.dumps(
            {
                "members": {holder: members(*classes) for holder, classes in holders().items()},
                "saving": {it.__name__: sorted(members(it)) for it in saving_classes()},
                "relation fields": dict(relation_fields()),
                "plain fields": [
                    it.__name__ for it in subclasses(models.Field) if it.__module__.startswith("django.db.")
                ],
                "models": {it.__name__: it.__module__ for it in subclasses(models.Model) if "_" not in it.__name__},
                "functions": {module: functions(module) for module in MODULES},
                "settings": [name for name in dir(global_settings) if name.isupper()],
                "meta options": list(import_module("django.db.models.options").DEFAULT_NAMES),
            }
        )
    )


MODULES = (
    *("django.shortcuts", "django.urls", "django.forms.models", "django.contrib.contenttypes.forms"),
    *("django.dispatch", "django.core.management"),
)


def holders() -> dict[str, tuple[type, ...]]:
    """Return the classes that have the methods of the table; a manager is one of users, which has the most."""
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.models import Permission, User, UserManager
    from django.db.models import Model, QuerySet
    from django.db.models.fields import related_descriptors
    from django.dispatch import Signal
    from django.views.generic import DetailView

    key = Permission._meta.get_field("content_type").remote_field
    return {
        "queryset": (QuerySet,),
        "manager": (UserManager,),
        "related manager": (
            related_descriptors.create_forward_many_to_many_manager(UserManager, User.groups.rel, False),
            related_descriptors.create_reverse_many_to_one_manager(UserManager, key),
        ),
        "row": (Model,),
        "signal": (Signal,),
        "view": (DetailView,),
        "admin": (ModelAdmin,),
    }


def saving_classes() -> Iterator[type]:
    """Yield the classes of forms, views and the admin whose methods save rows."""
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.forms import UserChangeForm, UserCreationForm
    from django.forms import models
    from django.views.generic import edit

    yield from (ModelAdmin, UserChangeForm, UserCreationForm)
    yield from (models.ModelForm, models.BaseModelFormSet, models.BaseInlineFormSet)
    yield from (edit.ModelFormMixin, edit.CreateView, edit.UpdateView, edit.DeletionMixin, edit.DeleteView)


def members(*classes: type) -> dict[str, bool | None]:
    """Return the public members of classes, and those private ones that write."""
    flags: dict[str, bool | None] = {}
    for cls in classes:
        for name in dir(cls):
            member = getattr(cls, name, None)
            writes = bool(getattr(member, "alters_data", False)) if callable(member) else None
            if not name.startswith("_") or writes:
                flags[name] = writes
    return flags


def relation_fields() -> Iterator[tuple[str, list[str]]]:
    """Yield the classes of relation fields with the names of their arguments."""
    from django.contrib.contenttypes.fields import GenericForeignKey
    from django.db.models.fields.related import RelatedField

    for field in (GenericForeignKey, *subclasses(RelatedField)):
        if field.__module__.startswith("django."):
            yield field.__name__, list(inspect.signature(field).parameters)


def subclasses(cls: Any) -> Iterator[Any]:
    """Yield the class and all that inherit from it."""
    yield cls
    for subclass in cls.__subclasses__():
        yield from subclasses(subclass)


def functions(module: str) -> list[str]:
    """Return the public functions of a module."""
    return [name for name, it in vars(import_module(module)).items() if inspect.isfunction(it) and name[0] != "_"]


if __name__ == "__main__":
    main()
