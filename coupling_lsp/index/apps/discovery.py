"""The apps of a project: those its settings install, those the rules name, and, where settings cannot be read whole,
those found on disk.

An app's label comes from its `AppConfig`, else from the last part of its package:
https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.label
"""

from collections.abc import Iterable

from coupling_lsp.index.apps.app_configs import Configs, Configuration
from coupling_lsp.index.apps.packages import filling_packages, matching_packages, packages_on_disk
from coupling_lsp.index.apps.settings import Item, Settings
from coupling_lsp.index.apps.source_tree import is_inside
from coupling_lsp.index.incremental.dependencies import Dependency
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.model.config import Config
from coupling_lsp.model.edges import App, SettingsPlace, Unresolved


class Apps:
    """The apps by label, and the app that owns a module; `unresolved` are the places that leave a label open."""

    __slots__ = ("_optional", "_owners", "_packages", "by_label", "dependencies", "unresolved")

    def __init__(
        self,
        apps: Iterable[App],
        optional: frozenset[str],
        unresolved: tuple[Unresolved, ...],
        dependencies: frozenset[Dependency],
    ) -> None:
        """`optional` are the labels of apps that only some environments install."""
        self.dependencies = dependencies
        self.unresolved = unresolved
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
    """Return the apps in the order they are installed, then those the rules name, then those found on disk only.

    The last lie in the project's own folder.
    """
    configs = Configs(names)
    builder = _AppsBuilder(names, config)
    for item in settings.installed:
        if item.value.partition(".")[0] in names.modules.tops:
            builder.install(item, configs)
    for package in (it for pattern in config.apps for it in matching_packages(pattern, names.modules)):
        builder.add(package, configs.default(package))
    if not builder.apps or not settings.is_whole:
        installed_packages = [app.package for app in builder.apps.values()]
        candidates = [
            it
            for it in packages_on_disk(names.modules, configs)
            if is_inside(names.modules.folder(it.name), own_folder)
        ]
        for candidate in filling_packages(candidates, installed_packages):
            builder.add(candidate.name, candidate.configuration, gives_way=True)
    return Apps(
        builder.apps.values(), frozenset(builder.optional), tuple(builder.unresolved), frozenset(configs.dependencies)
    )


def has_usual_label(app: App, settings: Settings, names: Names) -> bool:
    """Return whether an app has its label from the last part of its package, as no configuration states one."""
    configs = Configs(names)
    configurations = [configs.default(app.package)]
    for item in settings.installed:
        package, configuration = _installed(item.value, names, configs)
        if app.package in (package, configuration.package if configuration is not None else ""):
            configurations.append(configuration)
    return app.label == app.package.rpartition(".")[2] and not any(it.label for it in configurations if it is not None)


def _installed(entry: str, names: Names, configs: Configs) -> tuple[str, Configuration | None]:
    """Return the package and the configuration that an entry of `INSTALLED_APPS` names; no package for a library's."""
    if entry in names.modules:
        return entry, configs.default(entry)
    module, _, name = entry.rpartition(".")
    configuration = configs.named(module, name) if module in names.modules else None
    return (configuration.package if configuration is not None else ""), configuration


class _AppsBuilder:
    """Gathers apps so that each has a label of its own."""

    def __init__(self, names: Names, config: Config) -> None:
        self.apps: dict[str, App] = {}
        self.optional: set[str] = set()
        self.unresolved: list[Unresolved] = []
        self._names = names
        self._config = config

    def install(self, item: Item, configs: Configs) -> None:
        """Add the app of an entry of `INSTALLED_APPS`; nothing for one of a library."""
        package, configuration = _installed(item.value, self._names, configs)
        if package:
            self.add(package, configuration, item)

    def add(
        self, package: str, configuration: Configuration | None, item: Item | None = None, *, gives_way: bool = False
    ) -> None:
        """Add an app that is not there. An optional one, and one that `gives_way`, takes no label from another."""
        if configuration is not None and configuration.package:
            package = configuration.package
        label = (configuration.label if configuration is not None else "") or package.rpartition(".")[2]
        is_optional = item is not None and item.optional
        namesake = self.apps.get(label) if is_optional or label not in self.optional else None
        if namesake is not None and (is_optional or gives_way or namesake.package == package):
            return
        if namesake is not None:
            unique_label = package.replace(".", "_")
            if unique_label in self.apps:
                return
            reason = f"`{namesake.package}` has the label `{label}` too, so `{package}` is `{unique_label}` here"
            self._tell(item, reason)
            label = unique_label
        elif configuration is not None and configuration.is_label_open:
            self._tell(item, f"the label `{label}` is a guess: the configuration of `{package}` may have another")
        self.apps[label] = self._app(package, label, item)
        (self.optional.add if is_optional else self.optional.discard)(label)

    def _tell(self, item: Item | None, reason: str) -> None:
        if item is not None:
            self.unresolved.append(Unresolved(item.path, item.site, reason, "label"))

    def _app(self, package: str, label: str, item: Item | None) -> App:
        modules = self._names.modules
        models = f"{package}.models"
        facts = self._names.facts(models)
        services = (self._module(it, label, package) for it in self._config.services_of(label, package))
        return App(
            label=label,
            package=package,
            path=modules.folder(package),
            has_models=modules.is_package(models) or (facts is not None and bool(facts.classes)),
            shared=label in self._config.shared,
            declared_in=SettingsPlace(item.path, item.site) if item is not None else None,
            services=tuple(services),
        )

    def _module(self, module: str, label: str, package: str) -> str:
        """Return the full name of a module that the rules name in full, or from the app's label on."""
        if module not in self._names.modules and module.startswith(f"{label}."):
            return f"{package}{module.removeprefix(label)}"
        return module
