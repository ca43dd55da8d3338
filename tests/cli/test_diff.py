"""`coupling-lsp diff`: what came and went between two revisions of a real repository.

`python -m tests.cli.test_diff` writes the example of `docs/diff.md` anew.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from .project import ALLOWED, FILES, RULES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/diff.md"
WHO = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org", "-c", "commit.gpgsign=false")
READ = "\n\ndef again(number):\n    return Invoice.objects.get(number=number)\n"
VIEWS = FILES["orders/views.py"]


def git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", *WHO, "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


@pytest.fixture
def commit(write):
    """Writes the project with changes and commits it; a file that is left out is deleted."""

    def commit(rules=RULES, changes=None, name=""):
        folder = write(rules, changes)
        if not (folder / ".git").exists():
            git(folder, "init", "--quiet", "--initial-branch=main")
        for path, text in (changes or {}).items():
            if text is None:
                (folder / path).unlink(missing_ok=True)
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--allow-empty", "--message", name or "state")
        if name:
            git(folder, "tag", name)
        return folder

    return commit


def difference(run, *arguments):
    result = run("diff", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def kinds(edges):
    return [(it["kind"], it["source_app"], it["target_app"], it["target_symbol"]) for it in edges]


def test_nothing_changed(commit, run):
    commit()
    result = run("diff", "HEAD")
    assert (result.code, result.err) == (0, "")
    assert result.out.split("\n")[2:] == [
        "No edge came, went or moved, and none is judged anew",
        "tech debt 1; places not resolved 0",
        "",
    ]


def test_an_added_edge_is_told_with_numbers_place_verdict_and_rule(commit, run, write):
    commit(ALLOWED)
    write(ALLOWED, {"orders/views.py": VIEWS + READ, "orders/api.py": "from crm.models import Customer\n"})
    assert run("diff", "main").out.split("\n")[1:-2] == [
        "",
        "orders → billing: ORM reads 1 → 2 (+1)",
        "  + orders/views.py:10:12  ORM read  Invoice  intentional  no-invoice-reads",
        "",
        "orders → crm: imports 1 → 2 (+1)",
        "  + orders/api.py:1:24  import  Customer  undeclared",
        "",
        "2 edges added, 0 removed, 0 moved",
    ]


def test_debt_that_is_paid_is_told(commit, run):
    commit(name="before")
    commit(changes={"orders/views.py": ""}, name="after")
    told = run("diff", "before", "after").out
    assert "orders → billing: ORM reads 1 → 0 (−1), imports 1 → 0 (−1), debt 1 → 0 (−1)\n" in told
    assert "  − orders/views.py:1:28  import    Invoice  tech debt  invoice-model\n" in told
    assert "0 edges added, 2 removed, 0 moved\ntech debt 1 → 0 (−1)" in told


def test_lines_do_not_matter(commit, run, write):
    commit()
    write(changes={"orders/views.py": "# a comment\n\n" + VIEWS})
    found = difference(run, "HEAD")
    assert [found[it] for it in ("pairs", "added", "removed", "moved", "judged_anew")] == [[], [], [], [], []]


def test_code_that_moves_inside_its_app_is_moved(commit, run):
    commit(ALLOWED, name="before")
    commit(ALLOWED, {"orders/views.py": None, "orders/pages.py": VIEWS}, "after")
    found = difference(run, "before", "after")
    assert (found["added"], found["removed"]) == ([], [])
    assert [(it["before"]["path"], it["after"]["path"]) for it in found["moved"]] == [
        ("orders/views.py", "orders/pages.py"),
        ("orders/views.py", "orders/pages.py"),
    ]
    told = run("diff", "before", "after").out
    assert "  → orders/pages.py:1:28  import    Invoice  tech debt → undeclared\n" in told
    assert "    from orders/views.py:1:28\n" in told


def test_an_edge_that_leaves_the_tests_is_a_new_one(commit, run):
    commit(name="before")
    commit(changes={"orders/tests.py": None, "orders/api.py": FILES["orders/tests.py"]}, name="after")
    found = difference(run, "before", "after")
    assert kinds(found["added"]) == [("import", "orders", "crm", "Customer")]
    assert kinds(found["removed"]) == [("import", "orders", "crm", "Customer")]
    assert found["moved"] == []


def test_other_rules_judge_edges_anew(commit, run):
    commit(RULES, name="before")
    commit(ALLOWED, name="after")
    found = difference(run, "before", "after")
    assert [(it["before"]["verdict"], it["after"]["verdict"]) for it in found["judged_anew"]] == [
        ("forbidden", "approved")
    ]
    assert "  = orders/views.py:5:17  ORM read  Invoice  forbidden → intentional" in run("diff", "before", "after").out


def test_a_project_that_is_new_has_all_its_edges_added(commit, run, tmp_path):
    folder = commit()
    git(folder, "checkout", "--quiet", "--orphan", "empty")
    git(folder, "commit", "--quiet", "--message", "state")
    git(folder, "rm", "--quiet", "-r", "--cached", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "nothing")
    found = difference(run, "empty", "main")
    assert len(found["added"]) == 4
    assert found["pairs"][0]["before"] == {"schema": 0, "orm-read": 0, "orm-write": 0, "import": 0, "debt": 0}


def test_neither_work_tree_nor_index_is_touched(commit, run, write):
    folder = commit(name="before")
    commit(changes={"orders/views.py": VIEWS + READ}, name="after")
    write(changes={"orders/views.py": "import billing\n", "new.py": ""})
    git(folder, "add", "new.py")
    files = {it: it.read_bytes() for it in folder.rglob("*") if it.is_file()}
    assert len(difference(run, "before", "after")["added"]) == 1
    assert {it: it.read_bytes() for it in folder.rglob("*") if it.is_file()} == files


def test_paths_beyond_ascii_and_links_are_read(commit, run):
    folder = commit(None, {"orders/größe/__init__.py": "", "orders/größe/注文.py": ""}, "before")
    (folder / "orders/größe/link.py").symlink_to("../views.py")
    commit(None, {"orders/größe/注文.py": "from crm.models import Customer\n"}, "after")
    found = difference(run, "before", "after")["added"]
    assert {it["path"] for it in found} == {"orders/größe/注文.py", "orders/größe/link.py"}


def test_a_link_out_of_the_repository_is_not_followed(commit, run, tmp_path):
    (tmp_path / "secret.py").write_text("from crm.models import Customer\n")
    folder = commit(name="before")
    (folder / "orders/api.py").symlink_to("../../secret.py")
    commit(name="after")
    assert difference(run, "before", "after")["added"] == []


def test_templates_are_compared_where_the_rules_ask_for_them(commit, run, write):
    pages = {
        "billing/templates/billing/list.html": "",
        "billing/static/billing/logo.png": "png",
        "orders/templates/orders/show.html": '{% include "billing/list.html" %}{% static "billing/logo.png" %}',
    }
    rules = "version: 1\npolicy:\n  kinds: {template: warning}\n"
    commit(rules, pages)
    assert "No edge came, went or moved" in run("diff", "HEAD").out
    write(rules, {**pages, "orders/templates/orders/show.html": '{% static "billing/logo.png" %}'})
    found = difference(run, "HEAD")
    assert ([it["kind"] for it in found["removed"]], found["added"]) == (["template"], [])


def test_a_project_below_the_top_takes_the_rules_above_it(commit, run, write, monkeypatch):
    below = {f"shop/{path}": text for path, text in FILES.items()}
    gone = dict.fromkeys(FILES)
    folder = commit(ALLOWED, {**gone, **below}, "before")
    commit(ALLOWED, {**gone, **below, "shop/orders/views.py": VIEWS + READ}, "after")
    (added,) = difference(run, "before", "after", "--project", "shop")["added"]
    assert (added["path"], added["verdict"]) == ("orders/views.py", "approved")
    monkeypatch.chdir(folder / "shop/orders")
    assert "  + views.py:10:12  ORM read" in run("diff", "before", "after", "--project", "..").out


def test_rules_of_the_caller_hold_for_both_sides(commit, run, tmp_path):
    commit(None, name="before")
    commit(None, {"orders/views.py": VIEWS + READ}, "after")
    (tmp_path / "mine.yaml").write_text(ALLOWED)
    found = difference(run, "before", "after", "--rules", str(tmp_path / "mine.yaml"))
    assert [it["verdict"] for it in found["added"]] == ["approved"]
    assert found["judged_anew"] == []


@pytest.mark.parametrize(
    ("level", "added", "code"),
    [
        ("undeclared", "from crm.models import Customer\n", 1),
        ("debt", "from crm.models import Customer\n", 1),
        ("any", "from crm.models import Customer\n", 1),
        ("undeclared", "from crm.models import Customer  # coupling: ignore[undeclared-edge] for now\n", 0),
        ("undeclared", "from billing.models import Invoice\n", 0),
        ("debt", "from billing.models import Invoice\n", 1),
        ("any", "", 0),
    ],
)
def test_fail_on(commit, run, write, level, added, code):
    rules = RULES.replace(
        "from: orders.views\n    to: billing.Invoice\n    via: [import]", "from: orders\n    to: billing"
    )
    commit(rules)
    write(rules, {"orders/api.py": added})
    assert run("diff", "HEAD", "--fail-on", level).code == code


def test_fail_on_does_not_count_tests_nobody_judges_and_rules_that_change(commit, run, write):
    commit(ALLOWED)
    write("version: 1\n", {"orders/test_api.py": "from crm.models import Customer\n"})
    assert run("diff", "HEAD", "--fail-on", "undeclared").code == 0
    assert run("diff", "HEAD", "--fail-on", "any").code == 1
    assert run("diff", "HEAD", "--fail-on", "any", "--no-tests").code == 0


def test_markdown_shows_what_nobody_agreed_to_first_and_folds_the_rest(commit, run, write):
    commit(ALLOWED)
    write(ALLOWED, {"orders/views.py": VIEWS + READ, "orders/api.py": "from crm.models import Customer\n"})
    lines = run("diff", "HEAD", "--format", "md").out.split("\n")
    assert lines[:10] == [
        "### Edges between apps: 2 edges added, 0 removed, 0 moved",
        "",
        "**1 new edge nobody agreed to**",
        "",
        "| place | edge | kind | leads to | verdict | rule |",
        "| --- | --- | --- | --- | --- | --- |",
        "| `orders/api.py:1:24` | `orders` → `crm` | import | `Customer` | undeclared |  |",
        "",
        "|  | schema | ORM reads | ORM writes | imports | debt |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    assert lines[10] == "| `orders` → `billing` | 1 | 1 → 2 (+1) | · | 1 | 1 |"
    assert "<details><summary>2 edges added</summary>" in lines


def test_an_unknown_revision_is_told(commit, run):
    commit()
    for revision in ("nope", "--output=x", "HEAD:orders"):
        result = run("diff", "--", revision)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"coupling-lsp: git knows no commit `{revision}`. Check its name")


def test_no_repository_and_no_folder_are_told(write, run, monkeypatch, tmp_path):
    write()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    result = run("diff", "HEAD")
    assert (result.code, result.err) == (
        2,
        "coupling-lsp: . is in no git repository, so it has no revisions to compare.\n",
    )
    assert "nope is not a folder" in run("diff", "HEAD", "--project", "nope").err


def test_a_missing_git_is_told(commit, run, monkeypatch):
    commit()
    monkeypatch.setenv("PATH", "")
    result = run("diff", "HEAD")
    assert (result.code, result.out) == (2, "")
    assert "There is no program `git`. Install git" in result.err


def test_settings_that_a_revision_lacks_are_told_with_its_name(commit, run):
    commit()
    result = run("diff", "HEAD", "--settings", "config.nope")
    assert result.code == 2
    assert result.err.startswith(f"coupling-lsp: at `HEAD`: There is no module `config.nope` under {Path.cwd()}. ")


def test_variables_git_sets_for_hooks_do_not_lead_astray(commit, run, monkeypatch, tmp_path):
    commit()
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert run("diff", "HEAD").code == 0


def rerun_page(text):
    """The page with what its command prints now, but for the name of the commit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "rules.yaml", folder)
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", "state")
        program(folder, "fix", "examples/boost_data_collector", "--write")
        services = folder / "examples/boost_data_collector/discord_activity_tracker/services.py"
        (line,) = re.findall(r"```python\n(.*?)```", text, re.S)
        services.write_text(services.read_text().replace("from cppa_user_tracker", f"{line}from cppa_user_tracker", 1))

        def block(match):
            told = re.sub(r"\([0-9a-f]{10}\)", "(1f0c2ab3d4)", program(folder, *match[1].split()))
            return f"```console\n$ coupling-lsp {match[1]}\n{told}```"

        return re.sub(r"```console\n\$ coupling-lsp ([^\n]*)\n.*?```", block, text, flags=re.S)


def program(folder, *arguments):
    environment = {**os.environ, "NO_COLOR": "1", "COUPLING_LSP_CACHE": str(folder / ".cache"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-m", "coupling_lsp", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env=environment).stdout


def test_the_example_of_the_page_is_what_the_program_prints():
    assert rerun_page(PAGE.read_text()) == PAGE.read_text()


if __name__ == "__main__":
    PAGE.write_text(rerun_page(PAGE.read_text()))
