"""The progress bar while a project is read."""

from pathlib import Path

from lsprotocol import types as t

from e2e import capabilities as able
from e2e.editor import Editor
from e2e.projects import VIEWS, VIEWS_SHOWN, shop, write
from e2e.rawclient import Raw

N_FILES = 1_500


def large(base: Path) -> Path:
    """A shop with many files that nothing imports."""
    body = "".join(f"def f_{number}(value):\n    return value + {number}\n\n\n" for number in range(30))
    return write(shop(base), {f"orders/many/m_{number}.py": f"# {number}\n{body}{VIEWS}" for number in range(N_FILES)})


async def test_reading_a_large_project_shows_a_bar_that_ends(editor: Editor, tmp_path: Path) -> None:
    base = large(tmp_path / "shop")
    await editor.ready(base)
    ((token, bar),) = editor.progress_reports.items()
    assert token
    await editor.until(lambda: isinstance(bar[-1], t.WorkDoneProgressEnd))
    begin, *reports, end = bar
    assert isinstance(begin, t.WorkDoneProgressBegin)
    assert begin.cancellable
    assert begin.title
    assert len(reports) > 2
    assert all(isinstance(it, t.WorkDoneProgressReport) for it in reports)
    percentages = [it.percentage for it in reports]
    assert percentages == sorted(percentages)
    assert 0 <= percentages[0] <= percentages[-1] == 100
    assert f"{N_FILES + 11} files" in end.message
    assert len(editor.marked()) == N_FILES + 3


async def test_a_reading_that_is_cancelled_leaves_a_server_that_knows_open_files(
    editor: Editor, tmp_path: Path
) -> None:
    base = large(tmp_path / "shop")
    await editor.begin(base)
    views = editor.open(base / "orders/views.py")
    token, bar = await editor.until(lambda: next(iter(editor.progress_reports.items()), None))
    editor.window_work_done_progress_cancel(t.WorkDoneProgressCancelParams(token))
    await editor.until(lambda: bar and isinstance(bar[-1], t.WorkDoneProgressEnd))
    await editor.until(lambda: editor.squiggles(views) == VIEWS_SHOWN)
    assert "orders → billing" in await editor.hover(views, "Invoice")
    editor.change(views, (None, "from billing.models import Invoice\n"))
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN[:1]
    other = editor.open(base / "orders/many/m_1.py")
    await editor.settled()
    assert editor.squiggles(other) == VIEWS_SHOWN
    assert editor.messages == [], "stopping is no fault"


async def test_open_files_are_judged_while_the_rest_is_read(editor: Editor, tmp_path: Path) -> None:
    base = large(tmp_path / "shop")
    await editor.begin(base)
    views = editor.open(base / "orders/views.py")
    await editor.until(lambda: editor.squiggles(views) == VIEWS_SHOWN)
    editor.change(views, (None, "from billing.models import Invoice\n"))
    await editor.until(lambda: editor.codes(views) == ["forbidden-edge"])
    await editor.indexed(1)
    assert editor.squiggles(views) == VIEWS_SHOWN[:1], "what was typed meanwhile counts"


async def test_a_client_without_a_bar_is_sent_none(editor: Editor, tmp_path: Path) -> None:
    await editor.ready(shop(tmp_path / "shop"), can=able.pushed(progress=False))
    assert editor.progress_reports == {}


def test_a_client_that_refuses_the_bar_gets_its_diagnostics(env: dict[str, str], tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    raw = Raw(env)
    try:
        able_to = {"window": {"workDoneProgress": True}}
        raw.request("initialize", {"processId": None, "rootUri": base.as_uri(), "capabilities": able_to})
        raw.notify("initialized", {})
        asked = raw.until(lambda it: it.get("method") == "window/workDoneProgress/create")
        raw.message({"jsonrpc": "2.0", "id": asked["id"], "error": {"code": -32601, "message": "no bars here"}})
        raw.until(lambda it: it.get("method") == "textDocument/publishDiagnostics")
        assert not any(it.get("method") == "$/progress" for it in raw.messages)
    finally:
        raw.kill()
