"""No code of a project is ever imported or run: every module of this one springs a trap when it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.editor import Editor
from e2e.projects import SHOP, VIEWS, write

PROGRAM = [sys.executable, "-P", "-m", "coupling_lsp"]
WHO = ["-c", "user.name=Someone", "-c", "user.email=someone@example.org", "-c", "commit.gpgsign=false"]

COMMANDS = [
    ["check"],
    ["check", "--format", "json"],
    ["check", "--format", "sarif"],
    ["check", "--format", "github"],
    ["check", "--stats"],
    ["check", "--self-test"],
    ["check", "--ratchet"],
    ["edges"],
    ["edges", "--format", "json"],
    ["edges", "--format", "csv"],
    ["edges", "--format", "md"],
    ["edges", "--infer"],
    ["explain", "orders/views.py:9"],
    ["explain", "orders", "billing"],
    ["fix"],
    ["fix", "--write"],
    ["diff", "HEAD"],
    ["diff", "HEAD", "HEAD", "--format", "md"],
    ["graph"],
    ["graph", "--format", "dot"],
    ["report"],
    ["report", "--format", "html"],
    ["report", "--into", "page.md"],
    ["export", "import-linter"],
    ["init", "--into", "fresh.yaml"],
    ["init", "--baseline"],
    ["init", "--prune"],
    ["demo"],
]


def trapped(base: Path, traps: Path) -> Path:
    """The project with a trap before each module, in files that tools like to import, and in its git."""
    spring = (
        "import os, pathlib, subprocess\n"
        f"pathlib.Path({str(traps)!r}, str(hash(__file__))).write_text(__file__)\n"
        f'os.system("touch {traps}/system"); subprocess.run(["touch", "{traps}/subprocess"])\n'
        f'SECRET = exec("open({str(traps)!r} + chr(47) + chr(120), chr(119))")\n'
        'class Meta(type):\n    def __init__(cls, *given): raise SystemExit("sprung")\n'
        "class Sprung(metaclass=Meta): pass\n"
    )
    files = {path: f"{spring}{text}" if path.endswith(".py") else text for path, text in SHOP.items()}
    also = ("conftest.py", "sitecustomize.py", "usercustomize.py", "json.py", "setup.py", "django/__init__.py")
    files |= dict.fromkeys(also, spring)
    files |= {
        "config/settings.py": f"{spring}INSTALLED_APPS = ['orders', 'billing'] + eval(\"open('{traps}/eval', 'w')\")\n",
        "rules.yaml": f'{SHOP["rules.yaml"]}{RULE}    owner: !!python/object/apply:os.system ["touch {traps}/yaml"]\n',
        "pyproject.toml": '[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = "config.settings"\n',
        ".gitattributes": "* filter=trap diff=trap\n",
    }
    write(base, files)
    git(base, "init", "--quiet", "--initial-branch=main")
    git(base, "add", "--all")
    git(base, "commit", "--quiet", "--message", "state")
    for key in ("filter.trap.smudge", "filter.trap.clean", "diff.trap.textconv", "core.fsmonitor", "core.pager"):
        git(base, "config", key, f"touch {traps}/git")
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        hook = base / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {traps}/hook\n")
        hook.chmod(0o755)
    assert sprung(traps) == []
    return base


RULE = """\
  - id: trap
    from: orders
    to: billing.Receipt
    intent: tech-debt
    why: A trap.
"""


def git(base: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *WHO, "-C", str(base), *arguments], check=True, capture_output=True, env=environment)


def sprung(traps: Path) -> list[str]:
    return sorted(it.name for it in traps.iterdir())


@pytest.fixture
def traps(tmp_path: Path) -> Path:
    """The folder in which a trap leaves its mark."""
    folder = tmp_path / "traps"
    folder.mkdir()
    return folder


def test_the_traps_work(tmp_path: Path, traps: Path) -> None:
    base = trapped(tmp_path / "shop", traps)
    done = subprocess.run([sys.executable, "-c", "import orders.models"], cwd=base, check=False)
    assert done.returncode != 0
    assert {"system", "subprocess"} <= set(sprung(traps))


def test_no_command_runs_code_of_the_project(tmp_path: Path, traps: Path, env: dict[str, str]) -> None:
    base = trapped(tmp_path / "shop", traps)
    for arguments in COMMANDS:
        done = subprocess.run([*PROGRAM, *arguments], cwd=base, env=env, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), (arguments, done.stderr)
        assert done.stdout + done.stderr, arguments
        assert sprung(traps) == [], arguments


async def test_the_server_runs_no_code_of_the_project(editor: Editor, tmp_path: Path, traps: Path) -> None:
    base = trapped(tmp_path / "shop", traps)
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    assert editor.codes(views) == ["forbidden-edge", "tech-debt"]
    assert "orders → billing" in await editor.hover(views, "Invoice")
    assert await editor.actions(views, "Invoice.objects")
    editor.change(views, (None, f"{editor.text(views)}\n{VIEWS}"))
    write(base, {"orders/more.py": editor.text(views), "orders/late.py": f"{editor.text(views)}raise SystemExit\n"})
    created = [base / "orders/more.py", base / "orders/late.py"]
    editor.watched(created=created, changed=[base / "config/settings.py", base / "rules.yaml"])
    await editor.settled()
    assert len(editor.codes(views)) == 4
    editor.close(views)
    await editor.settled()
    assert sprung(traps) == []
