"""A project after files and folders got other paths: its modules, its apps, and where its edges lead then.

It is the project once the names in its sources are put right, too: imports, `INSTALLED_APPS`, `AppConfig.name`.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import structs

from coupling_lsp.fixes.renaming.paths import PathChanges, path_after
from coupling_lsp.index.apps.app_files import AppFiles
from coupling_lsp.index.apps.discovery import Apps, has_usual_label
from coupling_lsp.index.apps.template_settings import NO_FILE_SETTINGS
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.edges import App, Edge
from coupling_lsp.snapshot.state import Snapshot


class ProjectAfter:
    """What modules and apps are called after some changes of paths."""

    def __init__(self, snapshot: Snapshot, changes: PathChanges) -> None:
        self.snapshot = snapshot
        self.changes = changes
        modules = snapshot.index.names.modules
        self._paths = {path: path_after(path, changes) for path in snapshot.index.facts}
        roots = tuple(path_after(it, changes) if it else it for it in modules.roots)
        self.modules = Modules(self._paths.values(), roots, modules.is_test_file, modules.links)

    @cached_property
    def apps(self) -> Mapping[str, App]:
        """The apps after the change, by their labels of before."""
        return {label: self._app(app) for label, app in self.snapshot.apps.items()}

    @cached_property
    def by_label(self) -> Mapping[str, App]:
        """The apps after the change, by their labels of after."""
        return {it.label: it for it in self.apps.values()}

    def faults(self) -> Iterator[str]:
        """Yield why the labels of the apps cannot be told."""
        labels: dict[str, str] = {}
        for app in self.apps.values():
            if not app.package:
                yield f"{app.path} has no name that Python can import"
            elif app.label in labels:
                yield f"both {labels[app.label]} and {app.path} would be the app `{app.label}`"
            labels[app.label] = app.path
        for label, app in self.snapshot.apps.items():
            namesake = label != app.package.rpartition(".")[2] and label == app.package.replace(".", "_")
            if namesake and self.apps[label].package != app.package:
                yield f"the label `{label}` comes from its package, as another app has the usual one"

    def moved(self, module: str) -> bool:
        """Return whether a module or package of before has another name, or none."""
        return self.name(module) != module

    def is_known(self, module: str) -> bool:
        """Return whether there was a module, package or template of a name."""
        return module in self.snapshot.index.names.modules or bool(self.snapshot.index.files.path_of(module))

    def name(self, module: str) -> str:
        """Return the name of a module, package or template; empty where Python cannot import it any more."""
        path = self.snapshot.index.names.modules.paths.get(module)
        if path is not None:
            return module if self._paths[path] == path else self.modules.names.get(self._paths[path], "")
        template = self.snapshot.index.files.path_of(module)
        if template:
            return self._files.module(self._paths[template]) if self._files.owner(self._paths[template]) else ""
        return self._packages.get(module, module)

    def name_of_member(self, name: str) -> str:
        """Return the dotted name of a module or of something in it, by the longest part of it that is a module."""
        parts = name.split(".")
        for length in range(len(parts), 0, -1):
            module = ".".join(parts[:length])
            if self.is_known(module):
                module_after = self.name(module)
                return ".".join((module_after, *parts[length:])) if module_after else ""
        return name

    def owner(self, module: str) -> str:
        """Return the label of the app around a module or template of after; empty outside all apps."""
        return self._owners.owner(module)

    def label_at(self, label: str, module: str, symbol: str = "") -> str:
        """Return the label of an end of an edge: its app, module and symbol of before.

        A model with an `app_label` is of that app wherever it stands.
        """
        is_owned = self.snapshot.index.apps.owner(module) == label and self.moved(module)
        return (
            self.owner(self.name(module)) if is_owned and not self._states_label(module, symbol) else self._label(label)
        )

    def edge(self, edge: Edge) -> Edge | None:
        """Return an edge as it is after the change; None for one that leads to no other app any more."""
        module, to_module = self.name(edge.module), self.name(edge.to_module)
        app = self.label_at(edge.app, edge.module, edge.symbol)
        to_app = self.label_at(edge.to_app, edge.to_module, edge.to_symbol)
        if not (module and to_module and app and to_app) or app == to_app:
            return None
        return structs.replace(edge, app=app, module=module, to_app=to_app, to_module=to_module)

    def _label(self, label: str) -> str:
        return self.apps[label].label if label in self.apps else label

    def _states_label(self, module: str, symbol: str) -> bool:
        """Return whether a class, or the class around a member, is a model that names its app."""
        index, dependencies = self.snapshot.index, Dependencies()
        class_ = index.names.find_class(module, symbol.partition(".")[0], dependencies) if symbol else None
        return class_ is not None and bool(index.models.stated_label(module, class_, dependencies))

    @cached_property
    def _packages(self) -> Mapping[str, str]:
        """The new names of packages without `__init__.py`: those that all modules in them agree on."""
        modules = self.snapshot.index.names.modules
        names: dict[str, set[str]] = {}
        for module in modules.paths:
            package, _, rest = module.rpartition(".")
            while package and package not in modules.paths:
                name = self.name(module)
                is_whole = name.endswith(f".{rest}")
                names.setdefault(package, set()).add(name.removesuffix(f".{rest}") if is_whole else package)
                package, _, last = package.rpartition(".")
                rest = f"{last}.{rest}"
        return {package: it.pop() if len(it) == 1 else package for package, it in names.items()}

    @cached_property
    def _owners(self) -> Apps:
        return Apps(self.apps.values(), frozenset(), (), frozenset())

    @cached_property
    def _files(self) -> AppFiles:
        return AppFiles(self._paths.values(), self._owners, self.modules, NO_FILE_SETTINGS)

    def _app(self, app: App) -> App:
        index = self.snapshot.index
        path = path_after(app.path, self.changes)
        package = self.name(app.package)
        if path == app.path and package == app.package:
            return app
        last_part = package.rpartition(".")[2]
        label = last_part if has_usual_label(app, index.settings, index.names) else app.label
        return structs.replace(app, label=label, package=package, path=path)
