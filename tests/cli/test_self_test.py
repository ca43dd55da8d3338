"""`check --self-test`: every rule is shown able to decide, and what can never decide is told."""

import json

import pytest

from .project import ALLOWED

RULE = """\
  - id: {id}
    from: {source}
    to: {target}
    intent: {intent}
    why: Said so.
"""


def rule(name, source, target, intent="forbidden", via=""):
    written = RULE.format(id=name, source=source, target=target, intent=intent)
    return written + (f"    via: [{via}]\n" if via else "")


def faults(run):
    result = run("check", "--self-test", "--format", "json")
    found = [it for it in json.loads(result.out)["findings"] if "never" in it["message"]]
    assert result.code == (1 if found else 0), result.out
    return {(it["code"], it["rule"]) for it in found}


@pytest.mark.parametrize(
    "more",
    [
        "",
        rule("no-way-back", "billing", "orders"),
        rule("no-reads", "billing", "orders.Order", via="orm-read"),
        rule("no-field", "billing.Invoice.order", "orders.Order", via="schema"),
        rule("no-module", "billing.models", "orders.views", via="import"),
        rule("no-symbol", "billing", "orders.views.show", via="import"),
        rule("not-from-anywhere", "'*'", "crm", via="orm-write"),
        rule("not-to-anywhere", "crm", "'*'"),
        rule("no-modules-like-it", "crm.mod*", "orders"),
        rule("no-modules-at-all", "crm.**", "orders"),
        rule("no-lists", "[crm, billing]", "[orders.Order, orders.views]"),
        rule("wide", "crm", "billing") + rule("narrow", "crm.models", "billing", via="import"),
        rule("wide", "'*'", "'*'") + rule("narrow", "crm", "billing", via="orm-write"),
    ],
)
def test_a_rule_that_could_decide_is_no_fault(write, run, more):
    write(ALLOWED + more)
    assert faults(run) == set()


def test_the_text_tells_how_each_rule_was_shown_to_decide(write, run):
    write(ALLOWED + rule("no-way-back", "billing", "orders") + "contracts: [{id: no-circles, type: acyclic}]\n")
    result = run("check", "--self-test")
    assert result.code == 0
    told = "Self-test: of 4 rules 3 decide edges there are, 1 would decide made-up ones, 0 can never decide"
    assert f"{told}; 1 of 1 contract can be broken\n" in result.out
    assert "  no-way-back would decide: billing.anything → orders.anything (schema edge)\n" in result.out


@pytest.mark.parametrize(
    ("more", "code", "name", "told"),
    [
        (rule("first", "billing", "crm") + rule("second", "billing", "crm"), "shadowed-rule", "first", "other rules"),
        (
            rule("all", "billing", "'*'")
            + "".join(rule(it, "billing", it) for it in ("orders", "crm"))
            + rule("way", "orders", "crm"),
            "shadowed-rule",
            "all",
            "Remove it, or make it more specific",
        ),
        (
            rule("any", "billing", "crm", via="import") + rule("again", "[billing]", "crm", via="import"),
            "shadowed-rule",
            "any",
            "other rules",
        ),
        (rule("typo", "billing.modles", "orders"), "stale-rule", "typo", "`billing.modles` names nothing there is"),
        (rule("typo", "billing", "orders.Ordr"), "stale-rule", "typo", "`orders.Ordr` names nothing"),
        (rule("field", "billing.Invoice.number", "orders", via="import"), "stale-rule", "field", "of kind import"),
        (
            rule("shared", "billing", "crm") + "project: {shared: [crm]}\n",
            "stale-rule",
            "shared",
            "`crm` names nothing",
        ),
    ],
)
def test_a_rule_that_can_never_decide_is_told(write, run, more, code, name, told):
    write(ALLOWED + more)
    assert not [line for line in run("check").out.split("\n") if line.startswith(f"  {code}")]
    found = faults(run)
    assert (code, name) in found
    assert len(found) == 1
    assert told in run("check", "--self-test").out


CONTRACTS = {
    "independence": ("{apps: [orders, crm]}", "{apps: [orders]}"),
    "layers": ("{layers: [orders, billing]}", "{layers: [orders]}"),
    "forbidden": ("{from: [billing], to: [crm]}", "{from: [billing], to: [billing]}"),
    "acyclic": ("{}", "{apps: [orders]}"),
}


@pytest.mark.parametrize("kind", CONTRACTS)
def test_a_contract_no_edge_could_break_is_told(write, run, kind):
    good, bad = (text.replace("{", f"{{id: c, type: {kind}, why: So., ", 1) for text in CONTRACTS[kind])
    write(f"{ALLOWED}contracts:\n  - {good}\n")
    assert faults(run) == set()
    write(f"{ALLOWED}contracts:\n  - {bad}\n")
    assert faults(run) == {("stale-rule", None)}
    assert "0 of 1 contract can be broken" in run("check", "--self-test").out


def test_a_contract_on_a_shared_app_can_never_be_broken(write, run):
    contract = "contracts: [{id: c, type: forbidden, from: [orders], to: [crm], why: So.}]\n"
    write(f"{ALLOWED}{contract}")
    assert faults(run) == set()
    write(f"{ALLOWED}{contract}project: {{shared: [crm]}}\n")
    assert faults(run) == {("stale-rule", None)}


def test_what_the_check_tells_by_itself_is_not_told_twice(write, run):
    write(ALLOWED + rule("stale", "crm", "orders.Order", "tech-debt"))
    result = run("check", "--self-test", "--format", "json")
    assert [it["rule"] for it in json.loads(result.out)["findings"] if it["code"] == "stale-rule"] == ["stale"]


def test_without_rules_there_is_nothing_to_test(write, run):
    write(None)
    result = run("check", "--self-test")
    assert (result.code, result.err) == (0, "")
    assert "Self-test" not in result.out


@pytest.mark.parametrize("rules", ["version: 1\nedges: [\n", "{", "edges:\n- id: a\n  from: x y\n", "\xff"])
def test_rules_that_cannot_be_read_do_no_harm(write, run, rules):
    write(rules)
    assert run("check", "--self-test").code == 1
