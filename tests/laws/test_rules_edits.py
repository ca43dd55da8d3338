"""Every edit of `rules.yaml` that is offered makes its change and no other, in every form the file may have."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.features.rules_file import actions
from coupling_lsp.model.findings import Diagnostic, QuickFix
from coupling_lsp.model.rules import BLANK, Rule
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from laws import rules_files

Said = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], str, str]

PROJECT = Snapshot.of_texts(
    {
        "settings.py": 'INSTALLED_APPS = ["billing", "orders"]\n',
        "billing/models.py": (
            "from django.db import models\n\n\nclass Invoice(models.Model):\n    pass\n\n\n"
            "class Note(models.Model):\n    pass\n\n\nclass Receipt(models.Model):\n    pass\n"
        ),
        "orders/views.py": "from billing.models import Invoice\n",
        "orders/models.py": (
            "from django.db import models\n\n\nclass Order(models.Model):\n"
            '    note = models.ForeignKey("billing.Note", on_delete=models.CASCADE)\n'
        ),
        "orders/forms.py": "from billing.models import Note, Receipt\n",
    },
    Layout(settings=("settings",), today="2026-07-01"),
)


def ruled(text: Text) -> Snapshot:
    return PROJECT.with_rules(loader.load(text, "rules.yaml"))


def said(rule: Rule) -> Said:
    """What a rule says, apart from places."""
    ends = [tuple(it.written for it in selectors) for selectors in (rule.sources, rule.targets)]
    return rule.id, ends[0], ends[1], rule.via, rule.intent, rule.why


def offers(text: Text, snapshot: Snapshot, path: str, code: str) -> Iterator[tuple[Diagnostic, list[QuickFix]]]:
    for diagnostic in diagnostics(snapshot, path):
        if diagnostic.code == code:
            texts = {**PROJECT.texts, "rules.yaml": text}
            yield diagnostic, fixes.fixes_for(snapshot, path, diagnostic, texts.get)


def edited(text: Text, fix: QuickFix) -> Text:
    """The text after a fix: what goes is a sign for nothing, so all else stays as it was."""
    (file,) = fix.files
    assert file.path == "rules.yaml"
    for edit in file.edits:
        assert re.fullmatch(r"\s*(\[\s*\]|~|null|)", text.slice(edit.span)), text.slice(edit.span)
    return text.apply(file.edits)


@settings(max_examples=400)
@given(rules_files.FILES)
def test_an_approval_adds_its_rule_and_changes_no_other(written: str) -> None:
    text = Text.of(written)
    before = ruled(text)
    assert [it.message for it in before.ruleset.problems] in ([], ["Only the first document of the file is read"])
    old = [said(it) for it in before.ruleset.rules]
    for path, source, target, kind in (
        ("orders/views.py", "orders.views", "billing.Invoice", "import"),
        ("orders/models.py", "orders.Order.note", "billing.Note", "schema"),
    ):
        ((_, found),) = offers(text, before, path, "undeclared-edge")
        approvals = {it.id: it for it in found}
        for name, intent in (("approve-edge", "intentional"), ("approve-debt", "tech-debt")):
            after_text = edited(text, approvals[name])
            after = ruled(after_text)
            new = (f"orders-{target[8:].lower()}", (source,), (target,), (kind,), intent, BLANK)
            assert [said(it) for it in after.ruleset.rules] == [*old, new]
            assert [it.message for it in after.ruleset.problems] == [it.message for it in before.ruleset.problems]
            cursor = approvals[name].cursor
            assert cursor is not None
            assert after_text.slice(cursor.span) == BLANK
            ends = [set(re.findall(r"\r\n|\n", str(it))) for it in (text, after_text)]
            assert len(ends[1]) <= 1 or not ends[0]


@settings(max_examples=300)
@given(rules_files.FILES)
def test_an_extension_adds_one_name_to_one_rule(written: str) -> None:
    """The rules of the files speak of `orders.forms` and notes; a note is used elsewhere, too."""
    text = Text.of(written)
    before = ruled(text)
    for _, found in offers(text, before, "orders/models.py", "undeclared-edge"):
        for fix in (it for it in found if it.id == "extend-rule"):
            after = ruled(edited(text, fix))
            assert len(after.ruleset.problems) == len(before.ruleset.problems)
            pairs = zip(before.ruleset.rules, after.ruleset.rules, strict=True)
            ((old, new),) = [(said(old), said(new)) for old, new in pairs if said(old) != said(new)]
            assert new == (*old[:1], (*old[1], "orders.Order.note"), *old[2:])
    n_offers = sum(
        it.id == "extend-rule"
        for _, found in offers(text, before, "orders/models.py", "undeclared-edge")
        for it in found
    )
    assert n_offers == min(2, sum(not it.via for it in before.ruleset.rules)) or "&" in written


@settings(max_examples=300)
@given(rules_files.FILES)
def test_an_exception_is_added_to_its_contract_alone(written: str) -> None:
    text = Text.of(written)
    before = ruled(text)
    for _, found in offers(text, before, "orders/models.py", "contract-broken"):
        exceptions = {it.id: it for it in found}
        for name, words in (
            ("except-edge", ("orders.Order.note", "billing.Note")),
            ("except-pair", ("orders", "billing")),
        ):
            after = ruled(edited(text, exceptions[name]))
            assert len(after.ruleset.problems) == len(before.ruleset.problems)
            assert [said(it) for it in after.ruleset.rules] == [said(it) for it in before.ruleset.rules]
            ((old, new),) = zip(before.ruleset.contracts, after.ruleset.contracts, strict=True)
            ends = [[(it.source.written, it.target.written) for it in contract.ignore] for contract in (old, new)]
            assert ends[1] == [*ends[0], words]
            assert new[:6] == old[:6]


def test_without_a_file_one_is_created() -> None:
    """The file was deleted after it was loaded; a project that never had one has no findings."""
    before = ruled(Text.of("version: 1\n"))
    (found, *_) = [it for it in diagnostics(before, "orders/views.py") if it.code == "undeclared-edge"]
    fix = fixes.fixes_for(before, "orders/views.py", found, lambda _path: None)[0]
    (file,) = fix.files
    assert (file.path, file.creates) == ("rules.yaml", True)
    after = ruled(Text(b"").apply(file.edits))
    assert [it.id for it in after.ruleset.rules] == ["orders-invoice"]
    assert after.ruleset.problems == ()


@pytest.mark.parametrize(
    "written",
    [
        "{version: 1, edges}\n",
        "---\n---\nversion: 1\n",
        'version: 1\nedges:\n- id: a\n  from: x\n  to: y\n  intent: intentional\n  why: "no\nway"\n',
        "[version, 1]\n",
        "version: 1\ncontracts: &none []\nedges: *none\n",
        "? version\n: 1\n? edges\n: []\n",
        "version: 1\n? edges\n:\n  - id: a\n",
        "~\n",
    ],
)
def test_where_the_outline_is_mistaken_nothing_else_is_changed(written: str) -> None:
    """These forms are rare, and the outline does not know them; what is offered all the same is right."""
    text = Text.of(written)
    before = ruled(text)
    for _, found in offers(text, before, "orders/views.py", "undeclared-edge"):
        for fix in (it for it in found if it.id.startswith("approve")):
            after = ruled(text.apply(fix.files[0].edits))
            assert [said(it) for it in after.ruleset.rules][:-1] == [said(it) for it in before.ruleset.rules]
            assert [it.message for it in after.ruleset.problems] == [it.message for it in before.ruleset.problems]


@settings(max_examples=400)
@given(rules_files.FILES)
def test_a_removal_takes_its_rule_and_no_other(written: str) -> None:
    """Where an alias needs the anchor of a rule, that rule stays."""
    text = Text.of(written)
    before = ruled(text)
    old = [said(it) for it in before.ruleset.rules]
    codes = ("stale-rule", "shadowed-rule")
    for diagnostic, found in (it for code in codes for it in offers(text, before, "rules.yaml", code)):
        removals = [it for it in found if it.id == "remove-rule"]
        assert diagnostic.rule is not None
        assert removals or "&why" in written
        for fix in removals:
            after_text = text.apply(fix.files[0].edits)
            after = ruled(after_text)
            assert [said(it) for it in after.ruleset.rules] == [it for it in old if it[0] != diagnostic.rule.id]
            assert len(after.ruleset.problems) == len(before.ruleset.problems)
            remarks = [it.count("# a remark") for it in (written, str(after_text))]
            assert remarks[1] >= remarks[0] - written.count("# a remark", *_range(text, diagnostic)) - 1


def _range(text: Text, diagnostic: Diagnostic) -> tuple[int, int]:
    """From one rule to the next, in characters."""
    source = str(text)
    start = len(text.data[: text.byte(*diagnostic.span[:2])].decode())
    end = source.find("rule-", start + 5)
    return start, end if end >= 0 else len(source)


@settings(max_examples=200)
@given(rules_files.FILES)
def test_an_action_on_a_rule_changes_that_rule_alone(written: str) -> None:
    text = Text.of(written)
    before = ruled(text)
    for line in range(1, len(text.starts) + 1):
        for fix in actions.actions(before, text, line):
            after = ruled(text.apply(fix.files[0].edits))
            pairs = list(zip(before.ruleset.rules, after.ruleset.rules, strict=True))
            bare_pairs = [(said(old), old.review_by, said(new), new.review_by) for old, new in pairs]
            assert sum(it[:2] != it[2:] for it in bare_pairs) == 1
            assert len(after.ruleset.problems) == len(before.ruleset.problems)


def test_a_date_and_kinds_are_added_to_json_and_to_keys_without_a_value() -> None:
    rule = '{"id": "a", "from": "orders", "to": "billing", "intent": "tech-debt", "why": "Soon."}'
    json_text = f'{{"version": 1, "edges": [{rule}]}}'
    block_text = "version: 1\nedges:\n- id: a\n  from: orders\n  review-by:  # when?\n  to: billing\n"
    block_text += "  intent: tech-debt\n  why: No.\n"
    for written, line, words in (
        (json_text, 1, '"why": "Soon.", "review-by": "2027-01-31"}'),
        (json_text, 1, '"why": "Soon.", "via": ["schema", "import"]}'),
        (block_text, 3, "review-by: 2027-01-31  # when?"),
        (block_text, 3, "to: billing\n  via: [schema, import]\n"),
    ):
        text = Text.of(written)
        results = [str(text.apply(it.files[0].edits)) for it in actions.actions(ruled(text), text, line)]
        assert any(words in it for it in results), results
