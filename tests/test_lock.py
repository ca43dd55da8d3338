"""The lock files: complete, with a hash for each file, and without the name of any host."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHON_LOCKS = {
    "run": PYPROJECT["project"]["dependencies"],
    "dev": PYPROJECT["project"]["dependencies"] + PYPROJECT["project"]["optional-dependencies"]["dev"],
    "build": PYPROJECT["build-system"]["requires"] + PYPROJECT["dependency-groups"]["build"],
}
NPM_FOLDERS = ("editors/vscode", "editors/vscode/code-server")


def python_lock(name: str) -> dict[str, list[str]]:
    """Return the lines of a lock file by package and version, as in `attrs==26.1.0`."""
    packages: dict[str, list[str]] = {}
    for line in (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            packages[line.split(" ")[0]] = []
        elif line.startswith("    --"):
            list(packages.values())[-1].append(line.strip(" \\"))
    return packages


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_the_python_lock_has_all_that_the_project_asks_for(name: str) -> None:
    versions = dict(package.split("==") for package in python_lock(name))
    for text in PYTHON_LOCKS[name]:
        requirement = Requirement(text)
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is in no lock: run scripts/lock"
        assert requirement.specifier.contains(version), f"{text}, but {version} is locked: run scripts/lock"


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_the_python_lock_has_hashes_and_nothing_else(name: str) -> None:
    for package, options in python_lock(name).items():
        assert options, f"{package} has a hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", option) for option in options), package
    assert "://" not in (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")


def test_a_package_has_one_version_in_all_python_locks() -> None:
    packages = {package for name in PYTHON_LOCKS for package in python_lock(name)}
    assert len({package.split("==")[0] for package in packages}) == len(packages)


@pytest.mark.parametrize("folder", NPM_FOLDERS)
def test_the_npm_lock_has_all_that_the_package_asks_for(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    package = json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))
    for key in ("dependencies", "devDependencies"):
        assert lock["packages"][""].get(key) == package.get(key), "run scripts/lock"
    installed = {path: entry for path, entry in lock["packages"].items() if path}
    assert installed
    for path, entry in installed.items():
        assert entry["integrity"].startswith("sha512-"), path
        assert "resolved" not in entry, "the name of a registry's host"
