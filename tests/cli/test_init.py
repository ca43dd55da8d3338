"""`coupling-lsp init`: the file it writes names every edge once, and says no more than is known."""

import json
import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laws.sources import FILES, RULES, SNIPPETS, YAML_SNIPPETS, edit_of, edited

from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.model.edge_kinds import CHANNELS
from coupling_lsp.model.rules import Intent
from coupling_lsp.reports.init import baseline, draft
from coupling_lsp.reports.init.from_doc import document_reading
from coupling_lsp.reports.init.from_doc.markdown_tables import tables
from coupling_lsp.reports.init.rule_groups import IntentStatement
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from coupling_lsp.workspace.reading.load import Options, load

from .conftest import Result
from .project import FILES as PROJECT
from .project import RULES as DECIDED

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/boost_data_collector"
LAYOUT = Layout(settings=("settings",), today="2026-07-01")
FIXED = settings(
    derandomize=True, deadline=None, database=None, max_examples=80, suppress_health_check=list(HealthCheck)
)

EVERY_KIND = "version: 1\npolicy: {kinds: {" + ", ".join(f"{kind}: hint" for kind in CHANNELS) + "}}\n"

DOC = """\
# Couplings

| App | Role | Has models? |
|---|---|---|
| `orders` | What customers buy | Yes |
| `billing` | Invoices: who owes what | Yes |
| `stock` | Nothing yet | No |

| Source app | Target app | Mechanism | Fields / models | Intent |
|---|---|---|---|---|
| `orders` | `billing` | FK | `Order.invoice` → `Invoice` | Intentional — an order is paid by one invoice |

| Source file | Foreign model queried | Query pattern | Intentional or tech debt |
|---|---|---|---|
| `orders/views.py` | `billing.Invoice` | `.objects.filter(a\\|b)` | Tech debt — billing should be asked |

| Source app | Source file | Target app | Symbols | Kind | Intentional or tech debt |
|---|---|---|---|---|---|
| `orders` | `…/views.py` | `billing` | `Invoice`, `Receipt` | model | **Tech debt** — needed to query |
| `orders` | `…/forms.py` | `billing` | `Invoice` | model | Same as above |
| `orders` | `…/views.py` | `billing` | `Invoice` | model | perhaps |

| Source app | Issue | Recommended fix |
|---|---|---|
| `orders` | `views.py` queries | Add `get_invoice` to billing.services |
| `billing` | Anything | Same fix |
"""


def check(snapshot: Snapshot, text: str, intents: tuple[Intent, ...] = ("intentional",)) -> Snapshot:
    """The snapshot under a file that has to name each edge outside tests exactly once, and nothing else.

    All that is told of the file is that reasons are missing.
    """
    ruleset = loader.load(Text.of(text), "rules.yaml")
    assert ruleset.problems == (), text
    after = snapshot.with_rules(ruleset)
    assert [edge for edge, _ in after.edges()] == [edge for edge, _ in snapshot.edges()]
    for edge, decision in after.edges():
        if not edge.test and after.ruleset.judges(edge):
            assert decision.rule is not None, (edge, text)
            assert decision.rule.intent in intents
            assert len(decision.matched) == 1, (edge, text)
    assert {it.code for it in diagnostics(after, "rules.yaml")} <= {"reason-missing"}, text
    return after


def test_the_example_loads_back_without_a_finding(tmp_path):
    (tmp_path / "none.yaml").write_text("version: 1\n")
    (loaded,) = load(EXAMPLE, Options(tmp_path / "none.yaml", cache=False))
    made = draft.draft_rules(loaded.snapshot)
    check(loaded.snapshot, made.text)
    n_edges = sum(not edge.test for edge, _ in loaded.snapshot.judged())
    assert (made.n_edges, made.n_blanks, made.unnamed_edges) == (n_edges, made.n_rules, ())
    assert made.text.count("why: TODO say why\n") == made.n_blanks
    assert draft.draft_rules(loaded.snapshot).text == made.text


@FIXED
@given(st.lists(st.tuples(st.sampled_from(sorted(FILES)), edit_of(SNIPPETS)), max_size=5))
def test_a_damaged_project_loads_back_without_a_finding(edits):
    texts = dict(FILES)
    for path, edit in edits:
        texts[path] = edited(texts[path], edit)
    for snapshot in (Snapshot.of_texts(texts, LAYOUT), Snapshot.of_texts({**texts, "rules.yaml": EVERY_KIND}, LAYOUT)):
        check(snapshot, draft.draft_rules(snapshot).text)


