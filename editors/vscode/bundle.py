"""Puts the server and what it needs into `bundled/`, for one platform and every Python that VS Code may find there.

usage: python bundle.py TARGET      (TARGET: linux-x64, as VS Code names platforms)

What it needs comes in the releases of requirements/run.txt; with COUPLING_LSP_LATEST=1 in the newest that are allowed.
Compiled modules carry the version of Python in their name, so those for several versions lie in one folder.
Needs Python 3.11 or newer with pip, and the network.
"""

import filecmp
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = {
    "linux-x64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "darwin-x64": ("macosx_10_12_x86_64", "macosx_11_0_x86_64", "macosx_11_0_universal2"),
    "darwin-arm64": ("macosx_11_0_arm64", "macosx_11_0_universal2"),
    "win32-x64": ("win_amd64",),
}
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LATEST = bool(os.environ.get("COUPLING_LSP_LATEST"))
START = "import sys\n\nfrom coupling_lsp.__main__ import main\n\nsys.exit(main())\n"


def main(target: str) -> int:
    if target not in PLATFORMS:
        print(f"The server cannot be bundled for {target}, only for: {', '.join(PLATFORMS)}", file=sys.stderr)
        return 2
    bundled = HERE / "bundled"
    shutil.rmtree(bundled, ignore_errors=True)
    bundled.mkdir()
    # Beside the folder of modules, for those who have it installed into an environment of theirs.
    wheel = build_wheel(bundled)
    with tempfile.TemporaryDirectory() as temporary:
        packages = requirements(wheel, Path(temporary))
        for version in PYTHONS:
            folder = Path(temporary, version)
            platforms = [f"--platform={name}" for name in PLATFORMS[target]]
            pip("install", "--no-compile", "--only-binary=:all:", f"--python-version={version}", *platforms,
                f"--target={folder}", *packages)  # fmt: skip
            shutil.rmtree(folder / "bin", ignore_errors=True)
            merge(folder, bundled / "libs")
    # The example is for `demo` only, and would be a second Django project in this checkout.
    shutil.rmtree(bundled / "libs/coupling_lsp/example")
    # Stubs of other packages than Python's own: four thousand files, of which no answer about a Django project is made.
    shutil.rmtree(bundled / "libs/jedi/third_party/typeshed/stubs")
    (bundled / "libs/__main__.py").write_text(START)
    return 0


def build_wheel(folder: Path) -> Path:
    with tempfile.TemporaryDirectory() as backend:
        if LATEST:
            pip("wheel", "--no-deps", f"--wheel-dir={folder}", str(ROOT))
        else:
            pip("install", "--require-hashes", f"--target={backend}", "-r", str(ROOT / "requirements/build.txt"))
            pip("wheel", "--no-deps", "--no-build-isolation", f"--wheel-dir={folder}", str(ROOT), path=backend)
    (wheel,) = folder.glob("*.whl")
    return wheel


def requirements(wheel: Path, folder: Path) -> list[str]:
    """Return pip's arguments for a wheel and what it needs. The lock has hashes, so the wheel must have one, too."""
    if LATEST:
        return [str(wheel)]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = folder / "wheel.txt"
    lock.write_text(f"{wheel.as_uri()} --hash=sha256:{digest}\n")
    return ["--require-hashes", "-r", str(lock), "-r", str(ROOT / "requirements/run.txt")]


def pip(*arguments: str, path: str = "") -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    environment = {**os.environ, "PYTHONPATH": path} if path else None
    subprocess.run(command, check=True, env=environment)


def merge(source: Path, target: Path) -> None:
    """Copy a tree into another. Files of one name must be equal, but for the records of how a wheel was made."""
    for file in sorted(it for it in source.rglob("*") if it.is_file()):
        place = target / file.relative_to(source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, place)
        elif not filecmp.cmp(file, place, shallow=False) and file.name not in {"RECORD", "WHEEL", "direct_url.json"}:
            raise SystemExit(f"{file.relative_to(source)} differs between versions of Python")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
