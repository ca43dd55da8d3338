"""Edges through names that are looked up, in every report that lists kinds: there when asked for, else left out."""

import json

import pytest

from .project import RULES

CHANNELS = {
    "billing/urls.py": 'app_name = "billing"\nurlpatterns = []\n',
    "billing/management/commands/close.py": "class Command:\n    pass\n",
    "orders/jobs.py": (
        "from django.core.management import call_command\n"
        "from django.urls import reverse\n\n\n"
        "def close(name):\n"
        '    call_command("close")\n'
        "    call_command(name)\n"
        '    return reverse("billing:list")\n'
    ),
}
KINDS = "policy:\n  kinds: {command: hint, url: off}\nedges:\n"
ON = RULES.replace("edges:\n", KINDS)
KEPT = ["check", "graph", "report", "export import-linter", "check --format json"]


@pytest.mark.parametrize("rules", [None, RULES], ids=["without rules", "with rules"])
def test_edges_list_them_and_tell_what_could_not_be_resolved(run, write, rules):
    write(rules, CHANNELS)
    told = run("edges").out
    assert "6:18  command" in told
    assert "billing.management.commands.close" in told
    assert "8:20  URL" in told
    assert "1 command, 1 URL" in told
    assert "1 place could not be resolved" in told


def test_one_kind_can_be_chosen(run, write):
    write(RULES, CHANNELS)
    found = json.loads(run("edges", "--kind", "command", "--format", "json").out)
    assert [(it["kind"], it["mechanism"], it["target"]["module"]) for it in found["edges"]] == [
        ("command", "call_command", "billing.management.commands.close")
    ]
    assert [it["reason"] for it in found["unresolved"]] == ["`name` is a parameter"]
    assert not json.loads(run("edges", "--kind", "url", "--format", "json").out)["unresolved"]


def test_tables_have_them(run, write):
    write(RULES, CHANNELS)
    row = "orders,orders/jobs.py,billing,billing.management.commands.close,False,6,command,call_command,undeclared"
    assert row in run("edges", "--format", "csv").out.splitlines()
    assert "| command | call_command |" in run("edges", "--format", "md").out


@pytest.mark.parametrize("command", KEPT)
def test_nothing_changes_for_a_rules_file_that_does_not_ask_for_them(run, write, command):
    silent = {**CHANNELS, "orders/jobs.py": "x = 1\n"}
    before = _timeless(write, run, silent, command)
    assert _timeless(write, run, CHANNELS, command) == before


def _timeless(write, run, changes, command):
    write(RULES, changes)
    result = run(*command.split(), "--no-cache")
    return result.code, [line for line in result.out.splitlines() if "files," not in line], result.err


def test_a_kind_that_is_on_is_judged_and_drawn(run, write):
    write(ON, CHANNELS)
    found = json.loads(run("check", "--format", "json").out)["findings"]
    assert [(it["severity"], it["line"]) for it in found if it["path"] == "orders/jobs.py"] == [("hint", 6)]
    assert "ORM + import + command" in run("graph").out
    told = run("report").out
    assert "## Names looked up" in told
    assert "| orders/jobs.py | billing | command | billing.management.commands.close | 1 |" in told.replace("`", "")
    assert "billing.urls" not in told


def test_init_keeps_the_kinds_and_writes_rules_for_them(run, write):
    folder = write(ON, CHANNELS)
    assert run("init", "--force").code == 0
    text = (folder / "rules.yaml").read_text()
    assert "  kinds:\n    command: hint\n" in text
    assert "id: orders-jobs-calls-billing" in text
    assert "via: [command]" in text
    assert "via: [url]" not in text
    findings = json.loads(run("check", "--format", "json").out)["findings"]
    assert {it["code"] for it in findings} == {"reason-missing"}


def test_stats_count_the_places(run, write):
    write(RULES, CHANNELS)
    told = run("check", "--stats").out
    assert "names looked up           3    66.7 %" in told
    assert "orders/jobs.py:7:18  `name` is a parameter" in told


def test_a_run_from_the_cache_tells_the_same(run, write):
    write(RULES, CHANNELS)
    assert run("edges").out == run("edges").out == run("edges", "--no-cache").out


def test_explain_tells_of_a_place_and_of_a_pair(run, write):
    write(RULES, CHANNELS)
    assert "orders → billing · command" in run("explain", "orders/jobs.py:6").out
    assert "1 command\n" in run("explain", "orders", "billing").out
