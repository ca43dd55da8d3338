"""Editor and command line give the same verdicts on the same texts: the files of every literate test, from a folder."""

from pathlib import Path

import pytest

from coupling_lsp.features import diagnostics
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.workspace.reading.load import Options, load
from mdtest.projects import TODAY, cold, texts_of
from mdtest.suite import Case, parse

_SUITES = sorted(path for path in Path(__file__).parent.glob("*.md") if path.name != "README.md")
_CASES = [case for path in _SUITES for case in parse(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_verdicts_are_the_same_from_disk(case: Case, tmp_path: Path) -> None:
    stage = len(case.stages) - 1
    texts = texts_of(case, stage)
    given = {path: block.raw for path, block in case.files(stage).items()}
    for path, text in texts.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(given.get(path, text.data))

    (loaded,) = load(tmp_path, Options(cache=False, today=TODAY))

    expected = cold(case, texts)
    assert _verdicts(loaded.snapshot) == _verdicts(expected)
    assert list(loaded.snapshot.unresolved()) == list(expected.unresolved())
    assert loaded.snapshot.apps == expected.apps
    assert loaded.snapshot.linted.config == expected.linted.config
    for path in diagnostics.paths(expected):
        assert diagnostics.diagnostics(loaded.snapshot, path) == diagnostics.diagnostics(expected, path)


def _verdicts(snapshot: Snapshot) -> list[object]:
    return [
        (edge, decision.verdict, decision.rule, snapshot.span(edge.path, edge.site))
        for edge, decision in snapshot.edges()
    ]
