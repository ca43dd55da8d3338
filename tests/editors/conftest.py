"""A project on the disk, and editors with it open."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from e2e.projects import SHOP, write

from .neovim import Editor

PROJECT = {**SHOP, "deploy/values.yaml": "replicas: 2\n"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop, and a home of its own for editors. `coupling-lsp` is the one beside the running Python."""
    for name in ("config", "data", "state", "cache"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / "home" / name))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    (tmp_path / "home").mkdir()
    return write(tmp_path / "project", PROJECT)


@pytest.fixture
def editor(project: Path, tmp_path: Path) -> Iterator[Editor]:
    """A Neovim whose current folder is not the project's."""
    editor = Editor(project, tmp_path / "home")
    yield editor
    # Neovim leaves before it can answer.
    with suppress(EOFError, OSError):
        editor.nvim.command("qa!")
    editor.nvim.close()
