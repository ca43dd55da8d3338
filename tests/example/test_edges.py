"""The example as coupling-lsp sees it: the same schema as Django, the document's tech debt, every rule needed."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from coupling_lsp.features import diagnostics
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace.reading.load import Options, load

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "boost_data_collector"

DEBT = {
    "csv-owner-lookup",
    "csv-owner-model",
    "docs-pinecone-trigger",
    "slack-pinecone-trigger",
    "dashboard-models-shim",
}


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    (loaded,) = load(EXAMPLE, Options(cache=False, today="2026-11-23"))
    return loaded.snapshot


def test_the_rules_above_the_project_are_found(snapshot: Snapshot) -> None:
    assert snapshot.ruleset.path == "rules.yaml"
    assert len(snapshot.apps) == 16
    assert [app.label for app in snapshot.apps.values() if app.shared] == ["core"]


def test_schema_edges_equal_those_of_djangos_own_registry(snapshot: Snapshot) -> None:
    script = Path(__file__).with_name("registry.py")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, str(script)], cwd=EXAMPLE, env=environment, capture_output=True, text=True, check=True
    )
    rows = json.loads(done.stdout)
    django = {(r["source_app"], r["symbol"], r["mechanism"], r["target_app"], r["target"]) for r in rows}
    ours = {
        (edge.app, edge.symbol, edge.mechanism, edge.to_app, edge.to_symbol)
        for edge, _ in snapshot.judged()
        if edge.kind == "schema"
    }
    assert ours == django
    assert len(ours) == 26


def test_every_edge_of_the_document_is_there(snapshot: Snapshot) -> None:
    kinds = Counter(edge.kind for edge, _ in snapshot.judged())
    assert kinds == {"schema": 26, "orm-read": 18, "import": 84}
    assert not [edge for edge, _ in snapshot.judged() if edge.test]


def test_nothing_is_shown_but_the_documents_tech_debt(snapshot: Snapshot) -> None:
    shown = [it for path in diagnostics.paths(snapshot) for it in diagnostics.diagnostics(snapshot, path)]
    assert {it.code for it in shown} == {"tech-debt"}
    rules = {it.rule.id for it in shown if it.rule is not None}
    assert {it for it in rules if not it.startswith("clang-")} == DEBT
    assert len([it for it in rules if it.startswith("clang-")]) == 4
    assert [it.reason for it in snapshot.unresolved()] == ["`task` is a loop variable"], "call_command(name)"


def test_without_any_one_rule_exactly_its_edges_are_undeclared(snapshot: Snapshot) -> None:
    before = dict(snapshot.judged())
    for number, rule in enumerate(snapshot.ruleset.rules):
        others = snapshot.ruleset.rules[:number] + snapshot.ruleset.rules[number + 1 :]
        after = snapshot.with_rules(snapshot.ruleset._replace(rules=others))
        undeclared = {edge for edge, decision in after.judged() if decision.verdict == "undeclared"}
        assert undeclared == {edge for edge, decision in before.items() if decision.rule is rule}, rule.id
        assert undeclared, f"{rule.id} decides on no edge"


def test_every_rule_says_why_and_every_debt_what_to_do(snapshot: Snapshot) -> None:
    for rule in snapshot.ruleset.rules:
        assert len(rule.why) > 30, rule.id
        assert rule.intent != "tech-debt" or rule.fix.advice, rule.id


def test_the_rules_file_reads_without_a_fault() -> None:
    ruleset = loader.load(Text.of((ROOT / "rules.yaml").read_text(encoding="utf-8")), "rules.yaml")
    assert ruleset.problems == ()
    assert len({rule.id for rule in ruleset.rules}) == len(ruleset.rules) == 82
