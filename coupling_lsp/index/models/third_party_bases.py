"""Which classes of installed packages are Django models, as far as their names and the class that extends them tell.

Many libraries have classes called `BaseModel`; one makes a model only where something speaks of Django: the package is
an installed app, both modules are called `models`, or the class has what only a model has.
"""

from collections.abc import Collection

from coupling_lsp.model.class_options import ABSTRACT, APP_LABEL, DB_TABLE, PROXY
from coupling_lsp.model.facts import Class

_OF_DJANGO = frozenset(
    (
        *("Model", "AbstractUser", "AbstractBaseUser", "PermissionsMixin", "User", "Group", "Permission"),
        *("ContentType", "AbstractBaseSession", "Session", "Site", "FlatPage", "Redirect", "LogEntry"),
    )
)
_OTHERS = frozenset(
    (
        *(
            "pydantic",
            "pydantic_settings",
            "pydantic_ai",
            "ninja",
            "ninja_extra",
            "ninja_schema",
            "djantic",
            "sqlmodel",
        ),
        *("msgspec", "marshmallow", "marshmallow_dataclass", "schematics", "attr", "attrs", "dataclasses", "mashumaro"),
        *("sqlalchemy", "flask_sqlalchemy", "mongoengine", "peewee", "tortoise", "odmantic", "beanie", "pynamodb"),
        *("openai", "langchain", "langchain_core", "transformers", "keras", "tensorflow", "torch", "torchvision"),
        *("django_pydantic_field", "graphene", "graphene_django", "strawberry", "strawberry_django", "factory"),
    )
)
"""Packages with models of another kind, some of them installed as apps."""

_NO_MODELS = ("Mixin", "Manager", "QuerySet", "Choices", "Field", "Form", "Serializer", "Admin", "Error", "Exception")
_ONLY_OF_MODELS = frozenset((ABSTRACT, PROXY, APP_LABEL, DB_TABLE))


def is_djangos(name: str) -> bool:
    """Return whether a class of Django is a model."""
    return name.rpartition(".")[2] in _OF_DJANGO


def is_model(
    module: str, name: str, class_: Class, class_module: str, installed_packages: Collection[str], *, has_fields: bool
) -> bool:
    """Return whether a base of another package makes a class of `class_module` a model.

    `module` is empty where that of the base is not known. `installed_packages` are the top-level packages of the apps,
    `has_fields` tells of fields or managers of Django in the body of the class.
    """
    package, last = module.partition(".")[0], name.rpartition(".")[2]
    if package in _OTHERS:
        return False
    speaks = has_fields or any(key in _ONLY_OF_MODELS for key, _ in class_.options)
    parts = module.split(".")
    if last.endswith("Model") or "models" in parts:
        if last.endswith(_NO_MODELS) and not last.endswith("ModelMixin"):
            return False
        return speaks or package in installed_packages or ("models" in parts and "models" in class_module.split("."))
    return has_fields and bool(module)
