"""What editors offer in `rules.yaml` never raises, fits the text, and a renamed rule decides as before."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coupling_lsp.features.rules_file import actions, completion, hover, rename, symbols
from coupling_lsp.features.rules_file.symbols import Symbol
from coupling_lsp.rules.loading import loader
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text
from laws.sources import FILES, RULES, YAML_SNIPPETS, damaged

STEP = 5
NAMES = ("other", "a b", "no", "x: y", "'", '"q"', "#1", "é", "- a", "1")
WRITTEN = (*YAML_SNIPPETS, "'", '"', ".", "from: orders.", "\uffff", "}\n", "- - ", "a: b: c\n")
PROJECT = Snapshot.of_texts(FILES, Layout(settings=("settings",), today="2026-07-01"))


def ruled(text: Text) -> Snapshot:
    return PROJECT.with_rules(loader.load(text, "rules.yaml"))


def inside(text: Text, span: Span) -> None:
    assert text.span(text.byte(*span[:2]), text.byte(*span[2:])) == span


def check_symbols(text: Text, found: tuple[Symbol, ...], around: Span | None = None) -> None:
    for it in found:
        inside(text, it.span)
        assert it.name
        assert it.span[:2] <= it.name_span[:2] <= it.name_span[2:] <= it.span[2:], it
        assert around is None or (around[:2] <= it.span[:2] and it.span[2:] <= around[2:]), it
        check_symbols(text, it.children, it.span)


@settings(max_examples=50)
@given(damaged(RULES, WRITTEN), st.integers(0, STEP - 1))
@example("", 0)
@example(RULES, 0)
@example("edges: [{id: a, from: ", 0)
@example("? a\n: b\n", 0)
def test_every_place_of_any_text_has_an_answer(written: str, first: int) -> None:
    """Of each text some places are tried, which ones differs."""
    text = Text.of(written)
    snapshot = ruled(text)
    check_symbols(text, symbols.symbols(text))
    for line in range(1, len(text.starts) + 1):
        for it in actions.actions(snapshot, text, line):
            for edit in it.files[0].edits:
                inside(text, edit.span)
        for column in range(1 + first, len(text.line(line)) + 2, STEP):
            place = line, column
            for it in completion.complete(snapshot, text, *place, snippets=True):
                inside(text, it.span)
                assert it.span.line == it.span.end_line == line, "editors take only edits of the line of the caret"
                assert it.span.column <= column <= it.span.end_column
                assert it.text
            if (found := hover.hover(snapshot, text, *place)) is not None:
                inside(text, found.span)
                assert found.markdown.strip()
            if (named := rename.prepare(text, *place)) is not None:
                inside(text, named[0])
                assert text.slice(named[0]) == named[1]
                edited = rename.rename(text, *place, "another")
                assert edited is not None
                assert [it.text for it in outline(text.apply([edited])).words("version")] == [
                    it.text for it in outline(text).words("version")
                ]


@settings(max_examples=200)
@given(damaged(RULES, YAML_SNIPPETS, most=2), st.sampled_from(NAMES))
def test_a_renamed_rule_decides_as_before(written: str, name: str) -> None:
    text = Text.of(written)
    before = ruled(text)
    for number, rule in enumerate(before.ruleset.rules):
        found = rename.prepare(text, *rule.span[:2])
        if found is None or found[1] != rule.id or any(it.id == name for it in before.ruleset.rules):
            continue
        edit = rename.rename(text, *rule.span[:2], name)
        assert edit is not None
        after = ruled(text.apply([edit]))
        assert [it.id for it in after.ruleset.rules] == [
            name if it.span == rule.span else it.id for it in before.ruleset.rules
        ], number
        assert [it.span.line for it in after.ruleset.problems] == [it.span.line for it in before.ruleset.problems]
        assert [it.matched for _, it in after.edges()] == [it.matched for _, it in before.edges()]
        assert [it.verdict for _, it in after.edges()] == [it.verdict for _, it in before.edges()]


def test_the_rules_of_the_laws_have_answers() -> None:
    text = Text.of(RULES)
    snapshot = ruled(text)
    names = [it.name for section in symbols.symbols(text) for it in section.children]
    assert names == ["shared", "billing", "tech-debt", "own-writes", "orders-invoice", "any", "no-rounds", "apart"]
    places = [(line, column) for line in range(1, len(text.starts)) for column in range(1, len(text.line(line)) + 2)]
    assert sum(bool(completion.complete(snapshot, text, *it, snippets=False)) for it in places) > 200
    assert sum(hover.hover(snapshot, text, *it) is not None for it in places) > 200
    assert (
        sum(rename.prepare(text, *it) is not None for it in places)
        == len("orders-invoice" + "any" + "no-rounds" + "apart") + 4
    )
