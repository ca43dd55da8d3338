"""The apps of a project: those its settings install, and, where these cannot be read whole, those found on disk.

An app's label comes from its `AppConfig`, else from the last part of its package:
https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.label
"""

from collections.abc import Iterable, Iterator
from functools import partial

from coupling_lsp.index.apps.app_configs import Configs, constant
from coupling_lsp.index.apps.settings import Item, Settings
from coupling_lsp.index.apps.source_tree import is_inside
from coupling_lsp.index.incremental.dependencies import Dependency
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.model.config import Config
from coupling_lsp.model.edges import App, SettingsPlace
from coupling_lsp.model.facts import Class


class Apps:
    """The apps by label, and the app that owns a module."""

    __slots__ = ("_optional", "_owners", "_packages", "by_label", "dependencies")

    def __init__(self, apps: Iterable[App], optional: frozenset[str], dependencies: frozenset[Dependency]) -> None:
        """`optional` are the labels of apps that only some environments install."""
        self.dependencies = dependencies
        self.by_label = {app.label: app for app in apps}
        self._optional = optional
        self._packages = {app.package: app.label for app in self.by_label.values()}
        self._owners: dict[str, str] = {}

    def owner(self, module: str) -> str:
        """Return the label of the app with the longest package around a module; empty outside all apps."""
        label = self._owners.get(module)
        if label is None:
            package = module
            while package and package not in self._packages:
                package = package.rpartition(".")[0]
            label = self._owners[module] = self._packages.get(package, "")
        return label

    def standing(self, module: str) -> int:
        """Return how sure it is that a module is loaded: 2 in an app, 1 in one some environments install, else 0."""
        app = self.owner(module)
        return 0 if not app else 1 if app in self._optional else 2


def find_apps(settings: Settings, names: Names, config: Config, own_folder: str = "") -> Apps:
    """Return the apps in the order they are installed, then those found on disk only, in the project's own folder."""
    apps: dict[str, App] = {}
    optional: set[str] = set()
    configs = Configs(names)
    for item in settings.installed:
        app = _installed(item, names, configs, config) if item.value.partition(".")[0] in names.modules.tops else None
        if app is not None and (app.label not in apps or (app.label in optional and not item.optional)):
            apps[app.label] = app
            (optional.add if item.optional else optional.discard)(app.label)
    if not apps or settings.unresolved:
        packages = {app.package for app in apps.values()}
        collections = packages & {package.rpartition(".")[0] for package in packages}
        for package, app_config in _on_disk(names, configs):
            if not is_inside(names.modules.folder(package), own_folder):
                continue
            if package not in packages and package.rpartition(".")[0] not in collections:
                app = _app(package, app_config, None, names, config)
                apps.setdefault(app.label, app)
    return Apps(apps.values(), frozenset(optional), frozenset(configs.dependencies))


def _installed(item: Item, names: Names, configs: Configs, config: Config) -> App | None:
    make = partial(_app, declared_in=SettingsPlace(item.path, item.site), names=names, config=config)
    if item.value in names.modules:
        app_config = configs.default(item.value)
        package = constant(app_config, "name")
        return make(package if package in names.modules else item.value, app_config)
    module, _, name = item.value.rpartition(".")
    configured = configs.named(module, name) if module in names.modules else None
    return make(*configured) if configured is not None else None


def _app(
    package: str, app_config: Class | None, declared_in: SettingsPlace | None, names: Names, config: Config
) -> App:
    label = constant(app_config, "label") or package.rpartition(".")[2]
    models = f"{package}.models"
    facts = names.facts(models)
    has_models = names.modules.is_package(models) or (facts is not None and bool(facts.classes))
    services = tuple(_module(it, label, package, names) for it in config.services_of(label, package))
    folder = names.modules.folder(package)
    return App(
        label=label,
        package=package,
        path=folder,
        has_models=has_models,
        shared=label in config.shared,
        declared_in=declared_in,
        services=services,
    )


def _module(module: str, label: str, package: str, names: Names) -> str:
    """Return the full name of a module that the rules name in full, or from the app's label on."""
    if module not in names.modules and module.startswith(f"{label}."):
        return f"{package}{module.removeprefix(label)}"
    return module


def _on_disk(names: Names, configs: Configs) -> Iterator[tuple[str, Class | None]]:
    for module in sorted(filter(None, names.modules.names.values())):
        if module.endswith(".apps"):
            package = module.removesuffix(".apps")
            app_config = configs.default(package)
            if app_config is not None and constant(app_config, "name") in names.modules:
                yield constant(app_config, "name"), app_config
        elif module.endswith(".migrations") and f"{module.removesuffix('.migrations')}.models" in names.modules:
            yield module.removesuffix(".migrations"), configs.default(module.removesuffix(".migrations"))
