"""What `rules.yaml` says about the project itself, and what the caller may override."""

from msgspec import Struct

DEFAULT_TESTS = ("**/tests/**", "**/test_*.py", "**/*_test.py", "**/tests.py", "**/conftest.py")
DEFAULT_EXCLUDE = ("**/migrations/**",)


class Config(Struct, frozen=True):
    """Everything outside the sources that decides which edges there are."""

    settings: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    tests: tuple[str, ...] = DEFAULT_TESTS
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    loaders: tuple[str, ...] = ()
    services: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def services_of(self, label: str, package: str) -> tuple[str, ...]:
        """The service modules of an app: those the rules name, else its `services` module."""
        named = next((modules for app, modules in self.services if app == label), None)
        return named if named is not None else (f"{package}.services",)
