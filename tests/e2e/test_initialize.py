"""The first words of a conversation."""

from pathlib import Path

import pytest
from lsprotocol import types as t
from pytest_lsp import client_capabilities

from e2e import capabilities as able
from e2e.editor import Editor
from e2e.projects import RULES, VIEWS_SHOWN, shop

EDITORS = {
    "visual-studio-code-1.65": (lambda: client_capabilities("visual-studio-code"), "Visual Studio Code", "utf-16"),
    "neovim": (lambda: client_capabilities("neovim"), "Neovim", "utf-8"),
    "visual-studio-code": (able.pulled, "Visual Studio Code", "utf-16"),
    "an-editor-that-says-nothing": (able.bare, "Plain", "utf-16"),
}


@pytest.mark.parametrize("name", EDITORS)
async def test_every_editor_gets_squiggles_hovers_and_quick_fixes(editor: Editor, tmp_path: Path, name: str) -> None:
    capabilities, client, encoding = EDITORS[name]
    base = shop(tmp_path / "shop")
    answer = await editor.ready(base, can=capabilities(), client_info=t.ClientInfo(client))
    can = answer.capabilities
    assert answer.server_info is not None
    assert answer.server_info.name == "coupling-lsp"
    assert editor.encoding == encoding
    assert isinstance(can.text_document_sync, t.TextDocumentSyncOptions)
    assert can.text_document_sync.open_close
    assert can.text_document_sync.change == t.TextDocumentSyncKind.Incremental
    assert can.hover_provider
    assert isinstance(can.code_action_provider, t.CodeActionOptions)
    assert list(can.code_action_provider.code_action_kinds or ()) == [
        t.CodeActionKind.QuickFix,
        t.CodeActionKind.RefactorRewrite,
        t.CodeActionKind.RefactorExtract,
        "source.fixAll.coupling",
    ]
    assert can.workspace is not None
    assert can.workspace.workspace_folders is not None
    assert can.workspace.workspace_folders.supported
    assert can.workspace.workspace_folders.change_notifications

    views = editor.open(base / "orders/views.py")
    await editor.settled()
    found = (await editor.pull(views)).items if editor.pulls else editor.shown(views)
    assert editor.underlined(views, found) == VIEWS_SHOWN
    assert "orders → billing" in await editor.hover(views, "Invoice")
    assert await editor.actions(views, "Invoice.objects")
    assert editor.messages == [], "a working server does not pop up messages"


async def test_a_client_that_offers_several_encodings_gets_its_favourite(editor: Editor, tmp_path: Path) -> None:
    await editor.ready(shop(tmp_path / "shop"), can=able.pushed(("x-ebcdic", "utf-32", "utf-8", "utf-16")))
    assert editor.encoding == "utf-32"


async def test_a_file_opened_without_any_folder_is_judged_with_the_project_around_it(
    editor: Editor, tmp_path: Path
) -> None:
    base = shop(tmp_path / "shop")
    await editor.begin()
    views = editor.open(base / "orders/views.py")
    await editor.until(lambda: editor.squiggles(views) == VIEWS_SHOWN)


async def test_a_client_that_knows_only_the_root_uri_is_served(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    params = t.InitializeParams(able.bare(), root_uri=base.as_uri())
    editor.answer = await editor.initialize_session(params)
    await editor.until(lambda: editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN)


@pytest.mark.parametrize("progress", [True, False], ids=["with-a-bar", "without-a-bar"])
async def test_a_hover_asked_for_while_the_project_is_read_is_answered(
    editor: Editor, tmp_path: Path, progress: bool
) -> None:
    base = shop(tmp_path / "shop")
    await editor.begin(base, can=able.pushed(progress=progress))
    views = editor.open(base / "orders/views.py")
    assert "orders → billing" in await editor.hover(views, "Invoice")


async def test_diagnostics_pulled_while_the_project_is_read_are_complete(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.begin(base, can=able.pulled())
    views = editor.open(base / "orders/views.py")
    report = await editor.pull(views)
    assert editor.underlined(views, report.items) == VIEWS_SHOWN


async def test_a_folder_without_a_django_project_is_quiet(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    script = tmp_path / "notes/script.py"
    script.write_text("import os\n")
    await editor.ready(tmp_path / "notes")
    editor.open(script)
    assert await editor.hover(script, "os") == ""
    assert editor.marked() == []
    assert editor.messages == []


async def test_a_workspace_opened_through_a_link_is_marked_where_the_user_sees_it(
    editor: Editor, tmp_path: Path
) -> None:
    shop(tmp_path / "real")
    link = tmp_path / "link"
    link.symlink_to("real")
    await editor.ready(link)
    views = editor.open(link / "orders/views.py")
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN
    assert {path.parts[len(tmp_path.parts)] for path in editor.marked()} == {"link"}


async def test_a_rules_file_named_in_the_options_is_used(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    other = tmp_path / "team.yaml"
    other.write_text(RULES.replace("intent: forbidden", "intent: intentional"))
    await editor.ready(base, initialization_options={"rules": str(other)})
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN[1:]
    other.unlink()
    editor.watched(deleted=[other])
    views = editor.open(base / "orders/views.py")
    editor.change(views, (None, "from billing.models import Receipt\n"))
    assert "orders → billing" in await editor.hover(views, "Receipt"), "typing goes on when the file is gone"


async def test_a_rules_file_that_does_not_exist_is_told_once(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.begin(base, initialization_options={"rules": str(tmp_path / "nowhere.yaml")})
    await editor.until(lambda: editor.messages)
    await editor.settled()
    assert [it.type for it in editor.messages] == [t.MessageType.Warning]
    assert "nowhere.yaml" in editor.messages[0].message


async def test_settings_that_do_not_exist_are_told_once(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, initialization_options={"settings": "nope.settings"})
    await editor.until(lambda: editor.messages)
    models = editor.open(base / "billing/models.py")
    editor.change(models, (None, "COUNT = 1\n"))
    await editor.settled()
    (message,) = editor.messages
    assert message.type == t.MessageType.Warning
    assert message.message.startswith("There is no settings module `nope.settings`")
    assert "name a settings module of the project, such as `config.settings`" in message.message


async def test_settings_that_install_nothing_are_told_once(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", config__settings="INSTALLED_APPS = []\n")
    await editor.ready(base)
    await editor.until(lambda: editor.messages)
    await editor.settled()
    (message,) = editor.messages
    assert "`config.settings` installs no app of this project" in message.message
    assert "`project: {" in message.message


async def test_a_folder_of_apps_alone_pops_up_nothing(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=None, manage=None, config__settings=None)
    (base / "billing/apps.py").write_text(
        'from django.apps import AppConfig\n\n\nclass Billing(AppConfig):\n    name = "billing"\n'
    )
    await editor.ready(base)
    await editor.until(lambda: any("No settings module was found" in it.message for it in editor.log_messages))
    assert editor.messages == []


async def test_a_folder_without_django_pops_up_nothing(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_text("x = 1\n")
    await editor.ready(tmp_path)
    assert editor.messages == []


@pytest.mark.parametrize("options", ["text", {"rules": 5, "settings": ["a"]}], ids=str)
async def test_options_of_a_wrong_form_are_ignored(editor: Editor, tmp_path: Path, options: object) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, initialization_options=options)
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN


async def test_a_workspace_folder_that_does_not_exist_is_no_fault(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(tmp_path / "nowhere", base)
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN
    assert editor.messages == []
