"""Which file is which module, under one or several source roots."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from coupling_lsp.model.folder_link import FolderLink

_LOADABLE = re.compile(r"[\w-]+")
_MIGRATION = re.compile(r"(?:^|/)migrations/")


class Modules:
    """The modules of a project. A path has one canonical name, the shortest a source root gives it.

    A migration such as `0001_initial.py` has none: nothing but Django loads it.
    """

    __slots__ = ("_packages", "_paths", "_shortest_first", "is_test_file", "links", "names", "paths", "roots", "tops")

    def __init__(
        self,
        paths: Iterable[str],
        roots: tuple[str, ...],
        is_test: Callable[[str], bool] = lambda _: False,
        links: Iterable[FolderLink] = (),
    ) -> None:
        """`paths` and `roots` are relative to the workspace, with forward slashes; the project root is a root too.

        `is_test` tells the files of tests by their path. Files below the target of a link are named by the link, too.
        Of the paths those of Python files count.
        """
        self.is_test_file = is_test
        self.links = tuple(links)
        paths = sorted(path for path in paths if path.endswith(".py"))
        self.names: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._packages: set[str] = set()
        self.roots = tuple(sorted(set(roots)))
        self._shortest_first = sorted(self.roots, key=len)
        for path in paths:
            for name in self._names_by_root(path):
                self._add(path, name)
        for path in (it for it in paths if it not in self.names and _MIGRATION.search(it) is None):
            if name := self.by_place(path):
                self._add(path, name)
        self.paths: Mapping[str, str] = self._paths
        self.tops = frozenset(name.partition(".")[0] for name in self._paths)

    def __contains__(self, name: str) -> bool:
        """Return whether a module or a package, also one without `__init__.py`, has a name."""
        return name in self._paths or name in self._packages

    def names_of(self, path: str) -> list[str]:
        """Return all names of a file: below several source roots it can be imported by each."""
        names = {self.names.get(path, ""), *self._names_by_root(path)}
        return [name for name in names if self._paths.get(name) == path]

    def is_test(self, name: str) -> bool:
        """Return whether a module belongs to the tests of the project."""
        return self.is_test_file(self._paths.get(name, ""))

    def by_place(self, path: str) -> str:
        """Return the name of a file that no import can name, by the package it lies in: `0001_initial.py`.

        `importlib` can load it by that name, as Django does with a command `send-reminders.py`.
        """
        parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
        for length in range(len(parts) - 1, 0, -1):
            if _LOADABLE.fullmatch(parts[length]) is None:
                return ""
            package = self.names.get(f"{'/'.join(parts[:length])}/__init__.py")
            if package is not None:
                return ".".join([package, *parts[length:]])
        return ""

    def is_package(self, name: str) -> bool:
        """Return whether the name is a folder of modules."""
        return name in self._packages or self._paths.get(name, "").endswith("__init__.py")

    def folder(self, package: str) -> str:
        """Return the folder of a package, relative to the workspace."""
        path = self._paths.get(package)
        if path is not None and path.endswith("/__init__.py"):
            return path.removesuffix("/__init__.py")
        prefix = f"{package}."
        for name, path in self._paths.items():
            if name.startswith(prefix):
                depth = name.removeprefix(prefix).count(".") + (2 if path.endswith("/__init__.py") else 1)
                return path.rsplit("/", depth)[0]
        return path.removesuffix(".py") if path else package.replace(".", "/")

    def absolute(self, module: str, level: int, importer: str) -> str:
        """Return the full name of a module that `importer` imports with dots; empty when they lead out of the root."""
        if level == 0:
            return module
        parts = importer.split(".")
        keep = len(parts) - level + (1 if self._is_init(importer) else 0)
        if keep < 0 or (keep == 0 and not module):
            return ""
        return ".".join([*parts[:keep], *([module] if module else [])])

    def _names_by_root(self, path: str) -> Iterator[str]:
        """Yield the names that source roots and links give a file, the canonical one last."""
        linked_paths = [f"{it.path}{path[len(it.target) :]}" for it in self.links if path.startswith(f"{it.target}/")]
        for place in (path, *linked_paths) if linked_paths else (path,):
            for root in self._shortest_first:
                if not root:
                    name = module_name(place)
                elif place.startswith(f"{root}/"):
                    name = module_name(place[len(root) + 1 :])
                else:
                    continue
                if name:
                    yield name

    def _is_init(self, module: str) -> bool:
        return self._paths.get(module, "").endswith("__init__.py")

    def _add(self, path: str, name: str) -> None:
        self.names[path] = name
        self._paths.setdefault(name, path)
        self._note_packages(name)

    def _note_packages(self, name: str) -> None:
        while "." in name:
            name = name.rpartition(".")[0]
            if name in self._packages:
                return
            self._packages.add(name)


def module_name(path: str) -> str:
    """Return the dotted name of a Python file by its path from a source root; empty when no import can name it."""
    stem = path.removesuffix(".py")
    if stem == "__init__":
        return ""
    parts = stem.removesuffix("/__init__").split("/")
    return ".".join(parts) if all(part.isidentifier() for part in parts) else ""
