"""An editor is about to rename files: the rules follow in the same edit, and nothing becomes stale."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lsprotocol import types as t

from e2e import capabilities as able
from e2e import texts
from e2e.editor import Editor
from e2e.projects import shop
from e2e.rawclient import Message, Raw

Start = Callable[[], Awaitable[Editor]]

CAN: dict[str, Any] = {
    "workspace": {"fileOperations": {"willRename": True}, "workspaceEdit": {"documentChanges": True}},
    "textDocument": {"publishDiagnostics": {}},
}
HEAD = "version: 1\n\n# 🎉 What billing offers\n"
RULES = (
    f"{HEAD}apps: {{billing: {{services: [billing.services]}}}}  # é\n"
    "contracts: [{id: apart, type: forbidden, from: [billing], to: [orders], why: So.}]\n"
    "edges:\n"
    "  - {id: key, from: orders.Order.invoice, to: billing.Invoice, intent: intentional, why: Paid by it.}\n"
    "  - id: lookup\n"
    '    from: "orders.views"   # the shop\n'
    "    to: [billing.Invoice]\n"
    "    intent: tech-debt\n"
    "    why: It looks an invoice up by itself.\n"
    "    fix:\n"
    "      advice: Ask billing.\n"
    "      replace: Invoice.objects.filter(number=$N).first()\n"
    "      with: billing.services.get_invoice($N)\n"
    "  - {id: receipts, from: orders, to: 'billing.models.Receipt', intent: intentional, why: Printed.}\n"
)
FOLLOWED = (
    RULES.replace("billing: {services: [billing.", "ledger: {services: [ledger.")
    .replace("[billing]", "[ledger]")
    .replace("to: billing.", "to: ledger.")
    .replace("to: [billing.", "to: [ledger.")
    .replace("'billing.", "'ledger.")
    .replace("with: billing.", "with: ledger.")
)


def rename(server: Raw, *pairs: tuple[Path, Path]) -> Message:
    files = [{"oldUri": old.as_uri(), "newUri": new.as_uri()} for old, new in pairs]
    return server.request("workspace/willRenameFiles", {"files": files})


def apply(edit: Any) -> None:
    """Do what an edit says to files that no editor has open."""
    for change in edit["documentChanges"]:
        path = Path(change["textDocument"]["uri"].removeprefix("file://"))
        edits = [
            t.TextEdit(t.Range(t.Position(**it["range"]["start"]), t.Position(**it["range"]["end"])), it["newText"])
            for it in change["edits"]
        ]
        path.write_text(texts.edited(path.read_text(), edits, "utf-16"))


def rename_billing(base: Path) -> None:
    """Rename the app on disk, and its name in all sources, as another server does."""
    (base / "billing").rename(base / "ledger")
    for path in base.rglob("*.py"):
        path.write_text(path.read_text().replace("billing", "ledger"))


def codes(server: Raw, path: Path) -> list[list[str]]:
    """The codes of each list of diagnostics that was sent for a file."""
    sent = [it["params"] for it in server.messages if it.get("method") == "textDocument/publishDiagnostics"]
    return [[it["code"] for it in params["diagnostics"]] for params in sent if params["uri"] == path.as_uri()]


def test_an_app_is_renamed_and_nothing_becomes_stale(env: dict[str, str], tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=RULES)
    server = Raw(env)
    try:
        answer = server.start(base, capabilities=CAN)
        (python, folders) = answer["result"]["capabilities"]["workspace"]["fileOperations"]["willRename"]["filters"]
        assert (python["pattern"]["glob"], python["pattern"]["matches"]) == ("**/*.py", "file")
        assert (folders["pattern"]["glob"], folders["pattern"]["matches"]) == ("**", "folder")
        edit = rename(server, (base / "billing", base / "ledger"))["result"]
        apply(edit)
        assert (base / "rules.yaml").read_text() == FOLLOWED
        rename_billing(base)
        paths = [base / "billing", base / "ledger", base / "rules.yaml", base / "config/settings.py"]
        paths += [base / "orders/models.py", base / "orders/views.py", base / "orders/receipts.py"]
        changes = [{"uri": it.as_uri(), "type": 1 if it.exists() else 3} for it in paths]
        server.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        position = {"textDocument": {"uri": "untitled:nowhere"}, "position": {"line": 0, "character": 0}}
        server.request("textDocument/hover", position)
        assert codes(server, base / "rules.yaml") == []
        assert server.end() == 0
    finally:
        server.kill()
    fresh = Raw(env)
    try:
        fresh.start(base, capabilities=CAN)
        assert codes(fresh, base / "rules.yaml") == []
        assert codes(fresh, base / "orders/views.py") == [["tech-debt", "tech-debt"]]
        assert fresh.end() == 0
    finally:
        fresh.kill()


def test_a_client_that_does_not_ask_is_told_nothing_of_it(env: dict[str, str], tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=RULES)
    server = Raw(env)
    try:
        answer = server.start(base, capabilities={"workspace": {"fileOperations": {"didRename": True}}})
        assert not answer["result"]["capabilities"]["workspace"].get("fileOperations")
        assert rename(server, (base / "billing", base / "ledger"))["error"]["code"] == -32601
        assert server.end() == 0
    finally:
        server.kill()


def test_what_no_rule_names_and_what_lies_elsewhere_gives_no_edit(env: dict[str, str], tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=RULES)
    server = Raw(env)
    try:
        server.start(base, capabilities=CAN)
        for old, new in (
            ("orders/empty.py", "orders/blank.py"),
            ("docs", "pages"),
            ("../other/a.py", "../other/b.py"),
            ("orders/models.py", "../other/models.py"),
        ):
            assert rename(server, (base / old, base / new))["result"] is None, old
        assert server.end() == 0
    finally:
        server.kill()


async def test_the_edit_is_for_the_text_that_is_typed(editor: Editor, another: Start, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=RULES)
    can = able.pushed()
    assert can.workspace is not None
    can.workspace.file_operations = t.FileOperationClientCapabilities(will_rename=True)
    await editor.ready(base, can=can)
    rules = editor.open(base / "rules.yaml")
    editor.replace(rules, "intent: tech-debt", "intent:   tech-debt")
    files = [t.FileRename((base / "orders/views.py").as_uri(), (base / "orders/pages.py").as_uri())]
    edit = await editor.workspace_will_rename_files_async(t.RenameFilesParams(files))
    assert edit is not None
    editor.apply(edit)
    wanted = RULES.replace("intent: tech-debt", "intent:   tech-debt").replace('"orders.views"', '"orders.pages"')
    assert editor.text(rules) == wanted
    (base / "orders/views.py").rename(base / "orders/pages.py")
    rules.write_text(wanted)
    editor.watched(created=[base / "orders/pages.py"], changed=[rules], deleted=[base / "orders/views.py"])
    await editor.settled()
    fresh = await another()
    await fresh.ready(base)
    assert editor.everything() == fresh.everything()
    assert editor.codes(rules) == []
    assert editor.codes(base / "orders/pages.py") == ["tech-debt", "tech-debt"]


async def test_what_cannot_follow_is_told_in_the_log(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=RULES)
    can = able.pushed()
    assert can.workspace is not None
    can.workspace.file_operations = t.FileOperationClientCapabilities(will_rename=True)
    await editor.ready(base, can=can)
    files = [t.FileRename((base / "orders/views.py").as_uri(), (base / "loose.py").as_uri())]
    assert await editor.workspace_will_rename_files_async(t.RenameFilesParams(files)) is None
    wanted = (
        "rules.yaml: the rule `lookup` names `orders.views`, which will belong to no app. Remove or change the rule."
    )
    await editor.until(lambda: wanted in [it.message for it in editor.log_messages])
