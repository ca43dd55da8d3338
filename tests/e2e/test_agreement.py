"""The editor shows what the command line reports."""

from pathlib import Path

from coupling_lsp.features import diagnostics
from coupling_lsp.workspace.reading.load import Options, load
from e2e.editor import Editor

EXAMPLE = Path(__file__).parents[2] / "examples/boost_data_collector"


async def test_every_diagnostic_of_the_example_is_the_same_in_both(editor: Editor) -> None:
    (loaded,) = load(EXAMPLE, Options(cache=False))
    expected = [
        (str((loaded.base / path).resolve()), *(number - 1 for number in it.span), it.code, it.message)
        for path in diagnostics.paths(loaded.snapshot)
        for it in diagnostics.diagnostics(loaded.snapshot, path)
    ]
    await editor.ready(EXAMPLE)
    shown = [
        (
            str(path),
            it.range.start.line,
            it.range.start.character,
            it.range.end.line,
            it.range.end.character,
            it.code,
            it.message,
        )
        for path in editor.marked()
        for it in editor.shown(path)
    ]
    assert sorted(shown) == sorted(expected)
    assert len(shown) > 20, "the example has findings"


async def test_opening_every_file_of_the_example_changes_nothing(editor: Editor) -> None:
    await editor.ready(EXAMPLE)
    before = editor.everything()
    for path in sorted(EXAMPLE.rglob("*.py")):
        editor.open(path)
    await editor.settled()
    assert editor.everything() == before