def drawn(seed: int) -> dict[str, str]:
    """A project whose modules, packages, functions and models share their few names, so that selectors collide."""
    luck = random.Random(seed)
    apps = ["null", "shop", "Bücher", "x1"]
    words = ["jobs", "sync", "Item", "on", "größe", "run-all"]
    texts = {"settings.py": f"INSTALLED_APPS = {apps}\n"}
    model = "class {0}(models.Model):\n    {1} = models.ForeignKey('{2}.{3}', on_delete=models.CASCADE)\n"
    for app in apps:
        texts[f"{app}/models.py"] = "from django.db import models\n" + "".join(
            model.format(it, luck.choice(words[:5]), luck.choice(apps), luck.choice(words[:5])) for it in words[:5]
        )
        texts[f"{app}/services.py"] = "".join(f"def {it}(): pass\n" for it in words[:5])
        for _ in range(luck.randrange(6)):
            parts = luck.choices([*words, "__init__"], k=luck.randrange(1, 4))
            texts[f"{app}/{'/'.join(parts)}.py"] = _module(luck, apps, words[:5])
    return texts


def _module(luck: random.Random, apps: list[str], words: list[str]) -> str:
    lines = []
    for _ in range(luck.randrange(12)):
        app, word = luck.choice(apps), luck.choice(words)
        lines += luck.choice(
            [
                [f"from {app}.models import {word}"],
                [f"from {app}.services import {word}"],
                [f"from {app} import services"],
                [f"import {app}"],
                [f"from {app}.models import {word}", f"def {luck.choice(words)}():", f"    {word}.objects.get()"],
                [f"from {app}.models import {word}", f"{word}.objects.create()"],
            ]
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_a_project_of_colliding_names_loads_back_without_a_finding(first):
    for seed in range(first, first + 20):
        snapshot = Snapshot.of_texts(drawn(seed), LAYOUT)
        made = draft.draft_rules(snapshot)
        assert made.unnamed_edges == ()
        check(snapshot, made.text)


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_what_a_document_says_of_an_edge_is_kept_or_told_to_be_lost(first):
    for seed in range(first, first + 20):
        snapshot, luck = Snapshot.of_texts(drawn(seed), LAYOUT), random.Random(seed)
        lines = [IntentStatement("tech-debt", f"line {line}", line=line) for line in range(1, 5)]
        known = {edge: luck.choice(lines) for edge, _ in snapshot.edges() if luck.random() < 0.3}
        made = draft.draft_rules(snapshot, document=document_reading.DocumentReading("doc.md", known))
        after = check(snapshot, made.text, ("intentional", "tech-debt"))
        for edge, decision in after.edges():
            if edge in known and not edge.test and decision.rule.why != known[edge].why:
                assert any(it.startswith(f"{known[edge].why}: no rule can tell") for it in made.faults)


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_a_baseline_leaves_what_was_decided(first):
    for seed in range(first, first + 20):
        texts = drawn(seed)
        whole = draft.draft_rules(Snapshot.of_texts(texts, LAYOUT)).text
        entries = [it.partition("  # ----")[0] for it in whole.partition("\nedges:")[2].split("  - id: ")[1:]]
        luck = random.Random(seed)
        kept = [it for it in entries if luck.random() < 0.5]
        some = "version: 1  # mine\nedges:\n" + "".join(f"  - id: {it}" for it in kept)
        before = Snapshot.of_texts({**texts, "rules.yaml": some}, LAYOUT)
        added = baseline.extend_rules(before, Text.of(some))
        assert added.fault == ""
        assert str(added.text).startswith(some.rstrip("\n"))
        after = check(before, str(added.text), ("intentional", "tech-debt"))
        assert not added.unnamed_edges
        for (_, was), (_, now) in zip(before.edges(), after.edges(), strict=True):
            assert was.rule is None or (now.rule is not None and now.rule.id == was.rule.id)
        again = baseline.extend_rules(after, added.text)
        assert (again.text, again.n_rules) == (added.text, 0)


@FIXED
@given(st.lists(edit_of(YAML_SNIPPETS), min_size=1, max_size=4))
def test_a_baseline_of_damaged_rules_adds_without_harm_or_says_why_not(edits):
    rules = RULES
    for edit in edits:
        rules = edited(rules, edit)
    snapshot = Snapshot.of_texts({**FILES, "rules.yaml": rules}, LAYOUT)
    added = baseline.extend_rules(snapshot, Text.of(rules))
    before, after = snapshot.ruleset, loader.load(added.text, "rules.yaml")
    assert [it.id for it in after.rules[: len(before.rules)]] == [it.id for it in before.rules]
    assert len(after.rules) == len(before.rules) + added.n_rules
    assert [it.message for it in after.problems] == [it.message for it in before.problems]


@FIXED
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text("|-` \n\\ab…→,.", max_size=60))
def test_any_document_gives_rules_that_load(cell, noise):
    snapshot = Snapshot.of_texts(FILES, LAYOUT)
    one_line = " ".join(cell.replace("|", " ").split())
    doc = DOC.replace("`orders/views.py` |", f"`orders/views.py` | {one_line}").replace("customers buy", one_line)
    doc = doc.replace("one invoice", one_line) + noise
    said = document_reading.read_document(snapshot, "doc.md", Text.of(doc))
    check(snapshot, draft.draft_rules(snapshot, document=said).text, ("intentional", "tech-debt"))


