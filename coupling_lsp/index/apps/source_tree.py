"""The folders and modules of some files, to be found by the end of their path."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from coupling_lsp.django.app_layout import APP_MODULES, CONFIG_MODULE


class Candidate(NamedTuple):
    """A folder that may hold the source of an app: its source `root`, and the dotted name of its package from there."""

    root: str
    name: str

    @property
    def package(self) -> str:
        """The folder of the package."""
        return self.place(self.name)

    def place(self, module: str) -> str:
        """Return the path, without its ending, that a module would have under this source root."""
        path = module.replace(".", "/")
        return f"{self.root}/{path}" if self.root else path


class SourceTree:
    """Files by path, and the folders they lie in."""

    def __init__(self, paths: Iterable[str], is_test: Callable[[str], bool]) -> None:
        self._paths = frozenset(paths)
        self._is_test = is_test

    def candidates(self, entry: str) -> Iterator[Candidate]:
        """Yield the folders whose path ends like the package that an entry of `INSTALLED_APPS` names."""
        for name in packages_of_entry(entry):
            path = name.replace(".", "/")
            for folder in self._folders.get(path.rpartition("/")[2], ()):
                if folder == path or folder.endswith(f"/{path}"):
                    yield Candidate(folder[: -len(path)].rstrip("/"), name)

    def has_module(self, place: str) -> bool:
        """Return whether there is a module or a package, by its path without an ending."""
        return f"{place}.py" in self._paths or place in self._contents

    def file_of(self, place: str) -> str:
        """Return the file of a module, by its path without an ending; empty without one."""
        return next((it for it in (f"{place}.py", f"{place}/__init__.py") if it in self._paths), "")

    def is_package(self, folder: str) -> bool:
        """Return whether a folder is a package with an `__init__.py`."""
        return f"{folder}/__init__.py" in self._paths

    def looks_like_app(self, candidate: Candidate) -> bool:
        """Return whether a folder holds what Django apps are made of."""
        return not APP_MODULES.isdisjoint(self._contents.get(candidate.package, ()))

    def is_test(self, candidate: Candidate) -> bool:
        """Return whether a folder belongs to the tests."""
        return self._is_test(f"{candidate.package}/__init__.py")

    @cached_property
    def _contents(self) -> dict[str, set[str]]:
        """The names of the modules and packages right inside each folder."""
        contents: dict[str, set[str]] = {}
        for path in self._paths:
            folder, _, name = path.rpartition("/")
            contents.setdefault(folder, set()).add(name.removesuffix(".py"))
            while folder:
                folder, _, name = folder.rpartition("/")
                if name in contents.setdefault(folder, set()):
                    break
                contents[folder].add(name)
        return contents

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """The folders by their own names."""
        folders: dict[str, list[str]] = {}
        for folder in sorted(self._contents):
            folders.setdefault(folder.rpartition("/")[2], []).append(folder)
        return folders


def modules_of_entry(entry: str) -> Iterator[str]:
    """Yield the modules an entry of `INSTALLED_APPS` may name: itself, or that of an `AppConfig`, by its capital."""
    yield entry
    module, _, name = entry.rpartition(".")
    if module and name[:1].isupper():
        yield module


def packages_of_entry(entry: str) -> Iterator[str]:
    """Yield the packages an entry may install: a module of configurations lies in the package it configures."""
    for module in modules_of_entry(entry):
        yield module.removesuffix(f".{CONFIG_MODULE}")


def is_inside(path: str, folder: str) -> bool:
    """Return whether a path is a folder or lies below it; everything lies below the folder without a name."""
    return not folder or path == folder or path.startswith(f"{folder}/")
