"""Writes the small project to disk, and runs the command line in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from coupling_lsp.cli import app

from .project import FILES, RULES


class Result(NamedTuple):
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of known width, a cache of its own, and no wish about colour."""
    monkeypatch.setenv("COUPLING_LSP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR", app.TRACEBACK):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes the project, with changes (None leaves a file out), and makes it the current folder."""

    def write(rules: str | None = RULES, changes: dict[str, str | bytes | None] | None = None) -> Path:
        folder = tmp_path / "project"
        for path, text in {**FILES, "rules.yaml": rules, **(changes or {})}.items():
            if text is not None:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.chdir(folder)
        return folder

    return write


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command line; the language server is never started."""

    def run(*arguments: str) -> Result:
        try:
            code = app.run(arguments, lambda port: port or 0)
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        said = capsysbinary.readouterr()
        return Result(code, said.out.decode(), said.err.decode())

    return run
