"""Places, edits and line ends of texts."""

import re

from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coupling_lsp.text import Span, Text, TextEdit, decode

CHARACTERS = st.sampled_from(
    ["a", "b", " ", "\n", "\r", "\r\n", "\f", "\t", "\u2028", "\x85", "é", "😋", "\x00", "\ufeff"]
)
TEXTS = st.lists(CHARACTERS, max_size=30).map("".join)


@given(TEXTS)
def test_a_line_ends_where_editors_end_it_and_nowhere_else(written: str) -> None:
    text = Text.of(written)
    lines = re.split(r"\r\n|\n|\r", written)
    assert len(text.starts) == len(lines)
    assert [text.line(number) for number in range(1, len(lines) + 1)] == lines


@given(TEXTS)
def test_a_place_is_the_way_back_from_its_byte(written: str) -> None:
    text = Text.of(written)
    offset = 0
    for character in written:
        line, column = text.place(offset)
        if column <= len(text.line(line)) + 1:
            assert text.byte(line, column) == offset
        offset += len(character.encode())
    assert text.byte(len(text.starts) + 1, 1) == offset


@given(TEXTS, st.integers(-2, 9), st.integers(-2, 40))
def test_a_place_outside_is_moved_inside(written: str, line: int, column: int) -> None:
    text = Text.of(written)
    byte = text.byte(line, column)
    assert 0 <= byte <= len(text.data)
    text.data[:byte].decode()
    inside = min(max(line, 1), len(text.starts))
    assert text.place(byte)[0] == (inside if line <= len(text.starts) else len(text.starts))


@hypothesis_settings(max_examples=400)
@given(TEXTS, TEXTS, st.integers(0, 30), st.integers(0, 30), st.booleans())
@example("a\r\nb", "", 2, 2, True)
@example("a\r", "\nb", 2, 2, True)
def test_a_splice_equals_a_new_text(written: str, new: str, first: int, second: int, counted: bool) -> None:
    first, second = sorted((min(first, len(written)), min(second, len(written))))
    text = Text.of(written)
    if counted:
        assert text.starts
    spliced = text.splice(len(written[:first].encode()), len(written[:second].encode()), new.encode())
    fresh = Text.of(written[:first] + new + written[second:])
    assert spliced == fresh
    assert spliced.starts == fresh.starts
    assert spliced.ascii == fresh.ascii


@given(TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), TEXTS), max_size=4))
def test_edits_are_all_meant_for_the_text_before_them(written: str, given_edits: list[tuple[int, int, str]]) -> None:
    text = Text.of(written.replace("\r", ""))
    written = str(text)
    position, edits, expected = 0, [], ""
    for skip, length, new in given_edits:
        start = min(position + skip, len(written))
        end = min(start + length, len(written))
        bytes_before = [len(written[:place].encode()) for place in (start, end)]
        edits.append(TextEdit(text.span(*bytes_before), new))
        expected += written[position:start] + new
        position = end
        if position == len(written):
            break
        expected += written[position]
        position += 1
    assert str(text.apply(edits)) == expected + written[position:]


@given(TEXTS, st.integers(0, 30), st.integers(0, 30))
def test_a_span_covers_the_text_between_its_bytes(written: str, first: int, second: int) -> None:
    written = written.replace("\r", "")
    text = Text.of(written)
    first, second = sorted((min(first, len(written)), min(second, len(written))))
    span = text.span(len(written[:first].encode()), len(written[:second].encode()))
    assert text.slice(span) == written[first:second]
    assert span.contains(span.line, span.column)
    assert span.overlaps(span)


@given(st.binary(max_size=60))
@example(b"# coding: utf-16\n\xff\xfe")
@example(b"# coding: rot13\n\xff")
@example(b"# coding: hex\n\xff")
@example(b"# coding: idna\n\xff")
@example(b"# coding: undefined\n\xff")
@example(b"# coding: base64\n\xff")
@example(b"\xef\xbb\xbf\xff")
def test_any_bytes_are_a_text(raw: bytes) -> None:
    decode(raw).data.decode()


@given(st.text(max_size=20))
@example("\ud800")
def test_any_string_is_a_text(written: str) -> None:
    text = Text.of(written)
    assert len(str(text)) == len(written)


def test_a_latin_file_says_so() -> None:
    written = "# -*- coding: latin-1 -*-\nx = 'é'\n"
    assert str(decode(written.encode("latin-1"))) == written


def test_spans_that_touch_overlap() -> None:
    assert Span(1, 1, 1, 4).overlaps(Span(1, 4, 1, 9))
    assert not Span(1, 1, 1, 4).overlaps(Span(1, 5, 1, 9))
    assert not Span(1, 1, 1, 4).contains(1, 5)
