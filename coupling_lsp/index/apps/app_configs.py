"""The `AppConfig` classes of a project: the name and label an app has by one, also where a base gives them.

https://docs.djangoproject.com/en/stable/ref/applications/#configuring-applications
"""

from collections.abc import Iterator

from msgspec.structs import replace

from coupling_lsp.django.model_classes import APP_CONFIG
from coupling_lsp.index.incremental.dependencies import MODULE, Dependencies
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import Class


def constant(declared: Class | None, name: str) -> str:
    """The text of a constant of a configuration; empty without one."""
    return declared.option(name).removeprefix('"') if declared is not None else ""


class Configs:
    """The configurations over the names of a project. `seen` are the keys of all that was looked at."""

    def __init__(self, names: Names) -> None:
        self.dependencies = Dependencies()
        self._names = names

    def named(self, module: str, name: str) -> tuple[str, Class] | None:
        """The configuration of that name and the package it configures; None where that is one of a library."""
        target = self._names.member(module, name, self.dependencies)
        declared = self._whole(target)
        if declared is None:
            return None
        package = constant(declared, "name") or ("" if self._is_foreign(target) else module.removesuffix(".apps"))
        return (package, declared) if package in self._names.modules else None

    def default(self, package: str) -> Class | None:
        """The only configuration of the package's `apps` module, or the one marked as default, as Django chooses."""
        configs = list(self._of_module(f"{package}.apps"))
        marked = [it for it in configs if it.option("default") in ("True", '"True')]
        chosen = marked or [it for it in configs if it.option("default") not in ("False", '"False')]
        return chosen[0] if len(chosen) == 1 else next((it for it in chosen if constant(it, "name") == package), None)

    def _of_module(self, module: str) -> Iterator[Class]:
        facts = self._names.facts(module)
        self.dependencies.add(MODULE.of(module))
        for it in facts.classes if facts is not None else ():
            if any(base.endswith("Config") for base in it.bases):
                declared = self._whole(Target(module, it.name, True))
                if declared is not None and declared.option("name"):
                    yield declared

    def _whole(self, target: Target) -> Class | None:
        """A class with the constants of its bases in the project."""
        line = [
            self._names.find_class(it.module, it.name, self.dependencies)
            for it in self._names.mro(target, self.dependencies)
        ]
        if line[0] is None:
            return None
        return replace(line[0], options=tuple(option for it in line if it is not None for option in it.options))

    def _is_foreign(self, target: Target) -> bool:
        """Whether a configuration inherits from that of a library's app, which is then what it configures."""
        for it in self._names.mro(target, self.dependencies):
            declared = self._names.find_class(it.module, it.name, self.dependencies)
            for base in declared.bases if declared is not None else ():
                above = self._names.expression(base, it.module, self.dependencies)
                if not above.in_project and above.name.rpartition(".")[2] not in ("", APP_CONFIG):
                    return True
        return False
