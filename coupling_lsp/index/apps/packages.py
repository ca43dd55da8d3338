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
    """A package that looks like an app; `is_test` if it is one of tests, `is_test_data` if it lies inside of one."""

    name: str
    configuration: Configuration | None
    is_test: bool
    is_test_data: bool


def packages_on_disk(modules: Modules, configs: Configs) -> Iterator[Package]:
    """Yield the packages that look like apps, by name."""
    for module in sorted(filter(None, modules.names.values())):
        package, _, last = module.rpartition(".")
        if last == "apps" and package:
            configuration = configs.default(package)
            if configuration is not None and configuration.package:
                yield _package(configuration.package, configuration, modules)
        elif last == "migrations" and f"{package}.models" in modules:
            yield _package(package, configs.default(package), modules)


def _package(name: str, configuration: Configuration | None, modules: Modules) -> Package:
    folder = modules.folder(name)
    is_test, is_test_data = (modules.is_test_file(f"{it}/__init__.py") for it in (folder, folder.rpartition("/")[0]))
    return Package(name, configuration, is_test, is_test_data)


def filling_packages(candidates: Iterable[Package], installed_packages: Iterable[str]) -> Iterator[Package]:
    """Yield the packages that fill in for settings which cannot be read whole.

    Not among them are packages beside those that are installed one by one, and packages of tests themselves unless
    there is nothing else. The packages inside of these are test data, and all they have are edges of tests.
    """
    packages = set(installed_packages)
    collections = packages & {package.rpartition(".")[0] for package in packages}
    rest = [it for it in candidates if it.name not in packages and it.name.rpartition(".")[0] not in collections]
    has_others = bool(packages) or any(not it.is_test for it in rest)
    yield from (it for it in rest if not it.is_test or it.is_test_data or not has_others)


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
