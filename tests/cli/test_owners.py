"""Owners: what `rules.yaml` says, else what `CODEOWNERS` says, wherever somebody would ask."""

import json

import pytest

from .project import RULES
from .test_diff import git

CODEOWNERS = "* @everybody\n/billing/ @money @org/finance\n"
READ = "from crm.models import Customer\n"


@pytest.fixture
def owned(write):
    """Writes the project as a repository with a file of owners."""

    def owned(rules=RULES, place="CODEOWNERS", changes=None):
        folder = write(rules, {place: CODEOWNERS, **(changes or {})})
        git(folder, "init", "--quiet")
        return folder

    return owned


@pytest.mark.parametrize("place", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"])
def test_check_names_whom_to_ask(owned, run, place):
    owned(place=place)
    out = run("check").out
    assert "rule no-invoice-reads · rules.yaml:14:9 · owner of billing @money, @org/finance\n" in out


def test_the_first_place_is_the_one_of_github(owned, run):
    owned(place=".github/CODEOWNERS", changes={"CODEOWNERS": "* @late\n"})
    assert "@late" not in run("check").out


def test_the_owner_of_the_rule_comes_first(owned, run):
    owned(RULES + "    owner: '@rule'\n")
    out = run("check").out
    assert "rules.yaml:14:9 · owner @rule\n" in out
    assert "@money" not in out


def test_the_owners_the_rules_give_to_an_app_come_before_the_file(owned, run):
    owned(RULES + "apps: {billing: {owners: ['@ours']}}\n")
    out = run("check").out
    assert "owner of billing @ours\n" in out
    assert "@money" not in out


def test_an_undeclared_edge_names_the_owners_of_what_it_leads_to(owned, run):
    owned(changes={"orders/api.py": READ})
    assert "Approve it with a reason\n    owner of crm @everybody\n" in run("check").out


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_programs_are_told(owned, run, form):
    owned()
    out = run("check", "--format", form).out
    if form == "json":
        assert [it["owners"] for it in json.loads(out)["findings"]] == [["@money", "@org/finance"]] * 2
    elif form == "sarif":
        results = json.loads(out)["runs"][0]["results"]
        assert [it["properties"]["owners"] for it in results] == [["@money", "@org/finance"]] * 2
    else:
        assert out.count("%0Aowner of billing @money, @org/finance\n") == 2


def test_report_and_explain_tell_the_owners(owned, run):
    owned()
    report = run("report").out
    assert "| `billing` |  | Yes | @money, @org/finance |" in report
    (debt,) = [line for line in report.split("\n") if line.startswith("| `invoice-model` |")]
    assert "| @money, @org/finance |" in debt
    assert "rule no-invoice-reads · owner of billing @money, @org/finance" in run("explain", "orders/views.py:5").out


def test_a_project_below_the_top_of_its_repository(owned, run, monkeypatch):
    folder = owned()
    (folder / "backend").mkdir()
    for path in ("manage.py", "config", "orders", "billing", "crm", "rules.yaml"):
        (folder / path).rename(folder / "backend" / path)
    assert "owner of billing @everybody" in run("check", "backend").out
    (folder / "CODEOWNERS").write_text("/backend/billing @money\n")
    assert "owner of billing @money" in run("check", "backend").out
    monkeypatch.chdir(folder / "backend")
    assert "owner of billing @money" in run("check").out


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", b"billing/\n", b"/billing/ money\n"])
def test_nobody_is_named_where_nobody_is_known(owned, run, text):
    folder = owned()
    (folder / "CODEOWNERS").write_bytes(text)
    assert "owner" not in run("check").out


def test_coverage_tells_how_much_rules_speak_of(write, run):
    write(changes={"orders/api.py": READ})
    lines = run("check", "--stats").out.split("\n")
    assert "edges                                   4    75.0 %" in lines
    assert "pairs of apps                           2    50.0 %" in lines
    assert "apps that depend on others              1     0.0 %" in lines
    told = "Rules speak of 3 of 4 edges (75.0 %), 1 of 2 pairs of apps (50.0 %), 0 of 1 apps that"
    assert told in run("report").out


def test_without_rules_there_is_no_coverage(write, run):
    write(None)
    assert "pairs of apps" not in run("check", "--stats").out + run("report").out
