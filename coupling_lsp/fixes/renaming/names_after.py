"""The names in a rules file after files and folders got other paths."""

from collections.abc import Mapping
from functools import cached_property

from coupling_lsp.fixes.renaming.paths import path_after
from coupling_lsp.fixes.renaming.project_after import ProjectAfter
from coupling_lsp.fixes.rules_file.new_names import NewNames
from coupling_lsp.globs.dialects import glob_from, path_matcher
from coupling_lsp.globs.segments import has_wildcard
from coupling_lsp.index.apps.packages import matching_packages
from coupling_lsp.index.apps.source_tree import is_inside


class NamesAfter(NewNames):
    """The new names of a project's apps, modules, symbols and paths, as a rules file writes them."""

    def __init__(self, project: ProjectAfter) -> None:
        self._project = project
        self._before = project.snapshot.apps

    def label(self, label: str) -> str:
        """Return the label of an app."""
        return self._project.apps[label].label if label in self._before else label

    def selector(self, selector: str) -> str:
        """Return a selector, by the longest part of it that is a module, else by where its symbol stands."""
        label, *parts = selector.split(".")
        app = self._before.get(label)
        if app is None:
            return selector
        for length in range(len(parts), 0, -1):
            module = ".".join((app.package, *parts[:length]))
            if self._project.is_known(module):
                name = self._project.name(module)
                owner = self._project.label_at(label, module) if name else ""
                return ".".join((self._inner(owner, name), *parts[length:])) if owner else selector
        homes = self._homes.get((label, parts[0]), set()) if parts else set()
        home = next(iter(homes)) if len(homes) == 1 else self.label(label)
        return ".".join((home, *parts)) if home else selector

    def is_lost(self, selector: str) -> bool:
        """Return whether a selector names a module that no app has after the change, or that nothing can import."""
        label, *parts = selector.split(".")
        app = self._before.get(label)
        modules = [".".join((app.package, *parts[:length])) for length in range(len(parts), 0, -1)] if app else []
        module = next((it for it in modules if self._project.is_known(it)), "")
        return bool(module) and not (self._project.name(module) and self._project.label_at(label, module))

    def setting(self, module: str) -> str:
        """Return a module of settings."""
        return self._project.name_of_member(module) or module

    def service(self, name: str) -> str:
        """Return a service module or function; one that is found by the same words stays as it is written."""
        full_name = self._full_name(name)
        name_after = self._project.name_of_member(full_name)
        is_callable = all(it.isidentifier() for it in name_after.split("."))
        if not is_callable or name_after == self._full_name_after(name):
            return name
        if full_name == name:
            return name_after
        owner = self._project.owner(name_after)
        return self._inner(owner, name_after) if owner else name_after

    def package(self, pattern: str) -> str:
        """Return an entry of `project.apps`, changed where it names what it named."""
        head = pattern.split("*")[0].rpartition(".")[0] if has_wildcard(pattern) else pattern
        new_head = self._project.name_of_member(head) if head else ""
        new_pattern = f"{new_head}{pattern.removeprefix(head)}" if new_head else pattern
        packages = matching_packages(pattern, self._project.snapshot.index.names.modules)
        packages_after = sorted(self._project.name(it) for it in packages)
        return new_pattern if matching_packages(new_pattern, self._project.modules) == packages_after else pattern

    def glob(self, glob: str) -> str:
        """Return a glob of files, changed where it names a place below what moves, and the same files as before."""
        new_glob = self.root(glob)
        if new_glob == glob:
            return glob
        config = self._project.snapshot.ruleset.config
        folder_after = path_after(config.folder, self._project.changes) if config.folder else ""
        is_named = path_matcher((glob_from(config.folder, glob),))
        is_named_after = path_matcher((glob_from(folder_after, new_glob),))
        paths = ((path, path_after(path, self._project.changes)) for path in self._project.snapshot.index.facts)
        return new_glob if all(is_named(path) == is_named_after(new_path) for path, new_path in paths) else glob

    def root(self, glob: str) -> str:
        """Return a glob of folders, changed where it begins with a path at or below what moves."""
        folder = self._project.snapshot.ruleset.config.folder
        folder_after = path_after(folder, self._project.changes) if folder else ""
        folders = glob.removeprefix("./").split("/")
        n_literal = next((number for number, it in enumerate(folders) if has_wildcard(it)), len(folders))
        head = "/".join(folders[:n_literal])
        path = glob_from(folder, head) if head else ""
        path_now = path_after(path, self._project.changes) if path else ""
        if path_now in (path, folder_after) or not is_inside(path_now, folder_after):
            return glob
        new_head = path_now[len(folder_after) + 1 :] if folder_after else path_now
        dots = "./" if glob.startswith("./") else ""
        slash = "/" if n_literal == len(folders) and glob.endswith("/") and not new_head.endswith("/") else ""
        return dots + "/".join((new_head + slash, *folders[n_literal:]))

    def _inner(self, label: str, module: str) -> str:
        """Return a module of after as selectors write it: the app's label, then the path inside its package."""
        inner_module = module.removeprefix(self._project.by_label[label].package).lstrip(".")
        return f"{label}.{inner_module}" if inner_module else label

    def _full_name(self, name: str) -> str:
        label, _, rest = name.partition(".")
        app = self._before.get(label)
        is_full = app is None or not rest or self._is_in_project(name)
        return name if app is None or is_full else f"{app.package}.{rest}"

    def _is_in_project(self, name: str) -> bool:
        return name.partition(".")[0] in self._project.snapshot.index.names.modules.tops

    def _full_name_after(self, name: str) -> str:
        """Return what a service module or function of a rules file means after the change."""
        label, _, rest = name.partition(".")
        app = self._project.by_label.get(label)
        is_full = app is None or not rest or label in self._project.modules.tops
        return name if app is None or is_full else f"{app.package}.{rest}"

    @cached_property
    def _homes(self) -> Mapping[tuple[str, str], set[str]]:
        """The labels that the apps of a symbol have after the change, by label of before and its first name."""
        homes: dict[tuple[str, str], set[str]] = {}
        snapshot, project = self._project.snapshot, self._project
        for edge, _ in snapshot.edges():
            for label, module, symbol in (
                (edge.app, edge.module, edge.symbol),
                (edge.to_app, edge.to_module, edge.to_symbol),
            ):
                if symbol:
                    name = symbol.partition(".")[0]
                    homes.setdefault((label, name), set()).add(project.label_at(label, module, name))
        for key, model in snapshot.index.types.registry.items():
            label = next((it for it in self._before if it.lower() == key.partition(".")[0]), "")
            if label and (label, model.name) not in homes:
                homes[label, model.name] = {project.label_at(label, model.module, model.name)}
        return homes
