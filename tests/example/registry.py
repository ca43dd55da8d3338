"""Print the schema edges between the project's apps as JSON, as Django's app registry has them.

Run it in the folder of manage.py, with Django installed and DJANGO_SETTINGS_MODULE set or left at config.settings:

    python /path/to/registry.py

Each row is one relation where it is written: a field copied from an abstract base is reported at that base, once;
with `--effective` behind the path, at every model that has it.
Links that Django itself adds to the parent of an inherited table are left out; the inheritance is a row of its own.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, str]


def main() -> None:
    project = Path.cwd()
    sys.path.insert(0, str(project))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(json.dumps(cross_app_rows(project), indent=1))


def cross_app_rows(project: Path) -> list[Row]:
    """Return the rows between two different apps that live in the project's folder."""
    from django.apps import apps

    labels = {config.label for config in apps.get_app_configs() if Path(config.path).is_relative_to(project)}
    rows = {
        tuple(row.items()): row
        for model in apps.get_models()
        for row in model_rows(model)
        if row["source_app"] != row["target_app"] and {row["source_app"], row["target_app"]} <= labels
    }
    return sorted(rows.values(), key=lambda row: (row["source_app"], row["symbol"], row["mechanism"]))


def model_rows(model: type) -> Iterator[Row]:
    """Yield everything that leads from a model, or from an abstract base of it, to another model."""
    for cls in model.__mro__:
        if hasattr(cls, "_meta") and (cls is model or cls._meta.abstract):
            yield from base_rows(cls)
    options = model._meta
    for field in [*options.local_fields, *options.local_many_to_many, *options.private_fields]:
        if field.is_relation and not is_parent_link_of_django(field):
            owner = model if "--effective" in sys.argv else declaring_class(model, field.name)
            yield from field_rows(owner, field)


def base_rows(cls: type) -> Iterator[Row]:
    """Yield a row per model among the direct bases of a class."""
    for base in cls.__bases__:
        if not hasattr(base, "_meta"):
            continue
        if base._meta.abstract:
            mechanism = "abstract"
        elif cls._meta.proxy:
            mechanism = "proxy"
        else:
            mechanism = "mti"
        yield row(cls, "", mechanism, base)


def field_rows(owner: type, field: Any) -> Iterator[Row]:
    """Yield a row for the target of a relation, and one for a through model somebody wrote."""
    from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation

    if isinstance(field, GenericForeignKey):
        return
    if isinstance(field, GenericRelation):
        mechanism = "generic"
    elif field.many_to_many:
        mechanism = "many-to-many"
    elif field.one_to_one:
        mechanism = "one-to-one"
    else:
        mechanism = "fk"
    yield row(owner, field.name, mechanism, field.related_model)
    through = getattr(field.remote_field, "through", None)
    if through is not None and not through._meta.auto_created:
        yield row(owner, field.name, "through", through)


def is_parent_link_of_django(field: Any) -> bool:
    return bool(getattr(field, "auto_created", False) and getattr(field.remote_field, "parent_link", False))


def declaring_class(model: type, field_name: str) -> type:
    """Return the class whose body has the field: the model, or the abstract base it was copied from."""
    for cls in reversed(model.__mro__):
        options = getattr(cls, "_meta", None)
        if options is not None and options.abstract:
            own = [*options.local_fields, *options.local_many_to_many, *options.private_fields]
            if any(field.name == field_name for field in own):
                return cls
    return model


def row(owner: type, field_name: str, mechanism: str, target: type) -> Row:
    return {
        "source_app": owner._meta.app_label,
        "symbol": f"{owner.__name__}.{field_name}" if field_name else owner.__name__,
        "mechanism": mechanism,
        "target_app": target._meta.app_label,
        "target": target.__name__,
    }


if __name__ == "__main__":
    main()
