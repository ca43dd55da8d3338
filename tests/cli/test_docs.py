"""The examples of `docs/cli.md` are what the program prints. `python tests/cli/test_docs.py` writes them anew."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/cli.md"

_CONSOLE = re.compile(r"```console\n\$ coupling-lsp (?P<arguments>[^\n]*)\n(?P<output>.*?)```\n", re.S)
_FILE = re.compile(r"`(?P<name>[\w.]+)`:\n\n```\w+\n(?P<text>.*?)```\n", re.S)
_DURATION = re.compile(r"\d+(\.\d)? m?s\)$", re.M)


def rerun(page: str) -> str:
    """The page with what its commands print now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder / "examples")
        shutil.copy(ROOT / "rules.yaml", folder)
        for match in _FILE.finditer(page):
            (folder / match["name"]).write_text(match["text"])
        (folder / ".git").mkdir()
        return _CONSOLE.sub(lambda match: _block(match["arguments"], folder), page)


def _block(arguments: str, folder: Path) -> str:
    command = [sys.executable, "-P", "-m", "coupling_lsp", *shlex.split(arguments)]
    environment = {**os.environ, "COLUMNS": "100", "COUPLING_LSP_CACHE": str(folder / "cache"), "NO_COLOR": "1"}
    environment["PYTHONPATH"] = str(ROOT)
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return f"```console\n$ coupling-lsp {arguments}\n{result.stdout.decode()}{result.stderr.decode()}```\n"


def _timeless(page: str) -> str:
    return _DURATION.sub("…)", page)


def test_the_examples_of_the_page_are_what_the_program_prints():
    page = PAGE.read_text()
    assert _timeless(rerun(page)) == _timeless(page)


def test_the_edge_of_the_page_is_one_of_the_example(run):
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.S)
    result = run("edges", str(ROOT / "examples/boost_data_collector"), "--format", "json")
    assert json.loads(shown) in json.loads(result.out)["edges"]


if __name__ == "__main__":
    PAGE.write_text(rerun(PAGE.read_text()))
