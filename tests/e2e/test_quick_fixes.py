"""Code actions, and the files they leave."""

import ast
from pathlib import Path

from lsprotocol import types as t
from pytest_lsp import client_capabilities

from e2e import capabilities as able
from e2e import texts
from e2e.editor import Editor, path_of
from e2e.projects import RECEIPTS_SHOWN, RULES, shop

QUERY = "Invoice.objects.filter"


def named(actions: list[t.CodeAction], words: str) -> t.CodeAction:
    """The one action whose title has these words."""
    found = [it for it in actions if words in it.title]
    assert len(found) == 1, f"{words!r} is in {len(found)} of {[it.title for it in actions]}"
    return found[0]


async def test_a_query_is_replaced_by_the_service_and_the_squiggles_vanish(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py", version=5)
    await editor.settled()
    action = named(await editor.actions(views, QUERY), "get_invoice")
    assert action.is_preferred
    assert action.kind == t.CodeActionKind.QuickFix
    assert [it.code for it in action.diagnostics or ()] == ["tech-debt"]
    assert action.edit is not None
    editor.apply(action.edit)
    assert ast.dump(ast.parse(editor.text(views))) == ast.dump(
        ast.parse(
            "from billing.services import get_invoice\ndef show(request, number):\n    return get_invoice(number)\n"
        )
    )
    await editor.settled()
    assert editor.squiggles(views) == []
    assert "services" in await editor.hover(views, "get_invoice")


async def test_a_missing_service_module_is_created(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", billing__services=None)
    await editor.ready(base)
    views, services = editor.open(base / "orders/views.py"), base / "billing/services.py"
    await editor.settled()
    action = named(await editor.actions(views, QUERY), "get_invoice")
    assert action.edit is not None
    operations = list(action.edit.document_changes or ())
    created = [number for number, it in enumerate(operations) if isinstance(it, t.CreateFile)]
    assert len(created) == 1
    creation, filling = operations[created[0]], operations[created[0] + 1]
    assert isinstance(creation, t.CreateFile)
    assert path_of(creation.uri) == services
    assert isinstance(filling, t.TextDocumentEdit)
    assert filling.text_document.uri == creation.uri
    assert filling.text_document.version is None
    editor.apply(action.edit)
    await editor.settled()
    ast.parse(editor.text(services))
    assert "def get_invoice(number: str)" in editor.text(services)
    assert editor.squiggles(views) == []
    assert editor.squiggles(services) == []


async def test_a_missing_service_function_is_written_below_the_others(editor: Editor, tmp_path: Path) -> None:
    old = '"""Services."""\n\n\ndef other():\n    return 1\n'
    base = shop(tmp_path / "shop", billing__services=old)
    await editor.ready(base)
    views, services = editor.open(base / "orders/views.py"), base / "billing/services.py"
    await editor.settled()
    action = named(await editor.actions(views, QUERY), "get_invoice")
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    tree = ast.parse(editor.text(services))
    assert [it.name for it in tree.body if isinstance(it, ast.FunctionDef)] == ["other", "get_invoice"]
    assert editor.squiggles(views) == []
    assert editor.squiggles(services) == []


async def test_an_edge_is_approved_in_the_rules_with_the_cursor_on_the_reason(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    receipts, rules = editor.open(base / "orders/receipts.py"), base / "rules.yaml"
    await editor.settled()
    action = named(await editor.actions(receipts, "Receipt"), "Approve as intentional")
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    assert editor.squiggles(receipts) == []
    assert editor.squiggles(rules)[1:] == [("reason-missing", "TODO say why")]
    assert [code for code, _ in editor.squiggles(rules)][:1] == ["stale-rule"], "as before"
    assert "intentional" in await editor.hover(receipts, "Receipt")
    assert editor.text(rules).startswith(RULES), "nothing else was touched"
    assert rules.read_text() == RULES, "saving is up to the user"

    assert action.command is not None
    assert editor.answer is not None
    assert editor.answer.capabilities.execute_command_provider is not None
    assert action.command.command in editor.answer.capabilities.execute_command_provider.commands
    await editor.workspace_execute_command_async(
        t.ExecuteCommandParams(action.command.command, action.command.arguments)
    )
    shown = editor.shown_documents[-1]
    assert path_of(shown.uri) == rules
    assert shown.selection is not None
    assert texts.slice_of(editor.text(rules), shown.selection, editor.encoding) == "TODO say why"


async def test_approving_what_the_rules_buffer_says_unsaved_keeps_what_was_typed(
    editor: Editor, tmp_path: Path
) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    receipts, rules = editor.open(base / "orders/receipts.py"), editor.open(base / "rules.yaml", version=3)
    editor.change(rules, (None, "# mine\n" + editor.text(rules) + "# the end\n"))
    await editor.settled()
    action = named(await editor.actions(receipts, "Receipt"), "Record as tech debt")
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    assert editor.text(rules).startswith("# mine\nversion: 1\n")
    assert editor.text(rules).endswith("# the end\n")
    assert [code for code, _ in editor.squiggles(receipts)] == ["tech-debt"]


async def test_a_line_is_silenced_with_a_reason(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    receipts = editor.open(base / "orders/receipts.py")
    await editor.settled()
    action = named(await editor.actions(receipts, "Receipt"), "Ignore")
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    assert "# coupling: ignore[undeclared-edge]" in editor.text(receipts)
    assert editor.squiggles(receipts) == [("reason-missing", "TODO say why")]
    editor.change(receipts, (None, editor.text(receipts).replace("TODO say why", "goes in spring")))
    await editor.settled()
    assert editor.squiggles(receipts) == []


async def test_only_the_kinds_asked_for_are_offered(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    every = [it.title for it in await editor.actions(views, QUERY)]
    assert every
    for only in ([t.CodeActionKind.QuickFix], ["refactor", "quickfix"]):
        assert [it.title for it in await editor.actions(views, QUERY, only)] == every
    for only in ([t.CodeActionKind.Refactor], ["source.fixAll.other"], ["quickfix.other"], ["quick"]):
        assert await editor.actions(views, QUERY, only) == []
    assert await editor.actions(views, "def show") == [], "nothing is wrong there"


async def test_edits_name_the_version_of_open_files_where_the_client_knows_versions(
    editor: Editor, tmp_path: Path
) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py", version=41)
    editor.change(views, (None, editor.text(views) + "# more\n"))
    for action in await editor.actions(views, QUERY):
        assert action.edit is not None
        assert action.edit.changes is None
        for it in action.edit.document_changes or ():
            assert isinstance(it, t.TextDocumentEdit)
            path = path_of(it.text_document.uri)
            assert it.text_document.version == (42 if path == views else None)


async def test_edits_are_plain_changes_where_the_client_knows_no_versions(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pushed(document_changes=False))
    receipts = editor.open(base / "orders/receipts.py")
    actions = await editor.actions(receipts, "Receipt")
    assert actions
    assert [it.edit.document_changes if it.edit else "no edit" for it in actions] == [None] * len(actions)
    action = named(actions, "Approve as intentional")
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    assert editor.squiggles(receipts) == []


async def test_neovim_can_apply_every_fix(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", billing__services=None)
    await editor.ready(base, can=client_capabilities("neovim"), client_info=t.ClientInfo("Neovim"))
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    action = named(await editor.actions(views, QUERY), "get_invoice")
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    assert editor.squiggles(views) == []
    assert "def get_invoice" in editor.text(base / "billing/services.py")


async def test_what_is_shown_stays_until_the_edit_is_made(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    receipts = editor.open(base / "orders/receipts.py")
    assert await editor.actions(receipts, "Receipt")
    await editor.settled()
    assert editor.squiggles(receipts) == RECEIPTS_SHOWN
    assert "Receipt" not in (base / "rules.yaml").read_text()


async def test_all_queries_of_a_file_are_fixed_at_once_where_that_is_asked_for(editor: Editor, tmp_path: Path) -> None:
    views_text = (
        "from billing.models import Invoice\n\n\ndef show(request, number):\n"
        "    return Invoice.objects.filter(number=number).first()\n\n\ndef again(number):\n"
        "    return Invoice.objects.filter(number=number).first()\n"
    )
    base = shop(tmp_path / "shop", billing__services=None, orders__views=views_text)
    await editor.ready(base)
    views, services = editor.open(base / "orders/views.py"), base / "billing/services.py"
    await editor.settled()
    assert [it for it in await editor.actions(views, QUERY) if it.kind == "source.fixAll.coupling"] == []
    (action,) = await editor.actions(views, "def show", only=["source.fixAll"])
    assert (action.title, action.kind) == ("Fix 2 findings by calls of services", "source.fixAll.coupling")
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    assert "Invoice" not in editor.text(views)
    assert editor.text(services).count("def get_invoice") == 1
    assert editor.squiggles(views) == []
    assert await editor.actions(views, "def show", only=["source.fixAll"]) == []


async def test_why_no_fix_is_offered_is_in_the_log_once(editor: Editor, tmp_path: Path) -> None:
    views_text = (
        "from billing.models import Invoice\n\n\ndef show(request, get_invoice):\n"
        "    return Invoice.objects.filter(number=get_invoice).first()\n"
    )
    base = shop(tmp_path / "shop", orders__views=views_text)
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    for _ in range(2):
        assert not any("get_invoice" in it.title for it in await editor.actions(views, QUERY))
    reasons = [it.message for it in editor.log_messages if "No service" in it.message]
    assert reasons == [
        "No service can take the query at orders/views.py:5:12: `get_invoice` is the name of something else here"
    ]


async def test_a_refactoring_of_an_edge_is_offered_by_its_kind(editor: Editor, tmp_path: Path) -> None:
    models_text = (
        "from django.db import models\n\nfrom billing.models import Invoice\n\n\nclass Order(models.Model):\n"
        "    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)\n"
    )
    base = shop(tmp_path / "shop", orders__models=models_text)
    await editor.ready(base)
    models = editor.open(base / "orders/models.py")
    await editor.settled()
    assert await editor.actions(models, "class Order", only=["refactor"]) == []
    assert await editor.actions(models, "Invoice, on", only=["refactor.extract"]) == []
    (action,) = await editor.actions(models, "Invoice, on", only=["refactor.rewrite"])
    assert (action.title, action.kind) == ('Name Invoice by the string "billing.Invoice"', "refactor.rewrite")
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    assert "billing.models" not in editor.text(models)
    assert editor.squiggles(models) == []
    assert await editor.actions(models, "billing.Invoice", only=["refactor"]) == []


UNRULED = "from billing.models import Invoice\n\n\ndef show():\n    return Invoice.objects.count()\n"


async def test_a_query_moves_by_a_refactoring_and_the_new_name_is_selected(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__views=UNRULED)
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    action = named(await editor.actions(views, "Invoice.objects", only=["refactor.extract"]), "count_invoices")
    assert action.kind == t.CodeActionKind.RefactorExtract
    assert action.edit is not None
    editor.apply(action.edit)
    assert editor.text(views) == (
        "from billing.services import count_invoices\n\n\ndef show():\n    return count_invoices()\n"
    )
    assert "def count_invoices() -> int:" in editor.text(base / "billing/services.py")
    assert action.command is not None
    assert list(action.command.arguments or ()) == [views.as_uri(), 4, 11, 4, 25]
    assert await editor.actions(views, "count_invoices()", only=["refactor.rewrite", "quickfix"]) == []


def asked_to_apply(editor: Editor) -> list[t.ApplyWorkspaceEditParams]:
    """What the server asks the editor to apply from now on; it is applied."""
    asked: list[t.ApplyWorkspaceEditParams] = []

    @editor.feature(t.WORKSPACE_APPLY_EDIT)
    def _apply(params: t.ApplyWorkspaceEditParams) -> t.ApplyWorkspaceEditResult:
        asked.append(params)
        editor.apply(params.edit)
        return t.ApplyWorkspaceEditResult(applied=True)

    return asked


async def test_commands_fix_a_file_or_the_workspace_after_a_preview(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__other=UNRULED)
    asked = asked_to_apply(editor)
    await editor.ready(base, can=able.confirming())
    views, other = editor.open(base / "orders/views.py"), base / "orders/other.py"
    await editor.settled()
    await editor.workspace_execute_command_async(t.ExecuteCommandParams("coupling.fixFile", [views.as_uri()]))
    assert asked[0].label == "Fix 1 finding by calls of services"
    annotations = asked[0].edit.change_annotations or {}
    assert [(it.label, it.needs_confirmation) for it in annotations.values()] == [(asked[0].label, True)]
    assert "get_invoice(number)" in editor.text(views)
    await editor.settled()
    await editor.workspace_execute_command_async(t.ExecuteCommandParams("coupling.fixWorkspace", []))
    assert len(asked) == 1
    assert [it.message for it in editor.messages] == ["1 query left; the log says why"]
    await editor.workspace_execute_command_async(t.ExecuteCommandParams("coupling.moveQueries", []))
    assert asked[1].label == "Move 1 query into services"
    assert "count_invoices()" in editor.text(other)


async def test_a_client_without_previews_gets_plain_edits(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    asked = asked_to_apply(editor)
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    await editor.workspace_execute_command_async(t.ExecuteCommandParams("coupling.moveQueriesOfFile", [views.as_uri()]))
    assert asked[0].edit.change_annotations is None
    assert "get_invoice(number)" in editor.text(views)


async def test_a_query_in_a_loop_says_so(editor: Editor, tmp_path: Path) -> None:
    loops = (
        "from billing.models import Invoice\n\n\ndef show(numbers):\n"
        "    for number in Invoice.objects.all():\n        Invoice.objects.get(pk=number)\n"
        "    return [Invoice.objects.get(number=it) for it in Invoice.objects.exclude(pk=1)]\n"
    )
    base = shop(tmp_path / "shop", orders__views=loops)
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    told = []
    for call in ("all()", "get(pk", "get(number", "exclude"):
        (action,) = await editor.actions(views, f"Invoice.objects.{call}", only=["refactor.extract"])
        told.append("for each item of the loop" in action.title)
    assert told == [False, True, True, False]
