"""Files change outside the editor."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types as t

from e2e import capabilities as able
from e2e.editor import Editor
from e2e.projects import RECEIPTS_SHOWN, RULES, VIEWS, VIEWS_SHOWN, shop, write

Start = Callable[[], Awaitable[Editor]]
IMPORT = "from billing.models import Invoice\n"


def create(base: Path, editor: Editor) -> None:
    write(base, {"orders/fresh.py": IMPORT})
    editor.watched(created=[base / "orders/fresh.py"])


def change(base: Path, editor: Editor) -> None:
    write(base, {"orders/empty.py": IMPORT, "orders/views.py": "x = 1\n"})
    editor.watched(changed=[base / "orders/empty.py", base / "orders/views.py"])


def delete(base: Path, editor: Editor) -> None:
    (base / "orders/views.py").unlink()
    editor.watched(deleted=[base / "orders/views.py"])


def rename(base: Path, editor: Editor) -> None:
    (base / "orders/views.py").rename(base / "orders/pages.py")
    editor.watched(created=[base / "orders/pages.py"], deleted=[base / "orders/views.py"])


def create_a_folder(base: Path, editor: Editor) -> None:
    write(base, {"orders/later/__init__.py": "", "orders/later/down/fresh.py": IMPORT})
    editor.watched(created=[base / "orders/later"])


def rename_a_folder(base: Path, editor: Editor) -> None:
    (base / "orders/many").rename(base / "orders/more")
    editor.watched(created=[base / "orders/more"], deleted=[base / "orders/many"])


def delete_a_folder(base: Path, editor: Editor) -> None:
    shutil.rmtree(base / "orders/deep")
    editor.watched(deleted=[base / "orders/deep"])


def delete_a_whole_app(base: Path, editor: Editor) -> None:
    shutil.rmtree(base / "billing")
    editor.watched(deleted=[base / "billing"])


def move_the_model(base: Path, editor: Editor) -> None:
    (base / "billing/models.py").unlink()
    write(base, {"billing/models/__init__.py": "from .invoice import Invoice\n", "billing/models/invoice.py": MODEL})
    fresh = [base / "billing/models/__init__.py", base / "billing/models/invoice.py"]
    editor.watched(created=fresh, deleted=[base / "billing/models.py"])


def switch_the_branch(base: Path, editor: Editor) -> None:
    created, changed, deleted = [], [], []
    for number in range(30):
        path = base / f"orders/many/module_{number}.py"
        if number % 3 == 0:
            path.unlink()
            deleted.append(path)
        elif number % 3 == 1:
            path.write_text(f"# {number}\n{IMPORT}")
            changed.append(path)
        else:
            path = base / f"orders/other/module_{number}.py"
            write(base, {f"orders/other/module_{number}.py": VIEWS})
            created.append(path)
    (base / "rules.yaml").write_text(RULES.replace("intent: forbidden", "intent: tech-debt"))
    editor.watched(created, [*changed, base / "rules.yaml"], deleted)


MODEL = "from django.db import models\n\n\nclass Invoice(models.Model):\n    pass\n"
CASES = (
    create,
    change,
    delete,
    rename,
    create_a_folder,
    rename_a_folder,
    delete_a_folder,
    delete_a_whole_app,
    move_the_model,
    switch_the_branch,
)


async def test_what_happens_on_disk_is_shown_as_if_the_editor_had_just_started(
    editor: Editor, another: Start, tmp_path: Path
) -> None:
    bases = {happens: shop(tmp_path / happens.__name__) for happens in CASES}
    for base in bases.values():
        write(base, {"orders/deep/__init__.py": "", "orders/deep/down/page.py": VIEWS})
        write(base, {f"orders/many/module_{number}.py": IMPORT for number in range(30)})
    await editor.ready(*bases.values())
    before = editor.everything()
    for happens, base in bases.items():
        happens(base, editor)
    await editor.settled()
    fresh = await another()
    await fresh.ready(*bases.values())
    for happens, base in bases.items():
        shown, wanted, old = (_below(base, it) for it in (editor.everything(), fresh.everything(), before))
        assert shown == wanted, happens.__name__
        assert shown != old, f"{happens.__name__} changed nothing"


def _below(base: Path, shown: dict[Path, list[t.Diagnostic]]) -> dict[Path, list[t.Diagnostic]]:
    return {path: found for path, found in shown.items() if path.is_relative_to(base)}


async def test_the_client_is_asked_to_watch_sources_and_rules(editor: Editor, tmp_path: Path) -> None:
    await editor.ready(shop(tmp_path / "shop"))
    await editor.until(lambda: editor.registered)
    (registration,) = editor.registered
    assert registration.method == t.WORKSPACE_DID_CHANGE_WATCHED_FILES
    options = str(registration.register_options)
    assert "**/*.py" in options
    assert "**/rules.yaml" in options


async def test_a_change_on_disk_does_not_touch_what_is_typed(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views, rules = editor.open(base / "orders/views.py"), editor.open(base / "rules.yaml")
    editor.change(views, (None, IMPORT))
    views.write_text("x = 1\n")
    rules.write_text("version: 1\n")
    editor.watched(changed=[views, rules])
    await editor.settled()
    assert editor.squiggles(views) == [("forbidden-edge", "Invoice")]
    editor.close(views)
    editor.close(rules)
    await editor.settled()
    assert editor.squiggles(views) == []
    assert editor.squiggles(base / "orders/receipts.py") == RECEIPTS_SHOWN


async def test_a_file_deleted_while_open_is_judged_until_it_is_closed(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    text = editor.text(views)
    views.unlink()
    editor.watched(deleted=[views])
    await editor.settled()
    assert editor.text(views) == text
    assert editor.squiggles(views) == VIEWS_SHOWN
    editor.close(views)
    await editor.settled()
    assert editor.shown(views) == []


async def test_files_outside_the_project_and_unknown_files_do_no_harm(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    before = editor.everything()
    write(tmp_path, {"elsewhere/a.py": IMPORT, "shop/.venv/lib/a.py": IMPORT, "shop/notes.txt": "a"})
    gone = [base / "orders/never.py", base / "never"]
    editor.watched([tmp_path / "elsewhere/a.py", base / ".venv/lib/a.py", base / "notes.txt"], deleted=gone)
    await editor.settled()
    assert editor.everything() == before


async def test_a_client_that_cannot_watch_still_sees_changes_on_disk(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pushed(watches=False))
    assert editor.registered == []
    fresh, views, rules = base / "orders/later/fresh.py", base / "orders/views.py", base / "rules.yaml"
    number = 0

    def appeared() -> bool:  # The watcher may start a little later than the first answer; so write until it sees it.
        nonlocal number
        number += 1
        write(base, {"orders/empty.py": f"# {number}\n{IMPORT}"})
        return bool(editor.shown(base / "orders/empty.py"))

    await editor.until(appeared)
    write(base, {"orders/later/fresh.py": IMPORT})
    await editor.until(lambda: editor.squiggles(fresh) == [("forbidden-edge", "Invoice")])
    shutil.rmtree(fresh.parent)
    views.unlink()
    await editor.until(lambda: editor.shown(fresh) == editor.shown(views) == [])
    rules.write_text(RULES.replace("intent: forbidden", "intent: intentional"))
    await editor.until(lambda: editor.shown(base / "orders/empty.py") == [])


async def test_a_manage_py_that_comes_later_makes_it_a_project(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", manage=None)
    await editor.ready(base)
    shop(base)
    editor.watched(created=[base / "manage.py"])
    await editor.settled()
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN


async def test_a_file_renamed_in_the_editor_leaves_nothing_at_its_old_name(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    old, new = editor.open(base / "orders/views.py"), base / "orders/pages.py"
    typed = f"{VIEWS}{IMPORT}"
    editor.change(old, (None, typed))
    await editor.settled()
    assert len(editor.codes(old)) == 3

    old.rename(new)
    editor.close(old)
    editor.open(new, typed, version=7)
    editor.watched(created=[new], deleted=[old])
    await editor.settled()
    assert editor.shown(old) == []
    assert len(editor.codes(new)) == 3

    new.rename(old)  # And back, in the other order: the watcher is first.
    editor.watched(created=[old], deleted=[new])
    editor.close(new)
    editor.open(old, typed)
    await editor.settled()
    assert editor.shown(new) == []
    assert len(editor.codes(old)) == 3
    editor.close(old)
    await editor.settled()
    assert len(editor.shown(old)) == 2, "the disk has the text before it was edited"
