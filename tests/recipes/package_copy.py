"""A copy of the package that follows a recipe: files and lines are added, then the program runs from the copy."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import coupling_lsp

ROOT = Path(__file__).parent.parent.parent
PACKAGE = Path(coupling_lsp.__file__).parent

_PATH = re.compile(r"`([\w<>-]+(?:/[\w<>-]+)+\.(?:py|md))`")
_CHECKS = ("every_member_is_in_the_list_of_its_package", "every_code_has_a_page", "every_page_is_of_a_code")


class Recipe(NamedTuple):
    """What a recipe has one write: new files by path, and lines of files that are there with what takes their place.

    Paths are relative to the package; those of `docs` stand beside it.
    """

    new_files: Mapping[str, str]
    new_lines: Mapping[str, Sequence[tuple[str, str]]]

    @property
    def paths(self) -> set[str]:
        """All files that are touched."""
        return {*self.new_files, *self.new_lines}


class PackageCopy(NamedTuple):
    """A package that followed a recipe, and a project to run it in."""

    recipe: Recipe
    site: Path
    project: Path

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the project, with the copy first on the path."""
        return self._run(self.project, arguments)

    def output(self, *arguments: str, code: int = 0) -> str:
        """Run the program in the project and return what it prints; it must end with `code` and without complaint."""
        process = self.python("-m", "coupling_lsp", *arguments)
        assert (process.returncode, process.stderr) == (code, "")
        return process.stdout

    def tidiness(self) -> str:
        """Return what `tests/test_tidy.py` says of lists of members, codes and touched modules, if it fails."""
        tests = self.site / "tests"
        tests.mkdir(exist_ok=True)
        shutil.copy(ROOT / "tests" / "test_tidy.py", tests)
        modules = [f"coupling_lsp/{path}" for path in self.recipe.paths if path.endswith(".py")]
        checks = [*_CHECKS, *(f"a_module_is_short_and_says_what_it_is[{module}]" for module in modules)]
        options = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(self.site))
        process = self._run(self.site, ("-m", "pytest", *options, *(f"tests/test_tidy.py::test_{it}" for it in checks)))
        return process.stdout + process.stderr if process.returncode else ""

    def stale_files(self) -> list[str]:
        """Return the files that `scripts/generate` would write anew."""
        process = self.python(str(ROOT / "scripts" / "generated_files.py"), "--check")
        assert process.stderr == ""
        return [line.split()[0] for line in process.stdout.splitlines()]

    def _run(self, folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.site),
            "COUPLING_LSP_CACHE": str(self.site / "cache"),
            "COLUMNS": "120",
        }
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False
        )


def follow(recipe: Recipe, base: Path, project: Mapping[str, str]) -> PackageCopy:
    """Return a copy of the package in `base` that follows a recipe, with a project of these files."""
    site = base / "site"
    shutil.copytree(PACKAGE, site / "coupling_lsp", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs" / "codes", site / "docs" / "codes")
    _write({_place(site, name): text for name, text in recipe.new_files.items()})
    for name, replacements in recipe.new_lines.items():
        path = _place(site, name)
        text = path.read_text(encoding="utf-8")
        for line, replacement in replacements:
            assert text.count(line) == 1, f"{line!r} in {name}"
            text = text.replace(line, replacement)
        path.write_text(text, encoding="utf-8")
    _write({base / "project" / name: text for name, text in project.items()})
    return PackageCopy(recipe, site, base / "project")


def paths_named(*subjects: str) -> set[str]:
    """Return the paths that the rows for these subjects name in "Where to add things"."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| (?:{'|'.join(map(re.escape, subjects))})(?=[: ]).*", page, re.M)
    assert len(rows) == len(subjects), "one row for each"
    return {path for row in rows for path in _PATH.findall(row)}


def _place(site: Path, name: str) -> Path:
    return site / name if name.startswith("docs/") else site / "coupling_lsp" / name


def _write(files: Mapping[Path, str]) -> None:
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
