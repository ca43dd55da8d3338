"""Lenses, references and definitions of damaged files: all answers are places that are there."""

from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp.features import definition, lens
from coupling_lsp.features.places import edges_at
from coupling_lsp.features.references import references
from coupling_lsp.model.findings import Place
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from laws.sources import FILES, SNIPPETS, YAML_SNIPPETS, edit_of, edited
from laws.test_snapshots import COLD, LAYOUT, PROJECT

Edit = tuple[str, tuple[int, int, int, str]]

PYTHON = st.tuples(st.sampled_from(sorted(FILES)), edit_of(SNIPPETS))
YAML = st.tuples(st.just("rules.yaml"), edit_of(YAML_SNIPPETS))


@settings(max_examples=60)
@given(st.lists(st.one_of(PYTHON, PYTHON, YAML), max_size=4), st.data())
def test_every_answer_is_a_place_of_the_texts(edits: list[Edit], data: st.DataObject) -> None:
    snapshot = _snapshot(edits)
    read = snapshot.texts.get
    for path, text in snapshot.texts.items():
        line = data.draw(st.integers(1, len(text.starts)))
        for column in range(1, len(text.line(line)) + 2):
            _check_there(snapshot, references(snapshot, path, line, column, read, declared=True))
            for find in (definition.definition, definition.declaration, definition.type_definition):
                links = find(snapshot, path, line, column, read)
                assert all(link.span.contains(line, column) for link in links)
                _check_there(snapshot, [link.place for link in links])


@settings(max_examples=60)
@given(st.lists(st.one_of(PYTHON, PYTHON, YAML), max_size=4))
def test_all_edges_to_a_target_have_the_same_references(edits: list[Edit]) -> None:
    snapshot = _snapshot(edits)
    read = snapshot.texts.get
    for path in snapshot.decisions:
        for edge, _ in snapshot.edges_of(path):
            span = snapshot.span(path, edge.site)
            targets = {(it.to_module, it.to_symbol) for it, _, _ in edges_at(snapshot, path, span.line, span.column)}
            if len(targets) == 1:
                found = references(snapshot, path, span.line, span.column, read)
                assert all(references(snapshot, it.path, *it.span[:2], read) == found for it in found[:3])


@settings(max_examples=60)
@given(st.lists(st.one_of(PYTHON, PYTHON, YAML), min_size=1, max_size=4))
def test_lenses_after_edits_are_those_of_a_cold_load(edits: list[Edit]) -> None:
    texts, snapshot = dict(PROJECT), COLD
    for path, edit in edits:
        _told(snapshot)  # What is remembered must not outlive what it was made of.
        texts[path] = edited(texts[path], edit)
        text = Text.of(texts[path])
        if path == "rules.yaml":
            snapshot = snapshot.with_rules(loader.load(text, path))
        else:
            snapshot = snapshot.with_texts({path: text})
    assert _told(snapshot) == _told(Snapshot.of_texts(texts, LAYOUT))


def _snapshot(edits: list[Edit]) -> Snapshot:
    texts = dict(PROJECT)
    for path, edit in edits:
        texts[path] = edited(texts[path], edit)
    return Snapshot.of_texts(texts, LAYOUT)


def _told(snapshot: Snapshot) -> list[tuple[str, lens.Told]]:
    read = snapshot.texts.get
    found = ((path, it) for path in sorted(snapshot.extractions) for it in lens.lenses(snapshot, path, read))
    return [(path, lens.told(snapshot, it.module, it.symbol, read)) for path, it in found]


def _check_there(snapshot: Snapshot, places: list[Place]) -> None:
    for it in places:
        text = snapshot.texts[it.path]
        assert text.span(text.byte(*it.span[:2]), text.byte(*it.span[2:])) == it.span