def test_a_project_too_large_for_one_file_is_told_of_by_apps(monkeypatch):
    snapshot = Snapshot.of_texts(FILES, LAYOUT)
    readable = draft.draft_rules(snapshot)
    monkeypatch.setattr(draft, "MAX_RULES_BYTES", len(readable.text.encode()) - 1)
    made = draft.draft_rules(snapshot)
    assert made.n_rules < readable.n_rules
    assert made.n_edges == readable.n_edges
    check(snapshot, made.text)


def test_the_file_stands_beside_manage_py_and_check_asks_for_its_reasons(write, run):
    folder = write(None)
    result = run("init")
    assert (result.code, result.err) == (0, "")
    assert result.out == "Wrote rules.yaml: 3 rules for 3 edges, 3 blanks to fill in\n"
    text = (folder / "rules.yaml").read_text()
    assert "settings: [config.settings]" in text
    assert "  crm:\n    # role: what the app is for\n" in text
    assert "from: orders.Order.invoice\n    to: billing.Invoice\n    via: [schema]\n    intent: intentional\n" in text
    assert run("check").code == 1
    assert {it["code"] for it in json.loads(run("check", "--format", "json").out)["findings"]} == {"reason-missing"}
    (folder / "rules.yaml").write_text(text.replace("why: TODO say why", "why: An order is paid."))
    assert run("check").code == 0


def test_a_file_that_is_there_is_not_overwritten(write, run):
    folder = write()
    before = (folder / "rules.yaml").read_text()
    result = run("init")
    assert (result.code, result.out) == (2, "")
    assert "rules.yaml is there already; `--force` overwrites it" in result.err
    assert (folder / "rules.yaml").read_text() == before
    assert run("init", "--force").code == 0
    assert (folder / "rules.yaml").read_text() != before


def test_into_names_another_file_and_keeps_what_the_project_says_of_itself(write, run, tmp_path):
    said = "project: {shared: [crm], tests: [], loaders: [load]}\napps: {crm: {role: 'Who: buys', owners: ['@us']}}\n"
    write(f"version: 1\n{said}")
    assert run("init", "--into", str(tmp_path / "new.yaml")).code == 0
    text = (tmp_path / "new.yaml").read_text()
    assert "  shared: [crm]\n  loaders: [load]\n  tests: []\n" in text
    assert '  crm:\n    role: "Who: buys"\n    owners: ["@us"]\n' in text


def test_rules_above_the_project_are_told_to_apply_no_longer(write, run):
    inner = {f"inner/{path}": text for path, text in PROJECT.items()}
    folder = write("version: 1\n", dict.fromkeys(PROJECT) | inner)
    (folder / ".git").mkdir()
    result = run("init", "inner")
    assert "The rules in rules.yaml apply to this project no longer: inner/rules.yaml is nearer\n" in result.out


def test_several_projects_are_a_question(write, run):
    folder = write(None)
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "manage.py").write_bytes((folder / "manage.py").read_bytes())
    (folder / "manage.py").unlink()
    result = run("init")
    assert (result.code, result.err) == (
        2,
        "coupling-lsp: . holds 2 Django projects, in a, b; name the folder of one\n",
    )


def test_a_folder_without_apps_gets_no_rules(write, run, tmp_path):
    (tmp_path / "empty").mkdir()
    result = run("init", str(tmp_path / "empty"))
    assert (result.code, result.out) == (2, "")
    assert "no Django app was found" in result.err
    assert not list((tmp_path / "empty").iterdir())


