"""The packages of a project that are apps without being installed by name: those that look like one, and those named.

A package looks like an app when its `apps` module has an `AppConfig` with a name, or when it has both models and
migrations.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coupling_lsp.django.model_classes import NO_APP_PACKAGES
from coupling_lsp.globs.dialects import package_pattern
from coupling_lsp.globs.segments import has_wildcard
from coupling_lsp.index.apps.app_configs import Configs, Configuration
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.edges import App


class Package(NamedTuple):
    """A package that looks like an app; `is_test` when it lies among tests."""

    name: str
    configuration: Configuration | None
    is_test: bool


def packages_on_disk(modules: Modules, configs: Configs) -> Iterator[Package]:
    """Yield the packages that look like apps, by name."""
    for module in sorted(filter(None, modules.names.values())):
        package, _, last = module.rpartition(".")
        if last == "apps" and package:
            configuration = configs.default(package)
            if configuration is not None and configuration.package:
                yield Package(configuration.package, configuration, modules.is_test(module))
        elif last == "migrations" and f"{package}.models" in modules:
            yield Package(package, configs.default(package), modules.is_test(module))


def filling_packages(candidates: Iterable[Package], installed_packages: Iterable[str]) -> Iterator[Package]:
    """Yield the packages that fill in for settings which cannot be read whole.

    Not among them are packages beside those that are installed one by one, and what lies among tests unless there is
    nothing else.
    """
    packages = set(installed_packages)
    collections = packages & {package.rpartition(".")[0] for package in packages}
    rest = [it for it in candidates if it.name not in packages and it.name.rpartition(".")[0] not in collections]
    outside_tests = [it for it in rest if not it.is_test]
    yield from outside_tests if outside_tests or packages else rest


def uninstalled_packages(modules: Modules, configs: Configs, apps: Iterable[App]) -> list[str]:
    """Return the packages that look like apps, lie beside installed ones, and are none; without those of tests."""
    packages = {it.package: it.declared_in for it in apps}
    homes = {package.rpartition(".")[0] for package, place in packages.items() if place is not None}
    names = (it.name for it in packages_on_disk(modules, configs) if not it.is_test)
    return [it for it in dict.fromkeys(names) if it not in packages and it.rpartition(".")[0] in homes]


def matching_packages(pattern: str, modules: Modules) -> list[str]:
    """Return the packages that an entry of `project.apps` names, by name.

    A wildcard passes over packages of tests and those that Django looks for inside of an app, such as `migrations`.
    """
    if not has_wildcard(pattern):
        return [pattern] if modules.is_package(pattern) else []
    matcher = package_pattern(pattern)
    return sorted(
        name
        for name, path in modules.paths.items()
        if path.endswith("/__init__.py")
        and name.rpartition(".")[2] not in NO_APP_PACKAGES
        and not modules.is_test(name)
        and matcher.matches(name.split("."))
    )
