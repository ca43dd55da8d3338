"""Several workspace folders, and several Django projects in one."""

from pathlib import Path

from lsprotocol import types as t

from e2e import capabilities as able
from e2e.editor import Editor, path_of
from e2e.projects import RECEIPTS_SHOWN, RULES, RULES_SHOWN, VIEWS_SHOWN, shop, write

ALLOWED = RULES.replace("intent: forbidden", "intent: intentional")
IMPORT = "from billing.models import Invoice\n"


def move(editor: Editor, added: tuple[Path, ...] = (), removed: tuple[Path, ...] = ()) -> None:
    """Add folders to the workspace and remove others."""
    events = ([t.WorkspaceFolder(it.as_uri(), it.name) for it in paths] for paths in (added, removed))
    editor.workspace_did_change_workspace_folders(
        t.DidChangeWorkspaceFoldersParams(t.WorkspaceFoldersChangeEvent(*events))
    )


async def test_each_folder_has_its_own_rules(editor: Editor, tmp_path: Path) -> None:
    one, two = shop(tmp_path / "one"), shop(tmp_path / "two words", rules=ALLOWED)
    await editor.ready(one, two)
    assert editor.squiggles(one / "orders/views.py") == VIEWS_SHOWN
    assert editor.squiggles(two / "orders/views.py") == VIEWS_SHOWN[1:]
    views = editor.open(two / "orders/views.py")
    assert "intentional" in await editor.hover(views, "Invoice")


async def test_two_projects_in_one_folder_have_their_own_apps_and_rules(editor: Editor, tmp_path: Path) -> None:
    base = tmp_path / "mono"
    one, two, three = shop(base / "one"), shop(base / "two", rules=ALLOWED), shop(base / "three", rules=None)
    await editor.ready(base)
    assert editor.squiggles(one / "orders/views.py") == VIEWS_SHOWN
    assert editor.squiggles(two / "orders/views.py") == VIEWS_SHOWN[1:]
    assert editor.shown(three / "orders/views.py") == []
    rules = editor.open(one / "rules.yaml")
    editor.change(rules, (None, ALLOWED))
    await editor.settled()
    assert editor.squiggles(one / "orders/views.py") == VIEWS_SHOWN[1:]
    models = editor.open(two / "billing/models.py")
    assert "1 app depends" in await editor.hover(models, "Invoice"), "the other projects are not counted"


async def test_projects_that_share_rules_do_not_call_each_others_rules_stale(editor: Editor, tmp_path: Path) -> None:
    base = tmp_path / "mono"
    one = shop(base / "one", rules=None)
    two = shop(base / "two", rules=None, orders__views=None, orders__user="from billing import services\n")
    (base / "rules.yaml").write_text(RULES)
    await editor.ready(base)
    assert editor.squiggles(one / "orders/views.py") == VIEWS_SHOWN
    assert editor.squiggles(two / "orders/receipts.py") == RECEIPTS_SHOWN
    assert editor.shown(base / "rules.yaml") == [], "every rule is used by one of the two"


async def test_a_folder_that_is_added_is_read_and_one_that_is_removed_is_cleared(
    editor: Editor, tmp_path: Path
) -> None:
    one, two = shop(tmp_path / "one"), shop(tmp_path / "two")
    await editor.ready(one)
    move(editor, added=(two,))
    await editor.indexed(2)
    assert editor.squiggles(two / "orders/views.py") == VIEWS_SHOWN
    move(editor, removed=(one,))
    await editor.until(lambda: not any(path.is_relative_to(one) for path in editor.marked()))
    assert editor.squiggles(two / "orders/views.py") == VIEWS_SHOWN
    assert editor.squiggles(two / "rules.yaml") == RULES_SHOWN
    editor.watched(changed=[one / "orders/views.py"])
    await editor.settled()
    assert not any(path.is_relative_to(one) for path in editor.marked())
    move(editor, added=(one,))
    await editor.indexed(3)
    assert editor.squiggles(one / "orders/views.py") == VIEWS_SHOWN


async def test_a_removed_folder_is_cleared_in_open_files_too(editor: Editor, tmp_path: Path) -> None:
    one, two = shop(tmp_path / "one"), shop(tmp_path / "two")
    await editor.ready(one, two)
    views = editor.open(one / "orders/views.py")
    await editor.settled()
    move(editor, removed=(one,))
    await editor.until(lambda: editor.shown(one / "orders/receipts.py") == [])
    await editor.until(lambda: editor.shown(views) == [])
    assert await editor.hover(views, "Invoice") == ""


async def test_a_folder_removed_while_a_change_is_worked_out_stays_cleared(editor: Editor, tmp_path: Path) -> None:
    one, two = shop(tmp_path / "one"), shop(tmp_path / "two")
    many = [one / f"orders/module_{number}.py" for number in range(100)]
    await editor.ready(one, two)
    for path in many:
        path.write_text(IMPORT)
    editor.watched(created=many)
    move(editor, removed=(one,))
    await editor.until(lambda: editor.shown(one / "orders/views.py") == [])
    await editor.settled()
    assert not any(path.is_relative_to(one) for path in editor.marked())


