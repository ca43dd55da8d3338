"""Settings of a project: what the sections `project` and `apps` of `rules.yaml` say of which edges there are."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import Struct

from coupling_lsp.globs.dialects import glob_from, path_matcher

DEFAULT_TESTS = ("**/tests/**", "**/test/**", "**/test_*.py", "**/*_test.py", "**/tests.py", "**/conftest.py")
DEFAULT_EXCLUDE = ("**/migrations/**",)


class Config(Struct, frozen=True):
    """What decides, besides the sources, which edges there are.

    `settings` and `loaders` are dotted names, `shared` labels of apps, `tests` and `exclude` globs of paths, `roots`
    globs of folders; `services` has the modules that rules name for single apps, `apps` patterns of packages that are
    apps though not installed. Globs are seen from `folder`, in which the rules lie. `templates` tells whether policy or
    a rule asks for what they name.
    """

    settings: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    tests: tuple[str, ...] = DEFAULT_TESTS
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    loaders: tuple[str, ...] = ()
    services: tuple[tuple[str, tuple[str, ...]], ...] = ()
    apps: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    folder: str = ""
    templates: bool = False

    def from_base(self, globs: Iterable[str]) -> tuple[str, ...]:
        """Return globs of this configuration for paths from the base."""
        return _from_base(self.folder, globs)

    def is_test(self, path: str) -> bool:
        """Return whether a file belongs to the tests."""
        return _matcher(self.folder, self.tests)(path)

    def is_excluded(self, path: str) -> bool:
        """Return whether the edges of a file are not reported."""
        return _matcher(self.folder, self.exclude)(path)

    def services_of(self, label: str, package: str) -> tuple[str, ...]:
        """Return the service modules of an app: those the rules name, else its `services` module."""
        named_modules = next((modules for app, modules in self.services if app == label), None)
        return named_modules if named_modules is not None else (f"{package}.services",)


def _from_base(folder: str, globs: Iterable[str]) -> tuple[str, ...]:
    return tuple(glob_from(folder, it) for it in globs)


@lru_cache(maxsize=64)
def _matcher(folder: str, globs: tuple[str, ...]) -> Callable[[str], bool]:
    return path_matcher(_from_base(folder, globs))
