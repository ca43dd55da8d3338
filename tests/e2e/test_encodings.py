"""Columns in the unit the client chose, lines as the protocol counts them."""

import random
from pathlib import Path

import pytest
from lsprotocol import types as t

from e2e import capabilities as able
from e2e import texts
from e2e.editor import Editor
from e2e.projects import shop

ENCODINGS = ("utf-8", "utf-16", "utf-32")

HARD = (
    's = "🎉é\u2028中"; from billing.models import Invoice\r\n'
    "\x0c\r\n"
    "# form feed \x0c, vertical tab \x0b, next line \x85, \u2029, \x1c\r\n"
    "def show(number):\r\n"
    '\treturn "👩‍👩‍👧", Invoice.objects.filter(number=number)  # 🎉\r\n'
    "# the end: 🎉"
)
SHOWN = [("forbidden-edge", "Invoice"), ("tech-debt", "Invoice")]


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_squiggles_and_hovers_stand_right_behind_difficult_characters(
    editor: Editor, tmp_path: Path, encoding: str
) -> None:
    base = shop(tmp_path / "shop", orders__disk=HARD)
    await editor.ready(base, can=able.pushed((encoding,)))
    assert editor.encoding == encoding
    assert editor.squiggles(base / "orders/disk.py") == SHOWN, "in a file nobody opened"
    path = editor.open(base / "orders/empty.py", HARD)
    await editor.settled()
    assert editor.squiggles(path) == SHOWN
    for occurrence in (1, 2):
        at = editor.range(path, "Invoice", occurrence)
        for place in (at.start, at.end):
            found = await editor.hover_at(path, place)
            assert found is not None
            assert found.range == at
    before = t.Position(at.start.line, at.start.character - 1)
    assert await editor.hover_at(path, before) is None


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_edits_behind_difficult_characters_keep_the_text_in_step(
    editor: Editor, tmp_path: Path, encoding: str
) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pushed((encoding,)))
    path = editor.open(base / "orders/empty.py", HARD)
    editor.replace(path, "Invoice\r\n", "Receipt, Invoice\r\n")
    editor.replace(path, '", Invoice', '🎉", Invoice')
    editor.replace(path, "🎉é", "")
    editor.replace(path, "\x0c\r\n", "\u2028 = 1\n\n")
    editor.replace(path, "the end: 🎉", "\U0001f600" * 3 + "\r\nInvoice.objects.all()\r")
    await editor.settled()
    assert editor.squiggles(path) == [
        ("undeclared-edge", "Receipt"),
        ("forbidden-edge", "Invoice"),
        ("tech-debt", "Invoice"),
        ("tech-debt", "Invoice"),
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_fixes_are_placed_right_behind_difficult_characters(
    editor: Editor, tmp_path: Path, encoding: str
) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pushed((encoding,)))
    text = HARD.replace("filter(number=number)", "filter(number=number).first()").replace("\r\n", "\n")
    path = editor.open(base / "orders/empty.py", text)
    await editor.settled()
    action = next(it for it in await editor.actions(path, "Invoice", occurrence=2) if it.is_preferred)
    assert action.edit is not None
    editor.apply(action.edit)
    await editor.settled()
    assert '\treturn "👩‍👩‍👧", get_invoice(number)  # 🎉\n' in editor.text(path)
    assert editor.squiggles(path) == []


async def test_several_changes_in_one_message_are_applied_in_order(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    path = editor.open(base / "orders/empty.py", "🎉\n")
    editor.change(
        path,
        (t.Range(t.Position(0, 0), t.Position(0, 2)), "from x import a\r\n"),
        (t.Range(t.Position(1, 0), t.Position(2, 0)), 'e = "🎉"; from b import c\n'),
        (t.Range(t.Position(1, 15), t.Position(1, 16)), "billing.models"),
        (t.Range(t.Position(0, 0), t.Position(1, 0)), ""),
        (t.Range(t.Position(0, 37), t.Position(0, 38)), "Invoice"),
    )
    assert editor.text(path) == 'e = "🎉"; from billing.models import Invoice\n'
    await editor.settled()
    assert editor.squiggles(path) == [("forbidden-edge", "Invoice")]
    editor.change(path, (None, "x = 1\n"), (t.Range(t.Position(0, 0), t.Position(0, 1)), "yy"))
    await editor.settled()
    assert editor.squiggles(path) == []


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_hundreds_of_random_edits_end_where_opening_the_result_would(
    editor: Editor, tmp_path: Path, encoding: str
) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base, can=able.pushed((encoding,)))
    path = editor.open(base / "orders/empty.py", HARD)
    chance = random.Random(encoding)
    pieces = (
        "\n",
        "\r\n",
        "\r",
        "🎉",
        "é",
        "\u2028",
        "\x0c",
        "\t",
        "x",
        "",
        "",
        '"',
        "\nfrom billing.models import Invoice\n",
    )
    for _ in range(200):
        changes = []
        text = editor.text(path)
        for _ in range(chance.randint(1, 3)):
            boundaries = [n for n in range(len(text) + 1) if text[n - 1 : n + 1] != "\r\n"]
            start, end = sorted(chance.sample(boundaries, 2))
            end = min(end, start + 9 if start + 9 in boundaries else start)
            at = t.Range(texts.position_of(text, start, encoding), texts.position_of(text, end, encoding))
            new = chance.choice(pieces)
            changes.append((at, new))
            text = text[:start] + new + text[end:]
        editor.change(path, *changes)
        assert editor.text(path) == text
    tail = "\n\nfrom billing.models import Receipt\n"
    end = texts.position_of(text, len(text), encoding)
    editor.change(path, (t.Range(end, end), tail))
    await editor.settled()
    after, text = editor.shown(path), editor.text(path)
    assert editor.squiggles(path)[-1:] == [("undeclared-edge", "Receipt")]
    editor.close(path)
    await editor.settled()
    assert editor.shown(path) == []
    editor.open(path, text)
    await editor.settled()
    assert editor.shown(path) == after
    editor.change(path, (None, tail))
    await editor.settled()
    assert editor.squiggles(path) == [("undeclared-edge", "Receipt")]


async def test_a_byte_order_mark_on_disk_shifts_nothing(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__disk=b"\xef\xbb\xbffrom billing.models import Invoice\r\n")
    await editor.ready(base)
    (found,) = editor.shown(base / "orders/disk.py")
    assert found.range == t.Range(t.Position(0, 27), t.Position(0, 34))


async def test_a_file_in_an_older_encoding_is_read_as_python_reads_it(editor: Editor, tmp_path: Path) -> None:
    text = '# coding: latin-1\ns = "é"; from billing.models import Invoice\n'
    base = shop(tmp_path / "shop", orders__disk=text.encode("latin-1"))
    await editor.ready(base)
    (found,) = editor.shown(base / "orders/disk.py")
    assert found.range == texts.range_of(text, "Invoice", "utf-16")
