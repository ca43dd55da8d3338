"""Every variant of a call site: what is fixed does the same with real Django as before, and the rest is left."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coupling_lsp.cli.app import run

from .moves import MOVES
from .variants import FIXED, IMPORT, MODELS, VARIANTS, Variant

ALL = (*VARIANTS, *MOVES)

SCRIPT = Path(__file__).with_name("outcome_of.py")
RULES = """\
version: 1
edges:
  - id: lookup
    from: orders
    to: billing
    via: [orm-read, orm-write]
    intent: tech-debt
    why: The view asks the table.
{fix}policy:
  undeclared: off
"""
FIX = """\
    fix:
      replace: {replace}
      with: {replacement}
"""


def write(variant: Variant, folder: Path) -> Path:
    fix = FIX.format(replace=json.dumps(variant.replace), replacement=json.dumps(variant.replacement))
    files = {
        "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
        "settings.py": 'INSTALLED_APPS = ["billing", "orders"]\n',
        "billing/__init__.py": "",
        "billing/models.py": MODELS,
        "billing/services.py": variant.services,
        "orders/__init__.py": "",
        "orders/views.py": variant.views,
        "rules.yaml": RULES.format(fix="" if variant.moves else fix),
        **dict(variant.others),
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """The folders of each variant, before and after."""
    root = tmp_path_factory.mktemp("variants")
    return {
        it.name: (write(it, root / f"{number}-before"), write(it, root / f"{number}-after"))
        for number, it in enumerate(ALL)
    }


@pytest.fixture(scope="module")
def reports(folders) -> dict[str, str]:
    """What `fix --write` says of each variant, which changes the folders behind."""
    found = {}
    for it in ALL:
        after = str(folders[it.name][1])
        move = ["--move"] if it.moves else []
        arguments = [sys.executable, "-P", "-m", "coupling_lsp", "fix", *move, "--write", "--no-cache", after]
        found[it.name] = subprocess.run(arguments, capture_output=True, text=True, check=False).stderr
    return found


@pytest.fixture(scope="module")
def outcomes(folders, reports) -> dict[str, list[dict[str, object]]]:
    """What `show()` gives in each variant that is fixed, before and after."""
    fixed = [it.name for it in ALL if it.outcome == FIXED]
    paths = [str(folder) for name in fixed for folder in folders[name]]
    lines = subprocess.run([sys.executable, str(SCRIPT), *paths], capture_output=True, text=True, check=True).stdout
    found = [json.loads(line) for line in lines.splitlines()]
    return {name: found[2 * number : 2 * number + 2] for number, name in enumerate(fixed)}


@pytest.mark.parametrize("variant", ALL, ids=[it.name for it in ALL])
def test_what_is_said(variant: Variant, folders, reports) -> None:
    before, after = folders[variant.name]
    texts = [{it.relative_to(folder): it.read_bytes() for it in folder.rglob("*.py")} for folder in (before, after)]
    if variant.outcome == FIXED:
        noun = ("query" if variant.n_fixed == 1 else "queries") if variant.moves else "finding"
        assert f"{variant.n_fixed} {noun}" in reports[variant.name]
        assert "left" not in reports[variant.name]
        views = (after / "orders/views.py").read_bytes().decode()
        assert variant.holds in views
        assert "Account.objects" not in views
    else:
        assert variant.outcome in reports[variant.name]
        assert texts[0] == texts[1]


@pytest.mark.parametrize("name", [it.name for it in ALL if it.outcome == FIXED])
def test_a_fixed_query_does_the_same(name: str, outcomes) -> None:
    before, after = outcomes[name]
    assert "error" not in before
    assert after == before


@pytest.mark.parametrize("name", [it.name for it in ALL if it.outcome == FIXED])
def test_a_second_run_changes_nothing(name: str, folders, reports, capsysbinary) -> None:
    move = ["--move"] if next(it for it in ALL if it.name == name).moves else []
    assert run(["fix", *move, "--no-cache", str(folders[name][1])], lambda port: port or 0) == 0
    assert capsysbinary.readouterr().out == b""


def test_no_new_warning(folders, reports) -> None:
    def warnings(folder: Path) -> list[str]:
        command = [
            str(Path(sys.executable).with_name("ruff")),
            "check",
            "--isolated",
            "--select",
            "F",
            "--output-format",
            "concise",
            ".",
        ]
        lines = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout.splitlines()
        return sorted(line.split(" ", 1)[1] for line in lines if " F" in line)

    for it in ALL:
        if it.outcome == FIXED and IMPORT not in it.holds:
            before, after = map(warnings, folders[it.name])
            assert [line for line in after if line not in before] == [], it.name