async def test_a_folder_removed_while_it_is_read_stays_away(editor: Editor, tmp_path: Path) -> None:
    one, two = shop(tmp_path / "one"), shop(tmp_path / "two")
    write(two, {f"orders/module_{number}.py": IMPORT for number in range(100)})
    await editor.ready(one)
    move(editor, added=(two,))
    move(editor, removed=(two,))
    move(editor, removed=(one,))
    move(editor, added=(one,))
    await editor.until(lambda: sum(f"in {one.name}," in it.message for it in editor.log_messages) == 2)
    await editor.settled()
    assert not any(path.is_relative_to(two) for path in editor.marked())
    views = editor.open(two / "orders/views.py")
    assert await editor.hover(views, "Invoice") == ""
    assert editor.squiggles(one / "orders/views.py") == VIEWS_SHOWN


async def test_a_removed_folder_is_gone_from_what_can_be_pulled(editor: Editor, tmp_path: Path) -> None:
    one, two = shop(tmp_path / "one"), shop(tmp_path / "two")
    await editor.ready(one, two, can=able.pulled())
    views = editor.open(one / "orders/views.py")
    known = {uri: it.result_id for uri, it in (await editor.pull_all()).items()}
    move(editor, removed=(one,))
    await editor.settled()
    later = await editor.pull_all(known)
    shown = {path_of(uri) for uri, it in later.items() if it.kind == "unchanged" or it.items}
    assert not any(path.is_relative_to(one) for path in shown)
    assert list((await editor.pull(views)).items) == []


async def test_a_folder_inside_another_is_shown_once(editor: Editor, tmp_path: Path) -> None:
    base = tmp_path / "mono"
    one, two = shop(base / "one"), shop(base / "two")
    await editor.ready(base, one)
    views = editor.open(one / "orders/views.py")
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN
    editor.change(views, (None, IMPORT))
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN[:1]
    move(editor, removed=(one,))
    await editor.settled()
    editor.close(views)
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN, "the outer folder still has it"
    assert editor.squiggles(two / "orders/views.py") == VIEWS_SHOWN


async def test_an_added_folder_is_watched_where_the_client_cannot_watch(editor: Editor, tmp_path: Path) -> None:
    one, two = shop(tmp_path / "one"), shop(tmp_path / "two")
    await editor.ready(one, can=able.pushed(watches=False))
    move(editor, added=(two,))
    await editor.indexed(2)
    number = 0

    def appeared() -> bool:
        nonlocal number
        number += 1
        (two / "orders/empty.py").write_text(f"# {number}\n{IMPORT}")
        return bool(editor.shown(two / "orders/empty.py"))

    await editor.until(appeared)


def repository(base: Path) -> tuple[Path, Path]:
    """A repository with the shop in one folder, and the app of its invoices in another."""
    project = shop(base / "shop")
    library = base / "libs/acme-billing/src"
    library.mkdir(parents=True)
    (project / "billing").rename(library / "billing")
    (base / ".git").mkdir()
    return project, library


async def test_what_a_project_installs_from_elsewhere_in_the_repository_is_read(editor: Editor, tmp_path: Path) -> None:
    project, library = repository(tmp_path / "mono")
    await editor.ready(project)
    assert editor.squiggles(project / "orders/views.py") == VIEWS_SHOWN
    models = editor.open(library / "billing/models.py")
    assert "1 app depends" in await editor.hover(models, "Invoice")
    views = "from orders.models import Order\n"
    (library / "billing/views.py").write_text(views)
    editor.watched(created=[library / "billing/views.py"])
    await editor.settled()
    assert editor.squiggles(library / "billing/views.py") == [("undeclared-edge", "Order")]
    editor.change(models, (None, views))
    await editor.settled()
    assert ("undeclared-edge", "Order") in editor.squiggles(models)


async def test_each_folder_of_a_repository_shows_the_same(editor: Editor, tmp_path: Path) -> None:
    project, library = repository(tmp_path / "mono")
    await editor.ready(library)
    assert editor.squiggles(project / "orders/views.py") == VIEWS_SHOWN
    assert editor.squiggles(project / "rules.yaml") == RULES_SHOWN


async def test_a_file_that_two_projects_install_is_edited_for_both(editor: Editor, tmp_path: Path) -> None:
    project, library = repository(tmp_path / "mono")
    other = shop(tmp_path / "mono/other", rules=ALLOWED)
    for path in (other / "billing").iterdir():
        path.unlink()
    (other / "billing").rmdir()
    await editor.ready(tmp_path / "mono")
    assert editor.squiggles(project / "orders/views.py") == VIEWS_SHOWN
    assert editor.squiggles(other / "orders/views.py") == VIEWS_SHOWN[1:]
    models = editor.open(library / "billing/models.py")
    editor.change(models, (None, ""))
    await editor.settled()
    assert editor.squiggles(project / "orders/views.py") == VIEWS_SHOWN[:1]
    assert editor.squiggles(other / "orders/views.py") == [], "of the model only its import is left"
