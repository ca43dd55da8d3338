"""Which classes of installed packages are Django models, as far as their names and the class that extends them tell.

Many libraries have classes called `BaseModel`; one makes a model only where something speaks of Django: the package is
an installed app, both modules are called `models`, or the class has what only a model has.
"""

import builtins
from collections.abc import Collection

from coupling_lsp.django.model_classes import MODEL, MODEL_CLASSES, NO_MODEL_ENDINGS, ONLY_OF_MODELS
from coupling_lsp.django.third_party import NO_MODEL_PACKAGES
from coupling_lsp.model.facts import Class

_MIXIN = "Mixin"


def is_djangos(name: str) -> bool:
    """Return whether a class of Django is a model."""
    return name.rpartition(".")[2] in MODEL_CLASSES


def is_builtin(name: str) -> bool:
    """Return whether a name that nothing binds is one of Python: `object`."""
    return hasattr(builtins, name)


def is_model(
    module: str, name: str, class_: Class, class_module: str, installed_packages: Collection[str], *, has_fields: bool
) -> bool:
    """Return whether a base of another package makes a class of `class_module` a model.

    `module` is empty where that of the base is not known. `installed_packages` are the top-level packages of the apps,
    `has_fields` tells of fields or managers of Django in the body of the class.
    """
    package, last = module.partition(".")[0], name.rpartition(".")[2]
    if package in NO_MODEL_PACKAGES:
        return False
    speaks = has_fields or any(key in ONLY_OF_MODELS for key, _ in class_.options)
    parts = module.split(".")
    if last.endswith(MODEL) or "models" in parts:
        if last.endswith(NO_MODEL_ENDINGS) and not last.endswith("ModelMixin"):
            return has_fields and not last.endswith(_MIXIN)  # `AbstractForm` of Wagtail.
        return speaks or package in installed_packages or ("models" in parts and "models" in class_module.split("."))
    return has_fields and not (is_builtin(name) and not module)
