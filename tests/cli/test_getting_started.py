"""The walk of `docs/getting-started.md`, done anew. `COUPLING_LSP_WRITE_DOCS=1` writes what its commands print now."""

import os
import re

from coupling_lsp.cli.commands import COMMANDS

from .test_docs import ROOT, _timeless
from .test_init import rerun

PAGE = ROOT / "docs/getting-started.md"
WALKTHROUGH = ROOT / "editors/vscode/walkthrough"
_MAP = re.compile(r"```mermaid\n.*?```\n", re.S)


def test_the_walk_prints_what_the_page_shows(run, tmp_path, monkeypatch):
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    page = PAGE.read_text()
    now = rerun(page, folder, run)
    now = _MAP.sub(lambda _: f"```mermaid\n{run('graph').out}```\n", now)
    if os.environ.get("COUPLING_LSP_WRITE_DOCS"):
        PAGE.write_text(now)
    assert _timeless(now) == _timeless(page)


def test_the_shown_rule_is_one_that_init_writes(run, tmp_path, monkeypatch):
    folder = tmp_path / "shop"
    folder.mkdir()
    monkeypatch.chdir(folder)
    page = PAGE.read_text()
    rerun(page[: page.index("## 3.")], folder, run)
    (shown,) = re.findall(r"```yaml\n(  - id.*?)```", page, re.S)
    assert shown in (folder / "rules.yaml").read_text()


def test_the_walkthrough_of_vs_code_names_commands_and_rules_that_are_there():
    pages = "\n".join(it.read_text() for it in sorted(WALKTHROUGH.glob("*.md")))
    named = set(re.findall(r"coupling-lsp ([a-z]+)", pages))
    assert named >= {"init", "check"}
    assert named <= {it.NAME for it in COMMANDS}
    rules = re.findall(r"```yaml\n(.*?)```", pages, re.S)
    assert len(rules) == 2
    assert all(rule in PAGE.read_text() for rule in rules)
