"""Carets stand under what they mean, however wide its characters are."""

import pytest

from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.excerpt import excerpt
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.text import Span, Text


def shown(line: str, span: Span, width: int = 100) -> tuple[str, str]:
    """The text that stands above the carets, and the carets; both without the frame."""
    source, carets = excerpt(Text.of(line), span, "error", Screen(width))
    source, carets = source.partition("│ ")[2], carets.partition("│ ")[2]
    first = len(carets) - len(carets.lstrip())
    above, cell = "", 0
    for char in source:
        if first <= cell < len(carets):
            above += char
        cell += cells.cell_width(char)
    return above, carets.strip()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("it = Invoice.objects", "Invoice"),
        ("\tit = Invoice.objects", "Invoice"),
        ("a\tb\tInvoice", "Invoice"),
        ('名前 = "注文"; Invoice', "Invoice"),
        ('"名前" in 注文書', "注文書"),
        ('"e\u0301e\u0301" + Invoice', "Invoice"),
        ('"🦊" + Invoice', "Invoice"),
        ("Invoice", "Invoice"),
    ],
)
def test_the_carets_stand_under_the_word(line, word):
    column = line.index(word) + 1
    above, carets = shown(line, Span(1, column, 1, column + len(word)))
    assert above == word
    assert carets == "^" * cells.width(word)


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("before", ["", "x = 1; " * 5, "x = 1; " * 50, "名" * 90 + "; "])
@pytest.mark.parametrize("after", ["", "; y = 2" * 50])
def test_a_long_line_is_cut_around_the_word(width, before, after):
    line = f"{before}Invoice{after}"
    column = len(before) + 1
    span = Span(1, column, 1, column + 7)
    above, carets = shown(line, span, width)
    assert (above, carets) == ("Invoice", "^" * 7)
    assert all(cells.width(it) <= width for it in excerpt(Text.of(line), span, "error", Screen(width)))


def test_a_span_of_several_lines_is_marked_to_the_end_of_the_first():
    assert excerpt(Text.of("a = (b +\n     c)\n"), Span(1, 5, 2, 8), "error", Screen()) == [
        "1 │ a = (b +",
        "  │     ^^^^",
    ]


def test_an_empty_span_has_one_caret():
    assert excerpt(Text.of("\n"), Span(1, 1, 1, 1), "error", Screen()) == ["1 │", "  │ ^"]


def test_a_line_that_is_gone_has_no_excerpt():
    assert excerpt(Text.of("a\n"), Span(9, 1, 9, 4), "error", Screen()) == []


def test_a_column_behind_the_end_is_the_end():
    assert excerpt(Text.of("ab"), Span(1, 50, 1, 60), "error", Screen()) == ["1 │ ab", "  │   ^"]


def test_control_characters_are_replaced():
    source, carets = excerpt(Text.of("a\x1b[31m b"), Span(1, 8, 1, 9), "error", Screen())
    assert source == "1 │ a\ufffd[31m b"
    assert carets == "  │        ^"
