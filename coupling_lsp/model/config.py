"""Settings of a project: what the sections `project` and `apps` of `rules.yaml` say of which edges there are."""

from msgspec import Struct

DEFAULT_TESTS = ("**/tests/**", "**/test/**", "**/test_*.py", "**/*_test.py", "**/tests.py", "**/conftest.py")
DEFAULT_EXCLUDE = ("**/migrations/**",)


class Config(Struct, frozen=True):
    """What decides, besides the sources, which edges there are.

    `settings` and `loaders` are dotted names, `shared` labels of apps, `tests` and `exclude` globs of paths; `services`
    has the modules that rules name for single apps.
    """

    settings: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    tests: tuple[str, ...] = DEFAULT_TESTS
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    loaders: tuple[str, ...] = ()
    services: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def services_of(self, label: str, package: str) -> tuple[str, ...]:
        """Return the service modules of an app: those the rules name, else its `services` module."""
        named_modules = next((modules for app, modules in self.services if app == label), None)
        return named_modules if named_modules is not None else (f"{package}.services",)
