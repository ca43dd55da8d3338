"""What completion offers, as plain values."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from coupling_lsp.features.rules_file.cursor import Cursor
from coupling_lsp.features.wording import count
from coupling_lsp.text import Span

Sort = Literal["key", "word", "app", "module", "model", "symbol", "date", "rule"]


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


_PLAIN_FIRST = "*&!|>%@`'\"[]{}#,?:-"


def values(cursor: Cursor, found: Iterable[Value]) -> list[Item]:
    """Values as items: the ones in use first, those that stand in the list already left out, quoted where needed."""
    there = set(cursor.others())
    fresh = [it for it in found if it.text not in there]
    fresh.sort(key=lambda it: -it.uses)
    return [Item(it.text, quoted(it.text, cursor.quote), cursor.span, it.sort, _detail(it), it.doc) for it in fresh]


def quoted(text: str, quote: str) -> str:
    """A value as YAML writes it where these quotes, or none, are around it already."""
    return f'"{text}"' if not quote and text[:1] in _PLAIN_FIRST else text


def _detail(it: Value) -> str:
    return " · ".join(filter(None, (it.detail, count(it.uses, "edge") if it.uses else "")))
