"""The symbols of `rules.yaml`: its sections, the apps, each rule and contract by its id."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word
from coupling_lsp.text import Span, Text

Sort = Literal["section", "app", "setting", "rule", "contract"]


class Symbol(NamedTuple):
    """A named part of the file; `span` is all of it, `name_span` lies inside."""

    name: str
    detail: str
    sort: Sort
    span: Span
    name_span: Span
    children: "tuple[Symbol, ...]" = ()


def symbols(text: Text) -> tuple[Symbol, ...]:
    """The symbols in the order they are written, also of a file that is half typed."""
    return tuple(_section(it) for it in outline(text).children if it.key is not None and it.key.text != "version")


def _section(entry: Entry) -> Symbol:
    assert entry.key is not None
    inner = entry.value.children if isinstance(entry.value, Block) else []
    if entry.key.text in ("edges", "contracts"):
        found = [it for item in inner if (it := _item(item, entry.key.text)) is not None]
    else:
        found = [it for child in inner if (it := _named(child, entry.key.text)) is not None]
    return Symbol(entry.key.text, "", "section", _span(entry), entry.key.span, tuple(found))


def _named(entry: Entry, section: str) -> Symbol | None:
    if entry.key is None or not entry.key.text:
        return None
    sort: Sort = "app" if section == "apps" else "setting"
    inside = entry.value
    detail = _first(inside, "role") if isinstance(inside, Block) and sort == "app" else _value(entry)
    return Symbol(entry.key.text, detail, sort, _span(entry), entry.key.span)


def _item(entry: Entry, section: str) -> Symbol | None:
    if not isinstance(entry.value, Block) or entry.value.is_list:
        return None
    block = entry.value
    name = next(iter(block.words("id")), None)
    if section == "contracts":
        detail, sort = _first(block, "type"), "contract"
    else:
        ends = [", ".join(it.text for it in block.words(key)) for key in ("from", "to")]
        detail, sort = " · ".join(filter(None, (_first(block, "intent"), " → ".join(filter(None, ends))))), "rule"
    shown = name.text if name is not None and name.text else "(no id)"
    place = name.span if name is not None else Span(*entry.start, *entry.start)
    return Symbol(shown, detail, "contract" if sort == "contract" else "rule", _span(entry), place)


def _first(block: Block, key: str) -> str:
    return next((it.text for it in block.words(key) if not it.is_text), "")


def _value(entry: Entry) -> str:
    if isinstance(entry.value, Word):
        return entry.value.text
    children = entry.value.children if entry.value is not None else []
    return ", ".join(it.value.text for it in children if isinstance(it.value, Word))


def _span(entry: Entry) -> Span:
    return Span(*entry.start, *entry.end)


def rules_of(block: Block) -> Iterator[tuple[str, Word]]:
    """The section and the id of every rule and contract."""
    for section in ("edges", "contracts"):
        for it in block.items(section):
            for word in it.words("id")[:1]:
                yield section, word
