"""`check` on a project with contracts for import-linter."""

import json

import pytest

CONTRACTS = """\
[importlinter]
root_packages =
    orders
    billing

[importlinter:contract:apart]
name = Orders know nothing of billing
type = forbidden
source_modules = orders
forbidden_modules = billing
"""
KEPT = CONTRACTS.replace("_modules = orders", "_modules = billing").replace(
    "forbidden_modules = billing", "forbidden_modules = orders"
)
FILES = {
    ".importlinter": CONTRACTS,
    "orders/__init__.py": "",
    "billing/__init__.py": "",
    "orders/views.py": "from billing.models import Invoice\n",
}


@pytest.fixture
def shop(write):
    def shop(rules=None, **changes):
        return write(rules, {**FILES, **{path.replace("__", "/"): text for path, text in changes.items()}})

    return shop


def broken(run):
    found = json.loads(run("check", "--format", "json").out)["findings"]
    return [(it["path"], it["line"], it["column"]) for it in found if it["code"] == "contract-broken"]


def test_an_import_against_a_contract_fails_the_check_without_rules(shop, run):
    shop()
    result = run("check")
    assert result.code == 1
    assert "orders.views imports billing.models, against import-linter's contract" in result.out
    assert "1 contract of import-linter in .importlinter" in result.out
    assert ("orders/views.py", 1, 28) in broken(run)


def test_contracts_that_hold_say_nothing(shop, run):
    shop(**{".importlinter": KEPT})
    assert broken(run) == []
    assert run("check").code == 0


def test_sarif_leads_to_the_contract(shop, run):
    shop()
    (document,) = json.loads(run("check", "--format", "sarif").out)["runs"]
    found = [it for it in document["results"] if it["locations"][0]["physicalLocation"]["region"]["startColumn"] == 28]
    (place,) = (it["relatedLocations"][0]["physicalLocation"] for it in found)
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (".importlinter", 6)


def test_a_fault_of_the_configuration_is_told_in_it(shop, run):
    shop(**{".importlinter": KEPT.replace("= orders", "= orders.nothing")})
    result = run("check")
    assert result.code == 1
    assert "There is no module `orders.nothing`: lint-imports stops here" in result.out
    assert ".importlinter:10:21" in result.out


def test_a_type_of_the_projects_own_is_told_and_fails_nothing(shop, run):
    shop(**{".importlinter": KEPT.replace("type = forbidden", "type = ours.Contract")})
    result = run("check")
    assert result.code == 0
    assert "Contracts of type `ours.Contract` are not shown while you type" in result.out


def test_contracts_two_projects_share_are_told_once(write, run):
    more = {f"two/{path}": text for path, text in FILES.items() if path != ".importlinter"}
    more |= {"two/manage.py": "import os  # django\n", "two/settings.py": 'INSTALLED_APPS = ["orders"]\n'}
    write(None, {**FILES, **more, ".importlinter": CONTRACTS.replace("    billing\n", "    billing\n    gone\n")})
    found = json.loads(run("check", "--format", "json").out)["findings"]
    assert [it["line"] for it in found if it["path"] == ".importlinter"] == [5]


def test_contracts_above_that_name_no_package_of_the_project_are_about_something_else(write, run):
    config = CONTRACTS.replace("orders", "tools").replace("billing", "scripts")
    folder = write(None, {".importlinter": config, "one/manage.py": "import os  # django\n"})
    assert "import-linter" not in run("check", str(folder / "one")).out
    assert "There is no package `tools` in this project" in run("check").out


def test_own_writes_fail_the_check_when_the_policy_says_so(shop, run):
    writing = "from billing.models import Invoice\n\nInvoice.objects.create()\n"
    rules = "version: 1\npolicy: {own-writes: warning, undeclared: off}\n"
    shop(rules, **{".importlinter": KEPT, "billing__views.py": writing})
    result = run("check")
    assert result.code == 1
    assert "billing writes its own Invoice outside its services" in result.out
    (document,) = json.loads(run("check", "--format", "sarif").out)["runs"]
    assert "write-outside-services" in [it["ruleId"] for it in document["results"]]
    shop(rules.replace("own-writes: warning, ", ""))
    assert "its own" not in run("check").out
