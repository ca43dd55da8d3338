"""Completion in `rules.yaml`: keys, words, and names that the index knows, the ones with edges first."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from coupling_lsp.features.rules_file import cursor as cursors
from coupling_lsp.features.rules_file import names, new
from coupling_lsp.features.rules_file.cursor import Cursor
from coupling_lsp.features.rules_file.items import Item, Value, values
from coupling_lsp.model.edge_kinds import KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.rules import suggestions
from coupling_lsp.rules.loading.key import Key
from coupling_lsp.rules.yaml.outline_tree import Block, Entry
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


def complete(snapshot: Snapshot, text: Text, line: int, column: int, *, snippets: bool) -> list[Item]:
    """What may stand at a line and column, from 1, the best first. The text need not be YAML yet."""
    cursor = cursors.find(text, line, column)
    if cursor is None:
        return []
    if cursor.is_key or (cursor.on_own_line and cursor.key.sort in ("section", "by-label", "fix")):
        return _keys(snapshot, cursor)
    if cursor.key.sort == "entries":
        return new.entries(cursor, snippets=snippets)
    offer = _OFFERS.get(cursor.key.names or cursor.key.sort)
    return values(cursor, offer(snapshot, cursor)) if offer is not None else []


def _keys(snapshot: Snapshot, cursor: Cursor) -> list[Item]:
    """The keys a mapping lacks."""
    there = cursor.siblings() if cursor.is_key else set()
    found = []
    if cursor.key.sort == "by-label":
        behind = "" if cursor.has_colon else ":"
        return [
            Item(it.text, f"{it.text}{behind}", cursor.span, "app", it.detail, it.doc)
            for it in names.apps(snapshot)
            if it.text not in there
        ]
    for key in _fitting(cursor):
        if key.name not in there:
            detail = "needed" if key.needed else f"default: {key.default}" if key.default else ""
            found.append(Item(key.name, new.written(key, cursor), cursor.span, "key", detail, key.doc))
    return found


def _fitting(cursor: Cursor) -> tuple[Key, ...]:
    """The keys of a mapping; of a contract only those that its type uses."""
    block = cursor.block if cursor.is_key else None
    kinds = block.words("type") if block is not None and cursor.path == ("contracts",) else []
    uses = new.USED_BY_TYPE.get(kinds[0].text) if kinds else None
    return tuple(it for it in cursor.key.keys if uses is None or it.name in uses)


def _words(snapshot: Snapshot, cursor: Cursor) -> Iterator[Value]:
    uses: Counter[str] = Counter()
    if cursor.path == ("edges", "via"):
        uses = Counter(edge.kind for edge in _edges(snapshot, cursor, ("from", "to")))
    for word, doc in cursor.key.words:
        yield Value(word, "word", "default" if word == cursor.key.default else "", doc, uses[word])


def _selectors(snapshot: Snapshot, cursor: Cursor) -> list[Value]:
    side: names.Side = "from" if cursor.path[-1] == "from" else "to"
    near = _edges(snapshot, cursor, ("to" if side == "from" else "from", "via"))
    uses = names.uses_of(near, side, snapshot)
    head = tuple(cursor.typed.split(".")[:-1])
    if head and head[0] in snapshot.apps:
        return names.inside(snapshot, head, side, uses)
    return [*names.apps(snapshot, uses), Value("*", "word", "every app")] if not head else []


def _edges(snapshot: Snapshot, cursor: Cursor, by: tuple[str, ...]) -> list[Edge]:
    """The edges that the other keys of the rule around the caret leave; all of them when these say nothing."""
    rule = cursor.around()
    said = {key: [it.text for it in rule.words(key)] for key in by} if rule is not None else {}
    kinds = [it for it in KINDS if it in said.get("via", ())]
    fitting = names.edges(snapshot, said.get("from", ()), said.get("to", ()), kinds)
    return fitting or names.edges(snapshot)


def _apps(snapshot: Snapshot, _cursor: Cursor) -> Iterator[Value]:
    return names.apps(snapshot)


def _services(snapshot: Snapshot, cursor: Cursor) -> list[Value]:
    label = cursor.path[1]
    taken = Counter(edge.to_module for edge, _ in snapshot.edges() if edge.to_app == label and edge.kind == "import")
    found = [Value(it, "module", "module", uses=taken[it]) for it in names.modules_of(snapshot, label)]
    return sorted(found, key=lambda it: (not it.text.rpartition(".")[2].startswith("service"), it.text))


def _settings(snapshot: Snapshot, _cursor: Cursor) -> Iterator[Value]:
    for path, facts in sorted(snapshot.index.facts.items()):
        module = snapshot.index.names.modules.names.get(path)
        if module and any(it.name == "INSTALLED_APPS" for it in facts.settings):
            yield Value(module, "module", "installs apps")


def _owners(_snapshot: Snapshot, cursor: Cursor) -> list[Value]:
    """The owners the file names elsewhere."""
    root = cursor.block
    while root.owner is not None:
        root = root.owner.parent
    found: Counter[str] = Counter()
    for block in (*root.items("edges"), *_notes(root)):
        found.update(it.text for key in ("owner", "owners") for it in block.words(key) if cursors.MARK not in it.text)
    return [Value(name, "word", f"{number}×") for name, number in found.most_common()]


def _notes(root: Block) -> Iterator[Block]:
    apps = root.entry("apps")
    children: list[Entry] = apps.value.children if apps is not None and isinstance(apps.value, Block) else []
    for it in children:
        if isinstance(it.value, Block):
            yield it.value


def _dates(snapshot: Snapshot, _cursor: Cursor) -> Iterator[Value]:
    if snapshot.layout.today:
        for months, told in ((3, "in three months"), (6, "in half a year"), (12, "in a year")):
            yield Value(suggestions.month_end(snapshot.layout.today, months), "date", told)


_Offer = Callable[[Snapshot, Cursor], "Iterator[Value] | list[Value]"]
_OFFERS: Mapping[str, _Offer] = {
    "version": _words,
    "word": _words,
    "words": _words,
    "selector": _selectors,
    "app": _apps,
    "service": _services,
    "settings": _settings,
    "owner": _owners,
    "date": _dates,
}
