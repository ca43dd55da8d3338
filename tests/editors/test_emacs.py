"""What a user of Emacs sees: eglot with the lines of `docs/editors.md`, in a real Emacs without a terminal."""

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs/editors.md"
DRIVER = Path(__file__).parent / "eglot.el"
EMACS = ["emacs", "--batch", "-f", "package-initialize"]


def has_eglot() -> bool:
    if shutil.which("emacs") is None:
        return False
    done = subprocess.run([*EMACS, "--eval", "(require 'eglot)"], capture_output=True, timeout=600, check=False)
    return done.returncode == 0


pytestmark = pytest.mark.skipif(
    not has_eglot(), reason="Emacs with eglot is not installed: apt-get install emacs-nox elpa-eglot"
)


def see(project: Path, block: int) -> dict[str, Any]:
    """What eglot shows of the view, with a block of the page as configuration, before and after the quick fix."""
    subprocess.run(["git", "init", "-q", project], check=True)
    lines = project.parent / "init.el"
    lines.write_text("\n".join(re.findall(r"```elisp\n(.*?)```", PAGE.read_text(), re.S)[: block + 1]))
    command = [*EMACS, "-l", str(lines), "-l", str(DRIVER), str(project / "orders/views.py")]
    command += [r"Invoice\.objects", "get_invoice"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_eglot_shows_diagnostics_hovers_and_quick_fixes(project: Path) -> None:
    seen = see(project, 0)
    named = [name for name, _ in seen["before"]]
    assert named == ["Invoice", "Invoice"]
    assert "Billing alone knows how an invoice is stored." in seen["before"][0][1]
    assert "The view looks an invoice up by itself." in seen["before"][1][1]
    assert "orders → billing" in seen["hover"]
    assert any("get_invoice" in it for it in seen["titles"])
    ast.parse(seen["text"])
    assert "get_invoice(number)" in seen["text"]
    assert "The view looks an invoice up by itself." not in str(seen["after"])


def test_eglot_hands_settings_to_the_server(project: Path) -> None:
    """The second block of the page: rules in another place."""
    rules = (project / "rules.yaml").read_text()
    (project / "docs").mkdir()
    (project / "docs/rules.yaml").write_text(rules.replace("by itself", "as docs/rules.yaml says"))
    (project / "rules.yaml").unlink()
    seen = see(project, 1)
    assert "The view looks an invoice up as docs/rules.yaml says." in seen["before"][1][1]
