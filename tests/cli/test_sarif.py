"""`coupling-lsp check --format sarif`: what the standard asks for, and fingerprints that stay when lines move."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from coupling_lsp.model.rules import CODES

from .project import ALLOWED, FILES, RULES

SCHEMA = json.loads((Path(__file__).parent / "schemas/sarif-schema-2.1.0.json").read_text())
"""The schema of the standard as OASIS publishes it (github.com/oasis-tcs/sarif-spec), unchanged."""

VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(
    SCHEMA, format_checker=jsonschema.validators.validator_for(SCHEMA).FORMAT_CHECKER
)


@pytest.fixture
def sarif(write, run):
    """The log of a check of the project, after what section 3 of the standard requires was looked at."""

    def sarif(rules=RULES, changes=None, path="."):
        write(rules, changes)
        log = json.loads(run("check", path, "--format", "sarif").out)
        assert_required(log)
        return log["runs"][0]

    return sarif


def assert_required(log):
    """What the schema says, the required properties, and those GitHub asks for besides."""
    VALIDATOR.validate(log)
    assert log["version"] == "2.1.0"
    assert log["$schema"].startswith("https://")
    (run,) = log["runs"]
    assert set(run) <= {"tool", "columnKind", "results"}
    driver = run["tool"]["driver"]
    assert driver["name"] == "coupling-lsp"
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["semanticVersion"])
    for rule in driver["rules"]:
        assert rule["id"]
        for words in ("shortDescription", "fullDescription", "help"):
            assert rule[words]["text"].endswith(".")
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("note", "warning", "error")
        assert result["message"]["text"]
        assert len(result["locations"]) == 1
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            assert re.fullmatch(r"[\w./~%-]+", place["physicalLocation"]["artifactLocation"]["uri"], re.ASCII)
            assert all(number >= 1 for number in place["physicalLocation"]["region"].values())
    found = fingerprints(run)
    assert len(found) == len(set(found))


def fingerprints(run):
    return [it["partialFingerprints"]["couplingFinding/v1"] for it in run["results"]]


def test_every_code_is_described(sarif):
    rules = sarif()["tool"]["driver"]["rules"]
    assert [it["id"] for it in rules] == list(CODES)
    assert rules[0]["name"] == "UndeclaredEdge"
    assert not any("helpUri" in it for it in rules)


def test_a_finding_has_level_message_region_and_the_places_that_belong_to_it(sarif):
    run = sarif()
    assert run["columnKind"] == "unicodeCodePoints"
    debt, forbidden = run["results"]
    assert (debt["ruleId"], debt["level"]) == ("tech-debt", "note")
    assert (forbidden["ruleId"], forbidden["level"]) == ("forbidden-edge", "error")
    assert forbidden["message"]["text"].startswith("orders reads billing.Invoice, which is forbidden\n")
    assert forbidden["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "orders/views.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 5, "startColumn": 17, "endLine": 5, "endColumn": 24},
            }
        }
    ]
    related = forbidden["relatedLocations"]
    assert [(it["id"], it["message"]["text"]) for it in related] == [
        (1, "Rule `no-invoice-reads`"),
        (2, "billing.Invoice is defined here"),
    ]
    assert related[0]["physicalLocation"]["artifactLocation"]["uri"] == "rules.yaml"
    assert forbidden["properties"] == {
        "sourceApp": "orders",
        "targetApp": "billing",
        "kind": "orm-read",
        "target": "billing.Invoice",
        "rule": "no-invoice-reads",
    }


def test_the_schema_refuses_what_is_no_log(sarif):
    log = {"version": "2.1.0", "runs": [sarif()]}
    VALIDATOR.validate(log)
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(log)


def test_a_clean_project_has_no_results(sarif):
    assert sarif(ALLOWED.replace("tech-debt", "intentional"))["results"] == []


def test_fingerprints_stay_when_lines_move_and_rules_are_renamed(sarif):
    twice = FILES["orders/views.py"].replace("it = ", "it = Invoice.objects.filter(number=1).first() or ")
    before = sarif(changes={"orders/views.py": twice})
    after = sarif(RULES.replace("no-invoice-reads", "renamed"), {"orders/views.py": f"# a comment\n\n{twice}"})
    assert len(before["results"]) == 3
    assert fingerprints(before) == fingerprints(after)
    assert [it["locations"] for it in before["results"]] != [it["locations"] for it in after["results"]]


def test_another_target_or_file_has_another_fingerprint(sarif):
    before = fingerprints(sarif())
    again = fingerprints(sarif(RULES.replace("orders.views", "orders"), {"orders/pages.py": FILES["orders/views.py"]}))
    assert set(before) < set(again)
    assert len(again) == 4


def test_faults_of_the_rules_are_results(sarif):
    results = sarif("version: 1\nedgse: []\npolicy: {undeclared: loud}\n")["results"]
    assert [(it["ruleId"], it["level"]) for it in results if it["ruleId"] == "invalid-rules"] == [
        ("invalid-rules", "error")
    ] * 2
    assert results[-1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "rules.yaml"


def test_paths_are_uris(sarif):
    found = sarif(changes={"orders/größe.py": "from crm.models import Customer\n"})["results"]
    uris = {it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for it in found}
    assert "orders/gr%C3%B6%C3%9Fe.py" in uris


def test_the_exit_code_is_that_of_the_check(write, run):
    write()
    assert run("check", "--format", "sarif").code == 1
    write(ALLOWED)
    assert run("check", "--format", "sarif").code == 0