def test_a_document_fills_in_intents_reasons_roles_and_advice(write, run):
    folder = write(None, {"doc.md": DOC})
    result = run("init", "--from-doc", "doc.md")
    assert result.code == 0
    assert "3 rules for 3 edges, 0 blanks" in result.out
    assert "Used 6 of 10 rows of doc.md" in result.out
    text = (folder / "rules.yaml").read_text()
    told = [
        "line 7: there is no app stock in this project: stock | Nothing yet | No",
        "line 19: used, but these are not found in the code: Receipt",
        "line 20: not found in the code: orders | …/forms.py | billing | Invoice | model | Same as above",
        "line 21: not understood, it says neither intentional nor tech debt: orders | …/views.py | billing | Invoice | "
        "model | perhaps",
        "line 26: no row calls an edge of billing tech debt, so there is no rule to put it in: "
        "Add get_invoice to billing.services",
    ]
    assert result.err == "".join(f"doc.md: {line}\n" for line in told)
    assert text.endswith("".join(f"# {line}\n" for line in told))
    ruleset = loader.load(Text.of(text), "rules.yaml")
    assert ruleset.problems == ()
    assert ruleset.note("billing").role == "Invoices: who owes what"
    assert [(it.via, it.intent, it.why, it.fix.advice) for it in ruleset.rules] == [
        (("schema",), "intentional", "an order is paid by one invoice", ""),
        (("orm-read",), "tech-debt", "billing should be asked", "Add get_invoice to billing.services"),
        (("import",), "tech-debt", "needed to query", "Add get_invoice to billing.services"),
    ]


def test_a_table_whose_cells_stand_on_lines_of_their_own_is_the_same_table():
    flat = (
        "A | B | C\n---|---|---\n`x` |\none | two |\n`y` |\n`z` |\nthree |\n"
        "| D | E |\n|---|---|\n| 1 | 2 |\nprose | that is none\n\n```\n| F |\n|---|\n```\n"
    )
    first, second = tables(Text.of(flat))
    assert [it.cells for it in first.rows] == [("`x`", "one", "two"), ("`y`", "`z`", "three")]
    assert [(it.line, it.cells) for it in second.rows] == [(10, ("1", "2")), (11, ("prose", "that is none"))]


def test_a_baseline_is_added_once_and_keeps_every_byte(write, run):
    rules = "\ufeff# Ours\r\nversion: 1\r\nedges:   # agreed\r\n- id: a\r\n  from: orders.Order.invoice\r\n  "
    rules += "to: billing\r\n  intent: intentional\r\n  why: |\r\n    Agreed.\r\n# the end"
    folder = write(rules)
    result = run("init", "--baseline")
    assert (result.code, result.err) == (0, "")
    assert result.out == "Added 2 rules for 2 undeclared edges to rules.yaml\n"
    after = (folder / "rules.yaml").read_bytes().decode()
    assert after.startswith(rules.removesuffix("# the end"))
    assert after.endswith("\r\n# the end")
    assert "\n" not in after.replace("\r\n", "")
    assert 'why: "Baseline of ' in after
    assert "undeclared" not in run("check").out
    assert run("init", "--baseline").out == "No rule to add: no edge is undeclared in rules.yaml\n"
    assert (folder / "rules.yaml").read_bytes().decode() == after


@pytest.mark.parametrize("rules", ["version: 1\n", "version: 1\nedges: []\n", "version: 1\nedges:\npolicy: {}\n", None])
def test_a_baseline_needs_no_rule_to_begin_with(write, run, rules):
    folder = write(rules)
    assert run("init", "--baseline").code == 0
    ruleset = loader.load(Text.of((folder / "rules.yaml").read_text()), "rules.yaml")
    assert ruleset.problems == ()
    assert {it.intent for it in ruleset.rules} == {"tech-debt"}
    assert len(ruleset.rules) == 3


@pytest.mark.parametrize("rules", ["version: 1\nedges: [\n", "version: 1\nedges: {id: a, from: orders, to: crm}\n"])
def test_a_baseline_says_why_it_cannot_add(write, run, rules):
    folder = write(rules)
    result = run("init", "--baseline")
    assert (result.code, result.out) == (2, "")
    assert (
        result.err.startswith("coupling-lsp: nothing can be added to rules.yaml: its") or "not valid YAML" in result.err
    )
    assert (folder / "rules.yaml").read_text() == rules


PAID = """\
  - id: {name}
    from: orders.forms
    to: billing.Invoice
    intent: {intent}
    why: |
      Long ago.

"""


