"""Makes pytest run the Markdown files of this folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mdtest.run import run
from mdtest.suite import Case, SuiteError, parse


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "Suite | None":
    if file_path.suffix == ".md" and file_path.name != "README.md":
        return Suite.from_parent(parent, path=file_path)
    return None


class Suite(pytest.File):
    """A Markdown file."""

    def collect(self) -> Iterator["Test"]:
        for case in parse(self.path.read_text(encoding="utf-8")):
            yield Test.from_parent(self, name=case.name, case=case)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:
        return _shown(excinfo, self.path) or super().repr_failure(excinfo)


class Test(pytest.Item):
    """A heading with code blocks."""

    def __init__(self, *, case: Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case
        self.funcargs: dict[str, Any] = {}  # pytest-lsp asks every item for its fixtures

    def runtest(self) -> None:
        run(self.case)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:
        return _shown(excinfo, self.path) or super().repr_failure(excinfo, "short")

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.case.number - 1, self.name


def _shown(excinfo: pytest.ExceptionInfo[BaseException], path: Path) -> str:
    if not isinstance(excinfo.value, SuiteError):
        return ""
    return "\n".join(f"{path.name}:{number}: {message}" for number, message in excinfo.value.faults)
