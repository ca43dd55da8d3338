"""After any sequence of edits a snapshot equals a cold load; one that changes no fact leaves the index the same."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp import detect, fixes
from coupling_lsp.features import hover
from coupling_lsp.features.diagnostics import changed_paths, diagnostics, paths
from coupling_lsp.fixes.refactorings import refactorings
from coupling_lsp.model.facts import Access, Answer, Told
from coupling_lsp.model.findings import QuickFix
from coupling_lsp.rules.import_linter import config_file
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.answered import Answered, with_answers
from coupling_lsp.snapshot.fixpoint import settled
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, decode
from laws.sources import FILES, LINTER, LINTER_SNIPPETS, RULES, SNIPPETS, YAML_SNIPPETS, edit_of, edited
from laws.test_extraction import SAMPLE

LAYOUT = Layout(settings=("settings",), today="2026-07-01")
PROJECT = {**FILES, "rules.yaml": RULES, ".importlinter": LINTER}
COLD = Snapshot.of_texts(PROJECT, LAYOUT)

Edit = tuple[str, tuple[int, int, int, str]]

PATHS = st.sampled_from(sorted(FILES))
PYTHON = st.tuples(PATHS, edit_of(SNIPPETS))
YAML = st.tuples(st.just("rules.yaml"), edit_of(YAML_SNIPPETS))
CONTRACTS = st.tuples(st.just(".importlinter"), edit_of(LINTER_SNIPPETS))


@settings(max_examples=120)
@given(st.lists(st.one_of(PYTHON, PYTHON, PYTHON, PYTHON, YAML, CONTRACTS), min_size=1, max_size=8))
def test_edited_equals_cold(edits: list[Edit]) -> None:
    texts, snapshot = dict(PROJECT), COLD
    for path, edit in edits:
        texts[path] = edited(texts[path], edit)
        before = snapshot
        snapshot = _after(snapshot, path, texts[path])
        _check_told(before, snapshot)
    _check_equal(snapshot, Snapshot.of_texts(texts, LAYOUT))


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(PATHS, st.one_of(st.none(), PATHS, edit_of(SNIPPETS))),
        min_size=1,
        max_size=6,
    )
)
def test_files_that_come_change_and_go_equal_cold(changes: list[tuple[str, object]]) -> None:
    """Each change takes a file away, gives it the text of another, or edits it."""
    texts, snapshot = dict(PROJECT), COLD
    for path, change in changes:
        if change is None:
            texts.pop(path, None)
        elif isinstance(change, str):
            texts[path] = FILES[change]
        else:
            texts[path] = edited(texts.get(path, ""), change)
        known = detect.extract(Text.of(texts[path]), search_terms=snapshot.search_terms)[0] if path in texts else None
        look = detect.second_pass_over({it: Text.of(text) for it, text in texts.items()}.get)
        (snapshot,) = settled([snapshot.with_files({path: known})], look)
    _check_equal(snapshot, Snapshot.of_texts(texts, LAYOUT))


@settings(max_examples=60)
@given(st.lists(st.tuples(PATHS, st.integers(0, 999), st.integers(0, 3)), min_size=1, max_size=6))
def test_blank_lines_and_comments_leave_the_index_the_same(edits: list[tuple[str, int, int]]) -> None:
    texts, snapshot = dict(PROJECT), COLD
    for path, place, what in edits:
        lines = texts[path].split("\n")
        # A line inside a string, or behind a backslash, is no place for a comment; the first column is one elsewhere.
        safe = [n for n, line in enumerate(lines) if re.match(r"(from|import|class|def|try|@|[A-Z])", line)]
        new = ("", "# a comment: billing.Invoice", "\f", "    # indented")[what]
        lines.insert(safe[place * len(safe) // 1000], new)
        texts[path] = "\n".join(lines)
        after = snapshot.with_texts({path: Text.of(texts[path])})
        assert after.index is snapshot.index, (path, texts[path])
        assert after.decisions is snapshot.decisions
        snapshot = after
    _check_equal(snapshot, Snapshot.of_texts(texts, LAYOUT))


@settings(max_examples=80)
@given(st.lists(st.one_of(PYTHON, PYTHON, YAML, CONTRACTS), min_size=1, max_size=4))
def test_no_fix_and_no_hover_raises_on_damaged_files(edits: list[Edit]) -> None:
    texts = dict(PROJECT)
    for path, edit in edits:
        texts[path] = edited(texts[path], edit)
    snapshot = Snapshot.of_texts(texts, LAYOUT)
    for path in paths(snapshot):
        for it in diagnostics(snapshot, path):
            for fix in fixes.fixes_for(snapshot, path, it, snapshot.texts.get):
                for change in fix.files:
                    before = snapshot.texts.get(change.path, Text(b""))
                    for edit in change.edits:
                        start, end = before.byte(*edit.span[:2]), before.byte(*edit.span[2:])
                        assert start <= end
                    before.apply(change.edits)
            hover.hover(snapshot, path, it.span.line, it.span.column)
    for edge, decision in snapshot.edges():
        assert edge.app != edge.to_app
        assert edge.app in snapshot.apps
        assert edge.to_app in snapshot.apps
        assert decision.verdict


@settings(max_examples=80)
@given(st.lists(PYTHON, min_size=1, max_size=4))
def test_no_refactoring_raises_on_damaged_files(edits: list[Edit]) -> None:
    texts = dict(PROJECT)
    for path, edit in edits:
        texts[path] = edited(texts[path], edit)
    snapshot = Snapshot.of_texts(texts, LAYOUT)
    for edge, _ in snapshot.edges():
        for outcome in refactorings(snapshot, edge.path, snapshot.span(edge.path, edge.site), snapshot.texts.get):
            for change in outcome.files if isinstance(outcome, QuickFix) else ():
                before = snapshot.texts.get(change.path, Text(b""))
                compile(before.apply(change.edits).data, change.path, "exec", dont_inherit=True)


def _answer(told: Told, link: str, manager: str = "") -> Answered:
    access = Access("", manager, (link,), "show", "lazy", "")
    return Answered(Span(2, 1, 2, 5), Answer(access, "it", (told,), ""))


ORDER = Told("orders/models.py", "Order", False)
ANSWERS = {
    "orders/views.py": [
        _answer(ORDER, "user"),
        _answer(ORDER, "bills"),
        _answer(Told("billing/models.py", "Invoice", True), "create", "objects"),
        _answer(Told("nowhere.py", "Nothing", False), "user"),
    ],
    "billing/services.py": [_answer(ORDER, "save"), _answer(Told("billing/models.py", "Invoice", False), "save")],
}


@settings(max_examples=60)
@given(st.lists(st.one_of(PYTHON, PYTHON, YAML, CONTRACTS), min_size=1, max_size=5))
def test_answers_are_an_input_like_texts(edits: list[Edit]) -> None:
    """An edit drops what was said of its file; from the rest follows what follows on a cold load with these answers."""
    texts, snapshot, answers = dict(PROJECT), with_answers(COLD, ANSWERS), dict(ANSWERS)
    assert sum(edge.probable for edge, _ in snapshot.edges()) >= 4
    without = with_answers(snapshot, dict.fromkeys(ANSWERS, ()))
    assert list(without.edges()) == list(COLD.edges())
    assert list(without.unresolved()) == list(COLD.unresolved())
    for path, edit in edits:
        texts[path] = edited(texts[path], edit)
        answers.pop(path, None)
        before = snapshot
        snapshot = _after(snapshot, path, texts[path])
        _check_told(before, snapshot)
    _check_equal(snapshot, with_answers(Snapshot.of_texts(texts, LAYOUT), answers))


def test_code_that_knows_nothing_of_the_project_has_no_edges() -> None:
    """The standard library as modules of an app: not one edge, not one diagnostic, and no rule file complains."""
    texts = {"settings.py": 'INSTALLED_APPS = ["orders", "billing_app"]\n', "rules.yaml": "version: 1\n"}
    texts["billing_app/models.py"] = FILES["billing/models.py"].replace("orders.Order", "self")
    for number, path in enumerate(SAMPLE):
        texts[f"orders/vendored/m{number}.py"] = str(decode(path.read_bytes()))
    snapshot = Snapshot.of_texts(texts, LAYOUT)
    assert list(snapshot.edges()) == []
    assert [it for path in texts for it in diagnostics(snapshot, path)] == []


def _after(snapshot: Snapshot, path: str, text: str) -> Snapshot:
    if path == "rules.yaml":
        return snapshot.with_rules(loader.load(Text.of(text), path))
    if path == ".importlinter":
        return snapshot.with_linter(config_file.read(text, path))
    return snapshot.with_texts({path: Text.of(text)})


def _check_told(before: Snapshot, after: Snapshot) -> None:
    """Files whose diagnostics changed are told, places of related information aside."""
    told = changed_paths(before, after)
    for path in {*paths(before), *paths(after)} - told:
        one, other = ([it._replace(related=()) for it in diagnostics(s, path)] for s in (before, after))
        assert one == other, path


def _check_equal(snapshot: Snapshot, cold: Snapshot) -> None:
    assert snapshot.apps == cold.apps
    assert list(snapshot.unresolved()) == list(cold.unresolved())
    assert list(snapshot.edges()) == list(cold.edges())
    for edge, _ in cold.edges():
        assert snapshot.span(edge.path, edge.site) == cold.span(edge.path, edge.site)
    for path in paths(cold):
        assert diagnostics(snapshot, path) == diagnostics(cold, path)
    assert {path for path in paths(snapshot) if diagnostics(snapshot, path)} == {
        path for path in paths(cold) if diagnostics(cold, path)
    }
