"""Lenses, references, definitions, and the rule behind an edge."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t

from e2e import capabilities as able
from e2e import texts
from e2e.conftest import Another
from e2e.editor import PATIENCE, Editor, path_of
from e2e.projects import RULES, shop, write

SHOWS = {"commands": ["coupling.showReferences"]}
MODEL = "1 app depends on it: 1 read, 1 key · 1 tech debt"


def at(path: Path) -> t.TextDocumentIdentifier:
    """A file, as requests name it."""
    return t.TextDocumentIdentifier(path.as_uri())


async def lenses(editor: Editor, path: Path) -> list[t.CodeLens]:
    """The lenses of a file, resolved."""
    found = await asyncio.wait_for(editor.text_document_code_lens_async(t.CodeLensParams(at(path))), PATIENCE)
    return [await asyncio.wait_for(editor.code_lens_resolve_async(it), PATIENCE) for it in found or ()]


async def titles(editor: Editor, path: Path) -> dict[str, str]:
    """What the lenses of a file say, by the name they stand above."""
    found = await lenses(editor, path)
    said = {texts.slice_of(editor.text(path), it.range, editor.encoding): it.command for it in found}
    return {name: command.title for name, command in said.items() if command is not None}


def told(editor: Editor, found: Any) -> list[tuple[str, str]]:
    """Files and texts of locations or links."""
    places = [
        (path_of(it.target_uri), it.target_selection_range)
        if isinstance(it, t.LocationLink)
        else (path_of(it.uri), it.range)
        for it in found or ()
    ]
    return [(path.name, texts.slice_of(editor.text(path), place, editor.encoding)) for path, place in places]


async def references(editor: Editor, path: Path, part: str, declared: bool = False) -> list[tuple[str, str]]:
    """The references from the start of a part of a text."""
    params = t.ReferenceParams(t.ReferenceContext(declared), at(path), editor.range(path, part).start)
    return told(editor, await asyncio.wait_for(editor.text_document_references_async(params), PATIENCE))


async def definition(editor: Editor, path: Path, part: str) -> Any:
    """The answer to a request for a definition."""
    params = t.DefinitionParams(at(path), editor.range(path, part).start)
    return await asyncio.wait_for(editor.text_document_definition_async(params), PATIENCE)


async def declaration(editor: Editor, path: Path, part: str) -> Any:
    """The answer to a request for a declaration."""
    params = t.DeclarationParams(at(path), editor.range(path, part).start)
    return await asyncio.wait_for(editor.text_document_declaration_async(params), PATIENCE)


async def test_a_lens_tells_who_depends_on_a_model_and_leads_there(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.navigating(), initialization_options=SHOWS)
    models = editor.open(base / "billing/models.py")
    first, second = await lenses(editor, models)
    assert first.range == editor.range(models, "Invoice")
    assert first.command is not None
    assert first.command.title == MODEL
    assert first.command.command == "coupling.showReferences"
    uri, position, shown = first.command.arguments or ()
    assert uri == models.as_uri()
    assert (position["line"], position["character"]) == (first.range.start.line, first.range.start.character)
    assert [path_of(it["uri"]).name for it in shown] == ["models.py", "views.py"]
    assert second.command is not None
    assert second.command.title == "1 app depends on it: 1 import · 1 undeclared"


async def test_a_client_without_the_command_gets_lenses_of_words(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    answer = await editor.ready(base, can=able.navigating())
    assert answer.capabilities.execute_command_provider is not None
    assert "coupling.showReferences" not in answer.capabilities.execute_command_provider.commands
    models = editor.open(base / "billing/models.py")
    first, *_ = await lenses(editor, models)
    assert first.command == t.Command(MODEL, "")


async def test_lenses_see_the_keystroke_before_them(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.navigating())
    models, views = editor.open(base / "billing/models.py"), editor.open(base / "orders/views.py")
    editor.change(views, (None, ""))
    assert (await titles(editor, models))["Invoice"] == "1 app depends on it: 1 key"
    editor.change(models, (t.Range(t.Position(0, 0), t.Position(0, 0)), "# é\n\n"))
    assert set(await titles(editor, models)) == {"Invoice", "Receipt"}, "they move with the text"
    assert await titles(editor, views) == {}


async def test_a_lens_that_came_too_late_says_so(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__views="")
    await editor.ready(base, can=able.navigating(), initialization_options=SHOWS)
    models, orders = editor.open(base / "billing/models.py"), editor.open(base / "orders/models.py")
    first, _ = await editor.text_document_code_lens_async(t.CodeLensParams(at(models))) or ()
    editor.change(orders, (None, ""))
    late = await editor.code_lens_resolve_async(first)
    assert late.command == t.Command("No other app uses it", "")


@pytest.mark.parametrize("data", [None, 7, {}, {"uri": 3}, {"uri": "file:///nowhere.py", "module": "a", "symbol": "b"}])
async def test_a_lens_of_somebody_else_stays_empty(editor: Editor, tmp_path: Path, data: Any) -> None:
    await editor.ready(shop(tmp_path / "shop"), can=able.navigating())
    nowhere = t.Range(t.Position(0, 0), t.Position(0, 0))
    found = await editor.code_lens_resolve_async(t.CodeLens(nowhere, data=data))
    assert found.command == t.Command("", "")


async def test_a_service_tells_its_callers(editor: Editor, tmp_path: Path) -> None:
    view = (
        "from billing import services\n\n\ndef show(request, number):\n    return 'é', services.get_invoice(number)\n"
    )
    base = shop(tmp_path / "shop", orders__views=view)
    await editor.ready(base, can=able.navigating())
    services = editor.open(base / "billing/services.py")
    assert await titles(editor, services) == {"get_invoice": "1 app uses it, in 1 place"}
    assert await references(editor, services, "get_invoice") == [("views.py", "get_invoice")]
    editor.open(base / "orders/views.py", view.replace("services.get", "services.nothing.get"))
    assert await titles(editor, services) == {}, "what is typed counts, not what is saved"


async def test_references_are_the_same_from_both_ends(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.navigating())
    models, views = editor.open(base / "billing/models.py"), editor.open(base / "orders/views.py")
    expected = [("models.py", '"billing.Invoice"'), ("views.py", "Invoice"), ("views.py", "Invoice")]
    assert await references(editor, models, "Invoice") == expected
    assert await references(editor, views, "Invoice.objects") == expected
    assert await references(editor, views, "Invoice", declared=True) == [("models.py", "Invoice"), *expected]
    for path, part in ((models, "models"), (views, "request"), (views, "import")):
        assert await references(editor, path, part, declared=True) == []
    rules = editor.open(base / "rules.yaml")
    assert await references(editor, rules, "The view looks") == [("views.py", "Invoice")]
    assert await references(editor, rules, "Services are what") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_places_count_in_the_encoding_of_the_client(editor: Editor, tmp_path: Path, encoding: str) -> None:
    odd = "from django.db import models\n\n\nclass Ünvoice𝒳(models.Model): pass\n"
    base = shop(tmp_path / "shop", billing__models=odd)
    (base / "orders/odd.py").write_text('from billing import models\nx = "𝒳é", models.Ünvoice𝒳.objects.all()\n')
    await editor.ready(base, can=able.navigating(encodings=(encoding,)))
    use = editor.open(base / "orders/odd.py")
    assert editor.encoding == encoding
    assert told(editor, await definition(editor, use, "Ünvoice")) == [("models.py", "Ünvoice𝒳")]
    models = editor.open(base / "billing/models.py")
    assert await references(editor, models, "Ünvoice") == [("odd.py", "models.Ünvoice𝒳")]
    assert list(await titles(editor, models)) == ["Ünvoice𝒳"]


async def test_a_string_leads_to_the_model_by_a_link_that_covers_it(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.navigating())
    orders = editor.open(base / "orders/models.py")
    (link,) = await definition(editor, orders, "billing.Invoice")
    assert isinstance(link, t.LocationLink)
    assert link.origin_selection_range == editor.range(orders, '"billing.Invoice"')
    assert told(editor, [link]) == [("models.py", "Invoice")]
    assert not await definition(editor, orders, "ForeignKey")


async def test_a_client_that_knows_no_links_gets_locations(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.navigating(links=False))
    views, rules = editor.open(base / "orders/views.py"), base / "rules.yaml"
    found = await definition(editor, views, "Invoice")
    assert told(editor, [found] if isinstance(found, t.Location) else found) == [("models.py", "Invoice")]
    found = await declaration(editor, views, "Invoice.objects")
    assert told(editor, [found] if isinstance(found, t.Location) else found) == [(rules.name, "orders-invoice-lookup")]


async def test_an_edge_leads_to_its_rule_and_the_rule_to_what_it_names(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.navigating())
    receipts, rules = editor.open(base / "orders/receipts.py"), editor.open(base / "rules.yaml")
    views = editor.open(base / "orders/views.py")
    assert told(editor, await declaration(editor, views, "Invoice")) == [("rules.yaml", "orders-no-invoice-import")]
    assert not await declaration(editor, receipts, "Receipt"), "no rule decides"
    assert told(editor, await definition(editor, rules, "Order.invoice")) == [("models.py", "Order")]
    assert told(editor, await definition(editor, rules, "invoice\n    to")) == [("models.py", '"billing.Invoice"')]
    editor.change(rules, (None, "# moved\n" + editor.text(rules)))
    assert told(editor, await declaration(editor, views, "Invoice")) == [("rules.yaml", "orders-no-invoice-import")]


async def test_a_rule_of_several_projects_leads_to_the_edges_of_all(editor: Editor, tmp_path: Path) -> None:
    base = tmp_path / "mono"
    one, two = shop(base / "one", rules=None), shop(base / "two", rules=None)
    (base / "rules.yaml").write_text(RULES)
    await editor.ready(base, can=able.navigating())
    rules = editor.open(base / "rules.yaml")
    position = editor.range(rules, "orders-invoice-lookup").start
    params = t.ReferenceParams(t.ReferenceContext(False), at(rules), position)
    found = await editor.text_document_references_async(params) or ()
    assert [path_of(it.uri) for it in found] == [one / "orders/views.py", two / "orders/views.py"]
    models = editor.open(two / "billing/models.py")
    assert await references(editor, models, "Receipt") == [("receipts.py", "Receipt")]
    assert (await titles(editor, models))["Invoice"] == MODEL, "the other project is not counted"


async def test_files_that_are_not_open_or_not_ours_have_nothing(editor: Editor, tmp_path: Path) -> None:
    base = write(shop(tmp_path / "shop"), {"notes.txt": "Invoice"})
    await editor.ready(base, can=able.navigating())
    outside = write(tmp_path, {"outside.py": "from billing.models import Invoice\n"}) / "outside.py"
    for path in (base / "billing/models.py", editor.open(outside), editor.open(base / "notes.txt")):
        assert await lenses(editor, path) == []
        assert await references(editor, path, "Invoice") == []
        assert not await definition(editor, path, "Invoice")
        assert not await declaration(editor, path, "Invoice")


# When lenses are asked for anew


async def shop_with_lenses(editor: Editor, folder: Path) -> tuple[Path, Path]:
    """Return the folder of a project and its open views, once the server asked the editor for their lenses."""
    base = shop(folder / "shop")
    await editor.ready(base, can=able.navigating(configures=False))
    views = editor.open(base / "orders/views.py")
    await editor.until(lambda: editor.n_lens_refreshes)
    return base, views


async def another_asks_anew(another: Another, base: Path) -> None:
    """Wait until a server that heard later of other edges asked for its lenses: an earlier one would have, too."""
    editor = await another()
    await editor.ready(base, can=able.navigating(configures=False))
    await editor.until(lambda: editor.n_lens_refreshes)
    n_refreshes = editor.n_lens_refreshes
    editor.change(editor.open(base / "orders/views.py"), (None, ""))
    await editor.until(lambda: editor.n_lens_refreshes > n_refreshes)


async def test_other_edges_make_the_client_ask_for_lenses_anew(
    editor: Editor, another: Another, tmp_path: Path
) -> None:
    base, views = await shop_with_lenses(editor, tmp_path)
    await another_asks_anew(another, base)
    for path, old, new in (
        (views, "from billing", "import billing.services\nfrom billing"),
        (editor.open(base / "rules.yaml"), "intent: tech-debt", "intent: intentional"),
    ):
        n_refreshes = editor.n_lens_refreshes
        editor.replace(path, old, new)
        await editor.until(lambda n_refreshes=n_refreshes: editor.n_lens_refreshes > n_refreshes)  # type: ignore[misc]


async def test_a_comment_alters_no_edge_so_no_lens_is_asked_for(
    editor: Editor, another: Another, tmp_path: Path
) -> None:
    base, views = await shop_with_lenses(editor, tmp_path)
    await another_asks_anew(another, base)
    n_refreshes = editor.n_lens_refreshes
    for number in range(3):
        editor.change(views, (None, editor.text(views) + f"# {number}\n"))
        await editor.settled()
    await another_asks_anew(another, base)
    assert editor.n_lens_refreshes == n_refreshes


async def test_a_client_that_cannot_ask_anew_is_not_told_to(editor: Editor, another: Another, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    editor.change(views, (None, ""))
    await editor.settled()
    await another_asks_anew(another, base)
    assert editor.n_lens_refreshes == 0


# The setting


async def test_lenses_are_off_from_the_start(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.navigating(configures=False), initialization_options={"codeLens": False})
    models = editor.open(base / "billing/models.py")
    assert await lenses(editor, models) == []
    assert await references(editor, models, "Invoice") != []


async def test_lenses_go_off_and_on_while_the_editor_runs(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.navigating())
    await editor.until(lambda: "coupling-settings" in [it.id for it in editor.registered])
    models = editor.open(base / "billing/models.py")
    assert await lenses(editor, models)
    await editor.until(lambda: editor.n_lens_refreshes)
    for settings, expected in (
        ({"coupling": {"codeLens": False}}, 0),
        ({"coupling": {"codeLens": "odd", "rules": ""}}, 0),
        ({"other": {"codeLens": True}}, 0),
        ({"coupling": {"codeLens": True}}, 2),
    ):
        before = editor.n_lens_refreshes
        editor.workspace_did_change_configuration(t.DidChangeConfigurationParams(settings))
        await editor.settled()
        assert len(await lenses(editor, models)) == expected, settings
        if expected:
            await editor.until(lambda before=before: editor.n_lens_refreshes > before)  # type: ignore[misc]


async def test_a_client_that_is_to_be_asked_is_asked(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    editor.set_configuration({"coupling": {"codeLens": False}})
    await editor.ready(base, can=able.navigating())
    models = editor.open(base / "billing/models.py")

    async def has_lenses(number: int) -> bool:
        return len(await lenses(editor, models)) == number

    await editor.until_answer(lambda: has_lenses(0))
    editor.set_configuration({"coupling": {"codeLens": True}})
    editor.workspace_did_change_configuration(t.DidChangeConfigurationParams(None))
    await editor.until_answer(lambda: has_lenses(2))
