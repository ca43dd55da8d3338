"""What another file changes is told of those that look at it: each kind of dependency, at each place that records it.

The cases are the Markdown files in `dependencies`, in the form of `tests/mdtest`: the heading of each begins with the
kind that it is about, and each of its stages is a state of the files that change. The observer is the first file that
never changes.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from mdtest.suite import Case, parse

from coupling_lsp import detect
from coupling_lsp.features import hover
from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.index.incremental.dependencies import KINDS
from coupling_lsp.model.facts import Extraction
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot, settled
from coupling_lsp.text import Text

LAYOUT = Layout(settings=("settings",), today="2026-07-01")
APPS = ("billing", "orders", "people")
PROJECT = {
    "settings.py": f"INSTALLED_APPS = {list(APPS)}\n".replace("'", '"'),
    "rules.yaml": "version: 1\npolicy:\n  attribute-reads: warning\n  own-writes: warning\n",
    **{f"{app}/__init__.py": "" for app in APPS},
}
CASES = [
    case for path in sorted(Path(__file__).with_name("dependencies").glob("*.md")) for case in parse(path.read_text())
]
NAMES = [case.name.partition(" - ")[2] for case in CASES]
REBUILDS = "The index is built from nothing."
"""What the prose of a case says whose steps leave no result of the observer to be found stale."""

ITSELF = "The file observes itself."
"""What the prose of a case says that shows what an edit does to its own file by way of others."""

Texts = Mapping[str, str]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_edited_equals_cold(case: Case) -> None:
    """From each state to each other, edited in place and changed on disk; and through all, there and back."""
    states = [_texts(case, state) for state in range(len(case.stages))]
    snapshots = [Snapshot.of_texts(texts, LAYOUT) for texts in states]
    displays = [_display(snapshot) for snapshot in snapshots]
    observer = _observer(case)
    observers = (observer, "apps") if REBUILDS in case.prose else (observer,)
    is_incremental = []
    for previous, current in _steps(len(states)):
        edited_snapshot, reloaded_snapshot = (
            _edited(snapshots[previous], states[current]),
            _reloaded(snapshots[previous], states[current]),
        )
        assert _display(_settled(edited_snapshot, states[current])) == displays[current], (
            f"edited from {previous} to {current}"
        )
        assert _display(_settled(reloaded_snapshot, states[current])) == displays[current], (
            f"on disk from {previous} to {current}"
        )
        resolved_paths = edited_snapshot.differing(snapshots[previous])
        if any(displays[previous][name] != displays[current][name] for name in observers):
            is_incremental.append(resolved_paths is not None)
        if list(edited_snapshot.edges_of(observer)) != list(snapshots[previous].edges_of(observer)):
            assert resolved_paths is None or observer in resolved_paths
    assert any(is_incremental) or (is_incremental and REBUILDS in case.prose), "no step proves anything"
    snapshot = snapshots[0]
    for current in [*range(len(states)), *reversed(range(len(states)))]:
        snapshot = _settled(_edited(snapshot, states[current]), states[current])
        assert _display(snapshot) == displays[current], f"in turn to {current}"


def test_each_kind_has_a_case() -> None:
    assert {name.partition(":")[0] for name in NAMES} == {kind.name for kind in KINDS}


def test_each_case_has_a_name_of_its_own() -> None:
    assert sorted(set(NAMES)) == sorted(NAMES)


def _texts(case: Case, state: int) -> Texts:
    return {**PROJECT, **{path: block.raw.decode() for path, block in case.files(state).items()}}


def _observer(case: Case) -> str:
    changing_paths = {path for stage in case.stages[1:] for path in stage}
    own = (path for path, block in case.stages[0].items() if block.number > case.number)
    return next(path for path in own if (path in changing_paths) == (ITSELF in case.prose))


def _steps(n_states: int) -> Iterator[tuple[int, int]]:
    return ((previous, current) for previous in range(n_states) for current in range(n_states) if previous != current)


def _edited(snapshot: Snapshot, texts: Texts) -> Snapshot:
    """The snapshot after files were edited to other texts in an editor, or deleted."""
    deleted_paths = {path: None for path in snapshot.extractions if path not in texts}
    changes = {path: Text.of(text) for path, text in texts.items() if path.endswith(".py")}
    changes = {path: text for path, text in changes.items() if snapshot.texts.get(path) != text}
    snapshot = snapshot.with_files(deleted_paths) if deleted_paths else snapshot
    return snapshot.with_texts(changes) if changes else snapshot


def _reloaded(snapshot: Snapshot, texts: Texts) -> Snapshot:
    """The snapshot after the same happened on disk."""
    loaders, words = snapshot.ruleset.config.loaders, snapshot.search_terms
    changes: dict[str, Extraction | None] = {path: None for path in snapshot.extractions if path not in texts}
    for path, text in texts.items():
        if path.endswith(".py") and snapshot.texts.get(path) != Text.of(text):
            changes[path] = detect.extract(Text.of(text), None, loaders, words)[0]
    return snapshot.with_files(changes)


def _settled(snapshot: Snapshot, texts: Texts) -> Snapshot:
    """The snapshot with all that is of interest in other files now."""
    return settled([snapshot], detect.second_pass_over({path: Text.of(text) for path, text in texts.items()}.get))[0]


def _display(snapshot: Snapshot) -> dict[str, object]:
    """All that is shown of a project, by path: edges, verdicts, hovers, places that are not resolved, diagnostics."""
    display: dict[str, object] = {"apps": snapshot.apps}
    for path in sorted({*snapshot.extractions, *paths(snapshot)}):
        edges = list(snapshot.edges_of(path))
        spans = [snapshot.span(path, edge.site) for edge, _ in edges]
        hovers = [hover.hover(snapshot, path, span.line, span.column) for span in spans]
        unresolved = [it for it in snapshot.unresolved() if it.path == path]
        display[path] = (edges, spans, hovers, unresolved, diagnostics(snapshot, path))
    return display
