"""Which classes of installed packages are Django models, as far as their names and the class that extends them tell.

Many libraries have classes called `BaseModel`; one makes a model only where something speaks of Django: the package is
an installed app, both modules are called `models`, or the class has what only a model has.
"""

from collections.abc import Collection

from coupling_lsp.django.model_classes import MODEL, MODEL_CLASSES, NO_MODEL_ENDINGS, ONLY_OF_MODELS
from coupling_lsp.django.third_party import NO_MODEL_PACKAGES
from coupling_lsp.model.facts import Class


def is_djangos(name: str) -> bool:
    """Whether a class of Django is a model."""
    return name.rpartition(".")[2] in MODEL_CLASSES


def is_model(module: str, name: str, heir: Class, home: str, installed: Collection[str], *, has_fields: bool) -> bool:
    """Whether a base of another package, its module empty when not known, makes the class `heir` of `home` a model.

    `installed` are the top-level packages of the apps, `has_fields` tells of fields or managers of Django in its body.
    """
    package, last = module.partition(".")[0], name.rpartition(".")[2]
    if package in NO_MODEL_PACKAGES:
        return False
    speaks = has_fields or any(key in ONLY_OF_MODELS for key, _ in heir.options)
    parts = module.split(".")
    if last.endswith(MODEL) or "models" in parts:
        if last.endswith(NO_MODEL_ENDINGS) and not last.endswith("ModelMixin"):
            return False
        return speaks or package in installed or ("models" in parts and "models" in home.split("."))
    return has_fields and bool(module)
