"""Diagnostics that the client asks for."""

from pathlib import Path

from lsprotocol import types as t

from e2e import capabilities as able
from e2e.editor import Editor
from e2e.projects import RECEIPTS_SHOWN, RULES_SHOWN, VIEWS_SHOWN, shop

FULL, UNCHANGED = t.DocumentDiagnosticReportKind.Full.value, t.DocumentDiagnosticReportKind.Unchanged.value


async def test_an_open_file_is_answered_in_full_then_as_unchanged(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pulled())
    views = editor.open(base / "orders/views.py")
    first = await editor.pull(views)
    assert first.kind == FULL
    assert editor.underlined(views, first.items) == VIEWS_SHOWN
    again = await editor.pull(views, first.result_id)
    assert again.kind == UNCHANGED
    assert again.result_id == first.result_id
    editor.change(views, (None, "x = 1\n"))
    after = await editor.pull(views, first.result_id)
    assert after.kind == FULL
    assert after.result_id != first.result_id
    assert list(after.items) == []
    assert editor.history == [], "who asks is not told twice"


async def test_the_whole_workspace_is_answered_and_later_only_what_changed(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pulled())
    views = editor.open(base / "orders/views.py", version=4)
    first = await editor.pull_all()
    receipts, rules = base / "orders/receipts.py", base / "rules.yaml"
    assert {it.kind for it in first.values()} == {FULL}
    shown = {uri: editor.underlined(Path(uri.removeprefix("file://")), it.items) for uri, it in first.items()}
    assert shown == {views.as_uri(): VIEWS_SHOWN, receipts.as_uri(): RECEIPTS_SHOWN, rules.as_uri(): RULES_SHOWN}
    assert {uri: it.version for uri, it in first.items()} == {
        views.as_uri(): 4,
        receipts.as_uri(): None,
        rules.as_uri(): None,
    }
    known = {uri: it.result_id for uri, it in first.items()}
    assert {it.kind for it in (await editor.pull_all(known)).values()} == {UNCHANGED}
    editor.change(views, (None, "x = 1\n"))
    later = await editor.pull_all(known)
    assert later[views.as_uri()].kind == FULL
    assert list(later[views.as_uri()].items) == []
    assert later[views.as_uri()].version == 5
    assert later[receipts.as_uri()].kind == UNCHANGED
    assert editor.history == []


async def test_the_client_is_asked_to_pull_again_when_another_file_changes_the_marks(
    editor: Editor, tmp_path: Path
) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pulled())
    views, rules = editor.open(base / "orders/views.py"), editor.open(base / "rules.yaml")
    before = await editor.pull(views)
    n_asked = editor.diagnostic_refresh_count
    editor.replace(rules, "intent: forbidden", "intent: intentional")
    await editor.until(lambda: editor.diagnostic_refresh_count > n_asked)
    after = await editor.pull(views, before.result_id)
    assert editor.underlined(views, after.items) == VIEWS_SHOWN[1:]
    assert editor.history == []


async def test_typing_that_changes_only_its_own_file_asks_for_no_refresh(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pulled())
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    n_asked = editor.diagnostic_refresh_count
    for _ in range(3):
        editor.change(views, (t.Range(t.Position(0, 0), t.Position(0, 0)), "# a comment\n"))
        await editor.pull(views)
    assert editor.diagnostic_refresh_count == n_asked


async def test_a_deleted_file_is_reported_as_empty_to_who_knew_it(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pulled())
    receipts = base / "orders/receipts.py"
    known = {uri: it.result_id for uri, it in (await editor.pull_all()).items()}
    receipts.unlink()
    editor.watched(deleted=[receipts])
    later = await editor.pull_all(known)
    assert later[receipts.as_uri()].kind == FULL
    assert list(later[receipts.as_uri()].items) == []
    assert receipts.as_uri() not in await editor.pull_all()


async def test_a_client_that_is_pushed_to_is_not_offered_to_pull(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    answer = await editor.ready(base, can=able.pushed())
    assert answer.capabilities.diagnostic_provider is None
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN


async def test_a_neovim_that_cannot_be_told_to_pull_again_is_pushed_to(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    can = able.pulled(refreshes=False)
    answer = await editor.ready(base, can=can, client_info=t.ClientInfo("Neovim", "0.11.4"))
    assert answer.capabilities.diagnostic_provider is None
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN
