"""The imports of a project from module to module, as import-linter sees them: inside an app, in tests, lazy too."""

from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.facts import Facts


class Links(NamedTuple):
    """The imports of one file with their sites: modules of the project, or names where no module is found.

    `importer` is empty for a file that import-linter does not read.
    """

    importer: str
    imported: tuple[tuple[str, int], ...] = ()


NO_LINKS = Links("")


class Linking:
    """Tells which modules of a project import-linter finds, how it calls them, and what they import.

    Under several source roots a file has several names: one in the `roots` of a configuration is taken before others.
    """

    def __init__(self, modules: Modules, roots: Collection[str] = ()) -> None:
        self.modules = modules
        self.is_found = cache(self._is_found)
        self._inside = {
            path: name
            for name, path in modules.paths.items()
            if any(name == root or name.startswith(f"{root}.") for root in roots) and modules.names[path] != name
        }

    def links(self, path: str, facts: Facts, without_types: bool = False) -> Links:
        """Return the imports of a file; on request without those that only type checkers read."""
        importer = self.name(path)
        if not importer:
            return NO_LINKS
        imports = []
        for site, import_ in enumerate(facts.imports):
            if without_types and import_.timing == "type-checking":
                continue
            source = self.modules.absolute(import_.module, import_.level, importer)
            full_name = f"{source}.{import_.name}" if import_.name else source
            module = next((name for name in (full_name, full_name.rpartition(".")[0]) if self.is_found(name)), source)
            if module:
                imports.append((module, site))
        return Links(importer, tuple(imports))

    def name(self, path: str) -> str:
        """Return how import-linter calls a file, also one that no import can name: `0001_initial.py`; else nothing."""
        module = self._inside.get(path) or self.modules.names.get(path, "")
        if module:
            return module if self.is_found(module) else ""
        folder, _, file = path.rpartition("/")
        package = self.name(f"{folder}/__init__.py") if f"{folder}/__init__.py" in self.modules.names else ""
        stem = file.removesuffix(".py")
        return f"{package}.{stem}" if package and "." not in stem and self.is_found(package) else ""

    def _is_found(self, module: str) -> bool:
        """Return whether import-linter finds a module: below the first `__init__.py`, every folder needs one."""
        if module not in self.modules:
            return False
        is_in_package = False
        parts = module.split(".")
        for depth in range(1, len(parts) + 1):
            path = self.modules.paths.get(".".join(parts[:depth]), "")
            if is_in_package and not path:
                return False
            is_in_package = is_in_package or path.endswith("__init__.py")
        return True
