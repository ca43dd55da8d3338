"""The `AppConfig` classes of a project: the name and label an app has by one, also where a base gives them.

https://docs.djangoproject.com/en/stable/ref/applications/#configuring-applications
"""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from coupling_lsp.django.model_classes import APP_CONFIG, APP_DEFAULT, APP_LABEL, APP_NAME, DEFAULT_APP_CONFIG
from coupling_lsp.index.incremental.dependencies import MODULE, Dependencies
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.expression import literal_value, text_of
from coupling_lsp.model.facts import Class


class Configuration(NamedTuple):
    """What a configuration says of its app.

    The `package` is empty for a name that is no package of the project. The `label` is empty when it is the usual one:
    the last part of the package; `is_label_open` when a library, or a value that is not read, may give another.
    """

    package: str
    label: str
    is_label_open: bool


class Configs:
    """Reads the app configurations of a project; `dependencies` are those of all results."""

    def __init__(self, names: Names) -> None:
        self.dependencies = Dependencies()
        self._names = names

    def named(self, module: str, name: str) -> Configuration | None:
        """Return a configuration by its name, with the package it configures; None for one of a library."""
        target = self._names.member(module, name, self.dependencies)
        config = self._whole(target)
        if config is None:
            return None
        package = _constant(config, APP_NAME) or ("" if self._is_foreign(target) else module.removesuffix(".apps"))
        return self._configuration(package, target, config) if package in self._names.modules else None

    def default(self, package: str) -> Configuration | None:
        """Return the configuration that Django takes of a package.

        It is the one `default_app_config` names, else the only one of its `apps`, or the one marked as default.
        """
        path = literal_value(self._names.member(package, DEFAULT_APP_CONFIG, self.dependencies).assigned)
        module, _, name = path.rpartition(".")
        stated_configuration = self.named(module, name) if module in self._names.modules else None
        if stated_configuration is not None:
            return stated_configuration
        configs = list(self._of_module(f"{package}.apps"))
        marked_configs = [it for it in configs if _constant(it[1], APP_DEFAULT) == "True"]
        candidates = marked_configs or [it for it in configs if _constant(it[1], APP_DEFAULT) != "False"]
        if len(candidates) == 1:
            return self._configuration(_constant(candidates[0][1], APP_NAME), *candidates[0])
        own = next((it for it in candidates if _constant(it[1], APP_NAME) == package), None)
        return self._configuration(package, *own) if own is not None else None

    def _configuration(self, package: str, target: Target, config: Class) -> Configuration:
        expression = config.option(APP_LABEL)
        label = literal_value(expression)
        if expression and not label:
            label = literal_value(self._names.expression(expression, target.module, self.dependencies).assigned)
        is_open = not label and (bool(expression) or self._is_foreign(target))
        return Configuration(package if package in self._names.modules else "", label, is_open)

    def _of_module(self, module: str) -> Iterator[tuple[Target, Class]]:
        facts = self._names.facts(module)
        self.dependencies.add(MODULE.of(module))
        for class_ in facts.classes if facts is not None else ():
            if any(base.endswith("Config") for base in class_.bases):
                target = Target(module, class_.name, True)
                config = self._whole(target)
                if config is not None and (config.option(APP_NAME) or not self._is_foreign(target)):
                    yield target, config  # A name may be computed: `name = __name__.rpartition(".")[0]`.

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


def _constant(class_: Class, name: str) -> str:
    """Return the text of a constant of a configuration; empty without one."""
    return text_of(class_.option(name))
