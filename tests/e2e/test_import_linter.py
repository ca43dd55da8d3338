"""The contracts of import-linter in a running editor: in the imports they forbid, and in the file that states them."""

from pathlib import Path

from e2e.editor import Editor, path_of
from e2e.projects import shop, write

CONFIG = """\
[importlinter]
root_packages =
    orders
    billing

[importlinter:contract:apart]
name = Orders know nothing of billing
type = forbidden
source_modules = orders
forbidden_modules = billing
"""
BROKEN = [("contract-broken", "Invoice")]


async def test_an_unsaved_change_of_the_contracts_is_seen_in_other_files_at_once(
    editor: Editor, tmp_path: Path
) -> None:
    base = write(shop(tmp_path / "shop", rules=None), {".importlinter": CONFIG})
    await editor.ready(base)
    views, config = editor.open(base / "orders/views.py"), editor.open(base / ".importlinter")
    await editor.settled()
    assert editor.squiggles(views) == BROKEN
    related = editor.shown(views)[0].related_information or ()
    assert path_of(related[0].location.uri) == config
    assert related[0].location.range.start.line == 5
    editor.replace(config, "source_modules = orders", "source_modules = billing")
    await editor.settled()
    assert editor.squiggles(views) == []
    assert editor.squiggles(config) == []
    editor.close(config)
    await editor.settled()
    assert editor.squiggles(views) == BROKEN, "what was not saved does not count any more"


async def test_every_state_of_a_contract_that_is_typed_is_survived(editor: Editor, tmp_path: Path) -> None:
    base = write(shop(tmp_path / "shop", rules=None), {".importlinter": "[importlinter]\nroot_package = orders\n"})
    await editor.ready(base)
    views, config = editor.open(base / "orders/views.py"), editor.open(base / ".importlinter")
    for number in range(0, len(CONFIG) + 1, 11):
        editor.change(config, (None, CONFIG[:number]))
        await editor.settled()
    editor.change(config, (None, CONFIG))
    await editor.settled()
    assert editor.squiggles(views) == BROKEN
    assert editor.squiggles(config) == []


async def test_an_import_that_is_typed_breaks_a_contract(editor: Editor, tmp_path: Path) -> None:
    base = write(shop(tmp_path / "shop", rules=None), {".importlinter": CONFIG})
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    editor.change(views, (None, "from billing import models\n"))
    await editor.settled()
    assert editor.squiggles(views) == [("contract-broken", "models")]
    editor.change(views, (None, "from orders import models\n"))
    await editor.settled()
    assert editor.squiggles(views) == []


async def test_contracts_on_disk_come_change_and_go(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=None)
    await editor.ready(base)
    views, config = base / "orders/views.py", base / ".importlinter"
    assert editor.marked() == []
    config.write_text(CONFIG)
    editor.watched(created=[config])
    await editor.settled()
    assert editor.squiggles(views) == BROKEN
    config.write_text(CONFIG.replace("    orders\n", "    orders\n    orderz\n"))
    editor.watched(changed=[config])
    await editor.settled()
    assert editor.squiggles(config) == [("invalid-rules", "orderz")]
    config.unlink()
    editor.watched(deleted=[config])
    await editor.settled()
    assert editor.marked() == []


async def test_contracts_in_pyproject_above_the_project(editor: Editor, tmp_path: Path) -> None:
    text = (
        '[tool.importlinter]\nroot_packages = ["orders", "billing"]\n\n[[tool.importlinter.contracts]]\n'
        'name = "Apart"\ntype = "independence"\nmodules = ["orders", "billing"]\n'
    )
    repository = write(tmp_path / "repository", {".git/HEAD": "", "pyproject.toml": text})
    base = shop(repository / "backend", rules=None)
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    assert editor.squiggles(views) == BROKEN
    config = editor.open(repository / "pyproject.toml")
    editor.change(config, (None, text.replace('"independence"', '"independenc"')))
    await editor.settled()
    assert editor.squiggles(views) == []
    assert editor.squiggles(config) == [("invalid-rules", "independenc")]


async def test_a_way_around_leads_to_each_of_its_imports(editor: Editor, tmp_path: Path) -> None:
    more = {
        ".importlinter": CONFIG.replace("    billing\n", "    billing\n    tools\n"),
        "tools/__init__.py": "import billing.models\n",
        "orders/views.py": "import tools\n",
        "orders/receipts.py": "",
    }
    base = write(shop(tmp_path / "shop", rules=None), more)
    await editor.ready(base)
    config = editor.open(base / ".importlinter")
    await editor.settled()
    (found,) = editor.shown(config)
    assert "orders.views → tools → billing.models" in found.message
    assert [path_of(it.location.uri) for it in found.related_information or ()] == [
        base / "orders/views.py",
        base / "tools/__init__.py",
    ]
    tools = editor.open(base / "tools/__init__.py")
    editor.change(tools, (None, "import os\n"))
    await editor.settled()
    assert editor.shown(config) == []
