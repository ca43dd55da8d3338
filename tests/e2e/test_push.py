"""Diagnostics that the server sends by itself."""

from pathlib import Path

from lsprotocol import types as t

from e2e import capabilities as able
from e2e.editor import Editor, path_of
from e2e.projects import RECEIPTS_SHOWN, RULES_SHOWN, VIEWS_SHOWN, shop

IMPORT = "from billing.models import Invoice\n"


async def test_files_nobody_opened_are_judged_too(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    assert editor.marked() == [base / "orders/receipts.py", base / "orders/views.py", base / "rules.yaml"]
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN
    assert editor.squiggles(base / "orders/receipts.py") == RECEIPTS_SHOWN
    assert editor.squiggles(base / "rules.yaml") == RULES_SHOWN
    assert {it.version for it in editor.history} == {None}, "a version belongs to open documents"


async def test_an_open_file_is_marked_with_the_version_it_has(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py", version=7)
    await editor.settled()
    assert [it.version for it in editor.history if path_of(it.uri) == views] == [None, 7]
    assert editor.squiggles(views) == VIEWS_SHOWN


async def test_a_diagnostic_says_what_why_and_where_to_look(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = base / "orders/views.py"
    forbidden, debt = sorted(editor.shown(views), key=lambda it: it.range.start.line)
    assert forbidden.range == editor.range(views, "Invoice")
    assert forbidden.severity == t.DiagnosticSeverity.Error
    assert forbidden.message.splitlines()[1] == "Billing alone knows how an invoice is stored."
    assert debt.range == editor.range(views, "Invoice", 2)
    assert debt.severity == t.DiagnosticSeverity.Information
    related = {it.message: it.location for it in debt.related_information or ()}
    rule, model = related["Rule `orders-invoice-lookup`"], related["billing.Invoice is defined here"]
    assert path_of(rule.uri) == base / "rules.yaml"
    assert rule.range.start.line == editor.range(base / "rules.yaml", "orders-invoice-lookup").start.line
    assert path_of(model.uri) == base / "billing/models.py"
    assert model.range == editor.range(base / "billing/models.py", "Invoice")
    for path in editor.marked():
        for it in editor.shown(path):
            assert it.source == "coupling"
            assert it.code
            if it.code_description is not None:
                assert path_of(it.code_description.href).is_file()


async def test_a_client_is_sent_no_fields_it_does_not_know(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.bare())
    found = editor.shown(base / "orders/views.py")
    assert found
    assert [(it.related_information, it.code_description) for it in found] == [(None, None)] * len(found)


async def test_a_forbidden_import_is_marked_at_the_keystroke_that_completes_it(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    path = editor.open(base / "orders/empty.py")
    words = IMPORT.rstrip()
    for number in range(len(words)):
        at = t.Position(0, number)
        version = editor.change(path, (t.Range(at, at), words[number]))
        await editor.settled()
        assert editor.history[-1].version == version or editor.squiggles(path) == []
        is_marked = ("forbidden-edge", "Invoice") in editor.squiggles(path)
        assert is_marked == (number == len(words) - 1), f"after {editor.text(path)!r}"
    for number in reversed(range(len(words))):
        editor.change(path, (t.Range(t.Position(0, number), t.Position(0, number + 1)), ""))
        await editor.settled()
        assert ("forbidden-edge", "Invoice") not in editor.squiggles(path), f"after {editor.text(path)!r}"
    assert editor.squiggles(path) == []
    versions = [it.version for it in editor.history if path_of(it.uri) == path]
    assert versions == sorted(set(versions)), "versions only grow, each is told once"
    assert set(versions) <= set(range(1, editor.versions[path] + 1))
    assert versions[-1] == editor.versions[path]
    assert path.read_text() == "", "nothing was saved"


async def test_typing_faster_than_the_server_reads_ends_in_the_last_state(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    path = editor.open(base / "orders/empty.py")
    for number, letter in enumerate(IMPORT):
        at = t.Position(0, number)
        editor.change(path, (t.Range(at, at), letter))
    await editor.settled()
    assert editor.squiggles(path) == [("forbidden-edge", "Invoice")]
    versions = [it.version for it in editor.history if path_of(it.uri) == path]
    assert versions == sorted(set(versions))
    assert versions[-1] == editor.versions[path]


async def test_an_edit_in_one_file_changes_the_marks_of_another(editor: Editor, tmp_path: Path) -> None:
    shim = "from billing.models import Receipt as Thing\n"
    base = shop(tmp_path / "shop", billing__api=shim, orders__receipts="from billing.api import Thing\n")
    await editor.ready(base)
    assert editor.squiggles(base / "orders/receipts.py") == [("undeclared-edge", "Thing")]
    api = editor.open(base / "billing/api.py")
    editor.replace(api, "Receipt", "Invoice")
    await editor.settled()
    assert editor.squiggles(base / "orders/receipts.py") == [("forbidden-edge", "Thing")]
    editor.close(api)
    await editor.settled()
    assert editor.squiggles(base / "orders/receipts.py") == [("undeclared-edge", "Thing")]


async def test_closing_without_saving_shows_what_is_on_disk(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    editor.change(views, (None, "x = 1\n"))
    await editor.settled()
    assert editor.squiggles(views) == []
    editor.close(views)
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN
    assert editor.history[-1].version is None


async def test_a_new_file_that_was_never_saved_leaves_nothing_behind(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    fresh = editor.open(base / "orders/fresh.py", IMPORT)
    await editor.settled()
    assert editor.squiggles(fresh) == [("forbidden-edge", "Invoice")]
    editor.close(fresh)
    await editor.settled()
    assert editor.shown(fresh) == []


async def test_saving_keeps_the_marks(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    path = editor.open(base / "orders/empty.py")
    editor.change(path, (None, IMPORT))
    path.write_text(IMPORT)
    editor.text_document_did_save(t.DidSaveTextDocumentParams(t.TextDocumentIdentifier(path.as_uri())))
    editor.watched(changed=[path])
    await editor.settled()
    assert editor.squiggles(path) == [("forbidden-edge", "Invoice")]
    editor.close(path)
    await editor.settled()
    assert editor.squiggles(path) == [("forbidden-edge", "Invoice")]


async def test_a_change_that_alters_nothing_elsewhere_is_told_of_that_file_only(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views = editor.open(base / "orders/views.py")
    await editor.settled()
    n_sent = len(editor.history)
    editor.change(views, (t.Range(t.Position(0, 0), t.Position(0, 0)), "\n"))
    await editor.settled()
    assert {path_of(it.uri) for it in editor.history[n_sent:]} == {views}
    assert editor.squiggles(views) == VIEWS_SHOWN, "the marks moved with the text"
