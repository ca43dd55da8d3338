"""The apps of a project: those its settings install, and, where these cannot be read whole, those found on disk.

An app's label comes from its `AppConfig`, else from the last part of its package:
https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.label
"""

from collections.abc import Iterable, Iterator
from functools import partial

from coupling_lsp.index.names import Names
from coupling_lsp.index.settings import Item, Settings
from coupling_lsp.model.config import Config
from coupling_lsp.model.edges import App
from coupling_lsp.model.facts import Class


class Apps:
    """The apps by label, and the app that owns a module."""

    __slots__ = ("_owners", "_packages", "by_label")

    def __init__(self, apps: Iterable[App]) -> None:
        self.by_label = {app.label: app for app in apps}
        self._packages = {app.package: app.label for app in self.by_label.values()}
        self._owners: dict[str, str] = {}

    def owner(self, module: str) -> str:
        """The label of the app with the longest package around a module; empty outside all apps."""
        found = self._owners.get(module)
        if found is None:
            package = module
            while package and package not in self._packages:
                package = package.rpartition(".")[0]
            found = self._owners[module] = self._packages.get(package, "")
        return found


def find_apps(settings: Settings, names: Names, config: Config) -> Apps:
    """The apps in the order they are installed, then those found on disk only."""
    found: dict[str, App] = {}
    packages: set[str] = set()
    for item in settings.installed:
        if item.value.partition(".")[0] in names.modules.tops and (app := _installed(item, names, config)):
            found.setdefault(app.label, app)
            packages.add(app.package)
    if not found or settings.unresolved:
        for package, declared in _on_disk(names):
            if package not in packages:
                app = _app(package, declared, "", names, config)
                found.setdefault(app.label, app)
    return Apps(found.values())


def _installed(item: Item, names: Names, config: Config) -> App | None:
    make = partial(_app, declared_in=f"{item.path}#{item.site}", names=names, config=config)
    module, _, name = item.value.rpartition(".")
    if module in names.modules and item.value not in names.modules:
        target = names.member(module, name, set())
        declared = names.find_class(target.module, target.name)
        return make(_constant(declared, "name") or module.removesuffix(".apps"), declared) if declared else None
    if item.value in names.modules:
        return make(item.value, _default_config(item.value, names))
    return None


def _app(package: str, declared: Class | None, declared_in: str, names: Names, config: Config) -> App:
    label = _constant(declared, "label") or package.rpartition(".")[2]
    models = f"{package}.models"
    facts = names.facts(models)
    has_models = names.modules.is_package(models) or (facts is not None and bool(facts.classes))
    services = tuple(_module(it, label, package, names) for it in config.services_of(label, package))
    folder = names.modules.folder(package)
    return App(label, package, folder, has_models, label in config.shared, declared_in, services)


def _module(written: str, label: str, package: str, names: Names) -> str:
    """A module as the rules name it: in full, or from the app's label on."""
    if written not in names.modules and written.startswith(f"{label}."):
        return f"{package}{written.removeprefix(label)}"
    return written


def _constant(declared: Class | None, name: str) -> str:
    return declared.option(name).removeprefix('"') if declared is not None else ""


def _default_config(package: str, names: Names) -> Class | None:
    """The only `AppConfig` of the package's `apps` module, or the one marked as default, as Django chooses it."""
    configs = list(_configs(f"{package}.apps", names))
    marked = [it for it in configs if it.option("default") in ("True", '"True')]
    chosen = marked or [it for it in configs if it.option("default") not in ("False", '"False')]
    return chosen[0] if len(chosen) == 1 else next((it for it in chosen if _constant(it, "name") == package), None)


def _configs(module: str, names: Names) -> Iterator[Class]:
    facts = names.facts(module)
    for it in facts.classes if facts is not None else ():
        if any(base.endswith("Config") for base in it.bases) and it.option("name"):
            yield it


def _on_disk(names: Names) -> Iterator[tuple[str, Class | None]]:
    for module in sorted(names.modules.paths):
        if module.endswith(".apps"):
            package = module.removesuffix(".apps")
            declared = _default_config(package, names)
            if declared is not None and _constant(declared, "name") in names.modules:
                yield _constant(declared, "name"), declared
        elif module.endswith(".migrations") and f"{module.removesuffix('.migrations')}.models" in names.modules:
            yield module.removesuffix(".migrations"), _default_config(module.removesuffix(".migrations"), names)
