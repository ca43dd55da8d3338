"""Hovers over edges and models."""

from pathlib import Path

from e2e.editor import Editor, text_of
from e2e.projects import shop


async def test_edges_of_every_kind_explain_themselves(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views, models = editor.open(base / "orders/views.py"), editor.open(base / "orders/models.py")

    told = await editor.hover(views, "Invoice")
    assert "**orders → billing** · import · forbidden" in told
    assert "Billing alone knows how an invoice is stored." in told

    told = await editor.hover(views, "Invoice.objects")
    assert "ORM read · tech debt" in told
    assert "Instead: `get_invoice(number)`" in told
    assert "rule `orders-invoice-lookup`" in told

    told = await editor.hover(models, "billing.Invoice")
    assert "**orders → billing** · foreign key · intentional" in told
    assert "An order is paid by an invoice." in told, "an approved edge says why"

    receipts = editor.open(base / "orders/receipts.py")
    assert "No rule covers this edge" in await editor.hover(receipts, "Receipt")


async def test_a_model_tells_who_depends_on_it(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    models = editor.open(base / "billing/models.py")
    told = await editor.hover(models, "Invoice")
    assert "1 app depends on `Invoice`" in told
    assert all(kind in told for kind in ("1 foreign key", "1 import", "1 ORM read"))


async def test_a_hover_covers_the_reference_and_nothing_else(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    found = await editor.hover_at(views, editor.range(views, "Invoice").end)
    assert found is not None, "the caret behind the last letter still touches the name"
    assert found.range == editor.range(views, "Invoice")
    for place in ("from", "billing", "request", "number"):
        assert await editor.hover(views, place) == ""


async def test_a_hover_right_after_a_keystroke_sees_the_keystroke(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    path = editor.open(base / "orders/empty.py")
    for name, kind in (("Invoice", "forbidden"), ("Receipt", "No rule"), ("Invoice", "forbidden")):
        editor.change(path, (None, f"# {name}\nfrom billing.models import {name}\n"))
        assert kind in text_of(await editor.hover_at(path, editor.range(path, name, 2).start))


async def test_a_hover_names_the_owners_as_the_file_of_owners_says_now(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    (base / ".github").mkdir()
    owners = base / ".github/CODEOWNERS"
    owners.write_text("/billing/ @money\n")
    await editor.ready(base)
    views, receipts = editor.open(base / "orders/views.py"), editor.open(base / "orders/receipts.py")
    assert "rule `orders-no-invoice-import` · owner of billing @money" in await editor.hover(views, "Invoice")
    assert "owner of billing @money" in await editor.hover(receipts, "Receipt")
    owners.write_text("/billing/ @cash\n")
    editor.watched(changed=[owners])
    await editor.settled()
    assert "owner of billing @cash" in await editor.hover(views, "Invoice")