def test_prune_takes_out_paid_debt_and_nothing_else(write, run):
    kept = DECIDED.replace("edges:\n", "edges:\n\n  # The first ones.\n\n").replace("  - id: i", "\n  - id: i")
    paid = PAID.format(name="paid", intent="tech-debt")
    stale = PAID.format(name="stale", intent="intentional")
    again = PAID.format(name="again", intent="tech-debt")
    folder = write(f"{kept}\n{paid}{stale}# Comments stay.\n{again}policy: {{}}\n")
    result = run("init", "--prune")
    assert (result.code, result.err) == (0, "")
    assert result.out == "Removed 2 rules from rules.yaml: paid, again\n"
    assert (folder / "rules.yaml").read_text() == f"{kept}\n{stale}# Comments stay.\n\npolicy: {{}}\n"
    assert run("init", "--prune").out == "No rule to remove: no debt in rules.yaml is paid\n"


def test_prune_keeps_every_other_byte(write, run):
    rules = "\ufeff" + (DECIDED + PAID.format(name="paid", intent="tech-debt").rstrip()).replace("\n", "\r\n")
    folder = write(rules)
    assert run("init", "--prune").out == "Removed 1 rule from rules.yaml: paid\n"
    assert (folder / "rules.yaml").read_bytes().decode() == "\ufeff" + DECIDED.replace("\n", "\r\n")


def test_a_list_in_brackets_is_pruned_and_gets_a_baseline(write, run):
    rule = "{id: a, from: orders.api, to: crm, intent: tech-debt, why: b}"
    folder = write(f"version: 1\nedges: [\n  {rule}, # paid\n  {rule.replace('id: a', 'id: b')}\n]\n")
    assert run("init", "--prune").out == "Removed 2 rules from rules.yaml: a, b\n"
    assert (folder / "rules.yaml").read_text() == "version: 1\nedges: [\n]\n"
    assert run("init", "--baseline").out == "Added 3 rules for 3 undeclared edges to rules.yaml\n"
    assert len(loader.load(Text.of((folder / "rules.yaml").read_text()), "rules.yaml").rules) == 3


def test_prune_asks_every_project_that_shares_the_rules(write, run):
    used = PAID.format(name="used", intent="tech-debt")
    folder = write(DECIDED + used)
    second = {f"second/{path}": text for path, text in PROJECT.items()}
    for path, text in {**second, "second/orders/forms.py": "from billing.models import Invoice\n"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / ".git").mkdir()
    for path in ("manage.py", "config", "orders", "billing", "crm"):
        (folder / "first").mkdir(exist_ok=True)
        (folder / path).rename(folder / "first" / path)
    assert run("init", "--prune").out == "No rule to remove: no debt in rules.yaml is paid\n"
    (folder / "second/orders/forms.py").write_text("")
    assert run("init", "--prune").out == "Removed 1 rule from rules.yaml: used\n"


@pytest.mark.parametrize(
    "rules",
    [
        "version: 1\nedges: [\n",
        "version: 1\nedges:\n  - &a {id: a, from: orders.api, to: crm, intent: tech-debt, why: b}\n  - *a\n",
        None,
    ],
)
def test_prune_says_why_it_cannot(write, run, rules):
    folder = write(rules)
    result = run("init", "--prune")
    assert (result.code, result.out) == (2, "")
    assert "rules.yaml" in result.err
    assert rules is None or (folder / "rules.yaml").read_text() == rules


_BLOCK = re.compile(r"`(?P<name>[\w./]+)`:\n\n```\w+\n(?P<text>.*?)```\n|```console\n(?P<told>.*?)```\n", re.S)


def rerun(page: str, folder: Path, run) -> str:
    """The page with what its commands print now; its files are written as they come."""

    def block(match: re.Match[str]) -> str:
        if match["name"]:
            (folder / match["name"]).parent.mkdir(exist_ok=True)
            (folder / match["name"]).write_text(match["text"])
            return match[0]
        shown = ""
        for command in re.findall(r"^\$ .*", match["told"], re.M):
            _, program, *arguments = command.split()
            result = (
                run(*arguments) if program == "coupling-lsp" else Result(0, (folder / arguments[0]).read_text(), "")
            )
            shown += f"{command}\n{result.out}{result.err}"
        return f"```console\n{shown}```\n"

    return _BLOCK.sub(block, page)


def test_the_examples_of_the_page_are_what_the_program_prints(run, tmp_path, monkeypatch):
    page = ROOT / "docs/init.md"
    folder = tmp_path / "shop"
    folder.mkdir()
    monkeypatch.chdir(folder)
    now = rerun(page.read_text(), folder, run)
    if os.environ.get("COUPLING_LSP_WRITE_DOCS"):
        page.write_text(now)
    assert now == page.read_text()
