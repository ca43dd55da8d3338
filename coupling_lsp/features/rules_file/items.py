"""The items that completion offers, as plain values."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from coupling_lsp.features.rules_file.cursor import Cursor
from coupling_lsp.features.wording import count
from coupling_lsp.text import Span

Sort = Literal["key", "word", "app", "module", "model", "symbol", "date", "rule", "folder"]


class Item(NamedTuple):
    """One offer: what is shown, and the text that takes the place of `span`. A snippet has places to fill in."""

    label: str
    text: str
    span: Span
    sort: Sort
    detail: str = ""
    doc: str = ""
    is_snippet: bool = False


class Value(NamedTuple):
    """A value that may stand somewhere; `uses` is the number of edges that speak for it."""

    text: str
    sort: Sort
    detail: str = ""
    doc: str = ""
    uses: int = 0


_QUOTED_FIRST_CHARACTERS = "*&!|>%@`'\"[]{}#,?:-"


def values(cursor: Cursor, candidates: Iterable[Value]) -> list[Item]:
    """Return values as items, those in use first, quoted where needed; without those the list has already."""
    present_values = set(cursor.others())
    missing_values = [it for it in candidates if it.text not in present_values]
    missing_values.sort(key=lambda it: -it.uses)
    return [_item(it, cursor) for it in missing_values]


def _item(value: Value, cursor: Cursor) -> Item:
    text = quoted(value.text, cursor.quote)
    return Item(value.text, text, cursor.span, value.sort, _detail(value), value.doc)


def quoted(text: str, quote: str) -> str:
    """Return a value as YAML writes it where these quotes, or none, are around it already."""
    return f'"{text}"' if not quote and text[:1] in _QUOTED_FIRST_CHARACTERS else text


def _detail(value: Value) -> str:
    return " · ".join(filter(None, (value.detail, count(value.uses, "edge") if value.uses else "")))
