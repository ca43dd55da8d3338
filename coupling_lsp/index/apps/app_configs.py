"""The `AppConfig` classes of a project: the name and label an app has by one, also where a base gives them.

https://docs.djangoproject.com/en/stable/ref/applications/#configuring-applications
"""

from collections.abc import Iterator

from msgspec.structs import replace

from coupling_lsp.django.model_classes import APP_CONFIG
from coupling_lsp.index.incremental.dependencies import MODULE, Dependencies
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.expression import text_of
from coupling_lsp.model.facts import Class


def constant(class_: Class | None, name: str) -> str:
    """Return the text of a constant of a configuration; empty without one."""
    return text_of(class_.option(name)) if class_ is not None else ""


class Configs:
    """Reads the app configurations of a project; `dependencies` are those of all results."""

    def __init__(self, names: Names) -> None:
        self.dependencies = Dependencies()
        self._names = names

    def named(self, module: str, name: str) -> tuple[str, Class] | None:
        """Return a configuration by its name, and the package it configures; None for one of a library."""
        target = self._names.member(module, name, self.dependencies)
        config = self._whole(target)
        if config is None:
            return None
        package = constant(config, "name") or ("" if self._is_foreign(target) else module.removesuffix(".apps"))
        return (package, config) if package in self._names.modules else None

    def default(self, package: str) -> Class | None:
        """Return the configuration that Django takes of a package: its only one, or the one marked as default."""
        configs = list(self._of_module(f"{package}.apps"))
        marked_configs = [config for config in configs if constant(config, "default") == "True"]
        candidates = marked_configs or [config for config in configs if constant(config, "default") != "False"]
        if len(candidates) == 1:
            return candidates[0]
        return next((config for config in candidates if constant(config, "name") == package), None)

    def _of_module(self, module: str) -> Iterator[Class]:
        facts = self._names.facts(module)
        self.dependencies.add(MODULE.of(module))
        for class_ in facts.classes if facts is not None else ():
            if any(base.endswith("Config") for base in class_.bases):
                config = self._whole(Target(module, class_.name, True))
                if config is not None and config.option("name"):
                    yield config

    def _whole(self, target: Target) -> Class | None:
        """Return a class with the constants of its bases in the project; None for one outside of it."""
        owners = self._names.mro(target, self.dependencies)
        classes = [self._names.find_class(owner.module, owner.name, self.dependencies) for owner in owners]
        if classes[0] is None:
            return None
        options = tuple(option for class_ in classes if class_ is not None for option in class_.options)
        return replace(classes[0], options=options)

    def _is_foreign(self, target: Target) -> bool:
        """Return whether a configuration inherits from that of a library's app, which it then configures."""
        for owner in self._names.mro(target, self.dependencies):
            class_ = self._names.find_class(owner.module, owner.name, self.dependencies)
            for base in class_.bases if class_ is not None else ():
                ancestor = self._names.expression(base, owner.module, self.dependencies)
                if not ancestor.in_project and ancestor.name.rpartition(".")[2] not in ("", APP_CONFIG):
                    return True
        return False
