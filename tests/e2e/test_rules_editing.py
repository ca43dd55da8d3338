"""Writing `rules.yaml`: completion, hovers, symbols, rename, fixes, in the units and forms the editor chose."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from e2e import capabilities as able
from e2e import texts
from e2e.editor import PATIENCE, Editor
from e2e.projects import MANAGE, RULES, RULES_SHOWN, SHOP, shop, write

ENTRY = "  - id: receipts\n    from: orders.receipts\n    to: "


async def offered(editor: Editor, path: Path, written: str) -> list[t.CompletionItem]:
    """What is offered at the caret `‸` of a text."""
    before, _, after = written.partition("‸")
    editor.change(path, (None, before + after))
    at = texts.position_of(before + after, len(before), editor.encoding)
    params = t.CompletionParams(t.TextDocumentIdentifier(path.as_uri()), at)
    found: Any = await asyncio.wait_for(editor.text_document_completion_async(params), PATIENCE)
    return list(found.items) if found is not None else []


def take(editor: Editor, path: Path, items: list[t.CompletionItem], label: str) -> None:
    """Take an offer, as an editor does that knows no snippets."""
    (item,) = [it for it in items if it.label == label]
    assert isinstance(item.text_edit, t.TextEdit)
    editor.change(path, (item.text_edit.range, item.text_edit.new_text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_a_rule_is_written_by_taking_offers(editor: Editor, tmp_path: Path, encoding: str) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pushed((encoding,)))
    rules, receipts = editor.open(base / "rules.yaml"), base / "orders/receipts.py"
    start = f'{RULES}  - {{why: "🎉é", id: receipts, from: "'
    take(editor, rules, await offered(editor, rules, f"{start}‸"), "orders")
    take(editor, rules, await offered(editor, rules, f"{editor.text(rules)}.‸"), "orders.receipts")
    take(editor, rules, await offered(editor, rules, f'{editor.text(rules)}", to: billing.Rec‸'), "billing.Receipt")
    take(editor, rules, await offered(editor, rules, f"{editor.text(rules)}, int‸"), "intent")
    take(editor, rules, await offered(editor, rules, f"{editor.text(rules)}int‸}}"), "intentional")
    await editor.settled()
    assert editor.text(rules) == (f'{start}orders.receipts", to: billing.Receipt, intent: intentional}}')
    assert editor.squiggles(receipts) == []
    assert editor.squiggles(rules) == RULES_SHOWN


async def test_what_is_offered_says_what_it_is(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    answer = await editor.ready(base)
    options = answer.capabilities.completion_provider
    assert options is not None
    assert {".", " ", "[", '"'} <= set(options.trigger_characters or ())
    rules = editor.open(base / "rules.yaml")
    found = await offered(editor, rules, f"{RULES}{ENTRY}billing.‸")
    assert sorted(found, key=lambda it: it.sort_text or "") == found, "in order of rank"
    invoice = next(it for it in found if it.label == "billing.Invoice")
    assert (invoice.kind, invoice.detail) == (t.CompletionItemKind.Class, "model")
    receipt = next(it for it in found if it.label == "billing.Receipt")
    assert receipt.detail == "model · 1 edge"
    assert found.index(receipt) < found.index(invoice), "this rule's own edges first"
    (snippet, *_) = await offered(editor, rules, f"{RULES}  ‸")
    assert snippet.insert_text_format == t.InsertTextFormat.Snippet
    assert snippet.insert_text_mode == t.InsertTextMode.AdjustIndentation


async def test_an_editor_without_snippets_gets_none(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.bare())
    rules = editor.open(base / "rules.yaml")
    found = await offered(editor, rules, f"{RULES}  ‸")
    assert [it.label for it in found] == ["- id"]
    assert all(it.insert_text_format is None for it in found)


async def test_other_files_get_no_offers(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    (base / "other.yaml").write_text("edges:\n  - \n")
    await editor.ready(base)
    views, other = editor.open(base / "orders/views.py"), editor.open(base / "other.yaml")
    assert await offered(editor, views, f"{SHOP['orders/views.py']}‸") == []
    assert await offered(editor, other, "edges:\n  - ‸\n") == []
    for path in (views, other):
        identifier = t.TextDocumentIdentifier(path.as_uri())
        assert not await editor.text_document_document_symbol_async(t.DocumentSymbolParams(identifier))
        params = t.PrepareRenameParams(identifier, t.Position(0, 3))
        assert await editor.text_document_prepare_rename_async(params) is None
    assert await editor.hover(other, "edges") == ""


async def test_hovers_tell_what_a_rule_covers_as_the_code_is_now(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    rules, views = editor.open(base / "rules.yaml"), editor.open(base / "orders/views.py")
    told = await editor.hover(rules, "orders-invoice-lookup")
    assert "covers 1 site: - orders → billing · ORM read (1): `orders/views.py:5`" in told
    editor.change(views, (None, editor.text(views) + "\n\nInvoice.objects.count()\n"))
    told = await editor.hover(rules, "orders-invoice-lookup")
    assert "covers 2 sites: - orders → billing · ORM read (2): `orders/views.py:5`, `orders/views.py:8`" in told
    assert "model in `billing/models.py:4`" in await editor.hover(rules, "billing.Invoice")
    assert "The reason, as whoever meets the edge" in await editor.hover(rules, "why")
    at = editor.range(rules, "tech-debt")
    found = await editor.hover_at(rules, at.start)
    assert found is not None
    assert found.range == at


async def test_two_projects_that_share_a_file_are_both_known_in_it(editor: Editor, tmp_path: Path) -> None:
    base = tmp_path / "both"
    for name, app in (("one", "orders"), ("two", "stock")):
        models = SHOP["billing/models.py"]
        views = "from billing.models import Invoice\n"
        files = {"manage.py": MANAGE, "config/settings.py": f'INSTALLED_APPS = ["{app}", "billing"]\n'}
        write(base / name, {**files, "billing/models.py": models, f"{app}/__init__.py": "", f"{app}/views.py": views})
    write(base, {"rules.yaml": "", ".git/HEAD": ""})
    await editor.ready(base)
    rules = editor.open(base / "rules.yaml")
    rule = 'version: 1\nedges:\n  - id: a\n    from: "*"\n    to: billing\n    intent: tech-debt\n    why: x\n'
    found = await offered(editor, rules, f"{rule}  - from: ‸\n")
    assert sorted(it.label for it in found) == ["*", "billing", "orders", "stock"]
    told = await editor.hover(rules, "id: a")
    assert "`one/orders/views.py:1`" in told
    assert "`two/stock/views.py:1`" in told


async def test_symbols_are_the_sections_with_their_rules(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    rules = editor.open(base / "rules.yaml")
    editor.change(rules, (None, f"{RULES}  - id: half\n    from: [orders\ncontracts:\n  - id: c\n    type: acyclic\n"))
    identifier = t.TextDocumentIdentifier(rules.as_uri())
    found: Any = await editor.text_document_document_symbol_async(t.DocumentSymbolParams(identifier))
    assert [it.name for it in found] == ["apps", "edges", "contracts"]
    edges = found[1]
    assert [it.name for it in edges.children] == [
        "orders-invoice-key",
        "orders-no-invoice-import",
        "orders-invoice-lookup",
        "orders-billing-services",
        "half",
    ]
    assert edges.children[1].detail == "forbidden · orders → billing.Invoice"
    assert [(it.name, it.detail) for it in found[2].children] == [("c", "acyclic")]
    shown = texts.slice_of(editor.text(rules), edges.children[0].range, editor.encoding)
    assert shown.startswith("- id: orders-invoice-key\n")
    assert shown.endswith("why: An order is paid by an invoice.")


async def test_an_editor_of_old_gets_flat_symbols(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.bare())
    rules = editor.open(base / "rules.yaml")
    identifier = t.TextDocumentIdentifier(rules.as_uri())
    found: Any = await editor.text_document_document_symbol_async(t.DocumentSymbolParams(identifier))
    assert [(it.name, it.container_name) for it in found][:4] == [
        ("apps", None),
        ("billing", "apps"),
        ("edges", None),
        ("orders-invoice-key", "edges"),
    ]


@pytest.mark.parametrize("document_changes", [True, False])
async def test_a_rule_is_renamed(editor: Editor, tmp_path: Path, document_changes: bool) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pushed(document_changes=document_changes))
    rules, views = editor.open(base / "rules.yaml"), editor.open(base / "orders/views.py")
    identifier = t.TextDocumentIdentifier(rules.as_uri())
    at = editor.range(rules, "orders-invoice-lookup")
    prepared = await editor.text_document_prepare_rename_async(t.PrepareRenameParams(identifier, at.end))
    assert prepared == t.PrepareRenamePlaceholder(at, "orders-invoice-lookup")
    why = editor.range(rules, "why").start
    assert await editor.text_document_prepare_rename_async(t.PrepareRenameParams(identifier, why)) is None
    edit = await editor.text_document_rename_async(t.RenameParams(identifier, at.start, "lookup: by hand"))
    assert edit is not None
    editor.apply(edit)
    await editor.settled()
    assert editor.text(rules) == RULES.replace("orders-invoice-lookup", '"lookup: by hand"')
    assert "rule `lookup: by hand`" in await editor.hover(views, "Invoice.objects")
    with pytest.raises(JsonRpcException, match="Another rule is called orders-invoice-key"):
        await editor.text_document_rename_async(t.RenameParams(identifier, at.start, "orders-invoice-key"))


async def test_a_misspelt_word_is_mended_by_a_fix(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    rules = editor.open(base / "rules.yaml")
    editor.replace(rules, "intent: tech-debt", "intent: techdebt  # old")
    await editor.settled()
    found = [it for it in await editor.actions(rules, "techdebt") if it.kind == t.CodeActionKind.QuickFix]
    assert [(it.title, it.is_preferred) for it in found] == [("Change techdebt to tech-debt", True)]
    assert [it.code for it in found[0].diagnostics or ()] == ["invalid-rules"]
    assert found[0].edit is not None
    editor.apply(found[0].edit)
    await editor.settled()
    assert editor.text(rules) == RULES.replace("intent: tech-debt", "intent: tech-debt  # old")
    assert editor.squiggles(rules) == RULES_SHOWN


async def test_a_rule_is_changed_where_nothing_is_wrong(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    rules, views = editor.open(base / "rules.yaml"), editor.open(base / "orders/views.py")
    found = await editor.actions(rules, "intent: tech-debt", only=[t.CodeActionKind.Refactor])
    assert [it.title for it in found][:2] == ["Make it intentional", "Make it forbidden"]
    assert found[2].title.startswith("Review it by ")
    assert {it.kind for it in found} == {t.CodeActionKind.RefactorRewrite}
    assert await editor.actions(rules, "intent: tech-debt", only=[t.CodeActionKind.QuickFix]) == []
    assert await editor.actions(rules, "services", only=[t.CodeActionKind.Refactor]) == []
    assert found[0].edit is not None
    editor.apply(found[0].edit)
    await editor.settled()
    assert editor.text(rules) == RULES.replace("intent: tech-debt", "intent: intentional")
    assert editor.squiggles(views) == [("forbidden-edge", "Invoice")]
    (dated,) = [it for it in await editor.actions(rules, "orders-invoice-lookup") if it.title.startswith("Review it")]
    assert dated.edit is not None
    editor.apply(dated.edit)
    await editor.settled()
    assert "      with: billing.services.get_invoice($N)\n    review-by: 20" in editor.text(rules)
    assert editor.squiggles(rules) == RULES_SHOWN


async def test_no_rule_is_called_stale_while_files_are_still_being_read(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    write(base, {f"stock/many/m{number}.py": "" for number in range(310)})  # Of so many not all are read at once.
    await editor.begin(base)
    rules = editor.open(base / "rules.yaml")
    await editor.until(lambda: editor.squiggles(rules) == RULES_SHOWN)
    told = [[str(it.code) for it in params.diagnostics] for params in editor.history if params.uri == rules.as_uri()]
    assert max(told, key=len) == [code for code, _ in RULES_SHOWN], told
