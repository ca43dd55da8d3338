"""Completion in `rules.yaml`: keys, words, and names that the index knows, the ones with edges first."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from coupling_lsp.features.missing_settings import installing_modules
from coupling_lsp.features.rules_file import cursor as cursors
from coupling_lsp.features.rules_file import project_names, templates
from coupling_lsp.features.rules_file.cursor import Cursor
from coupling_lsp.features.rules_file.items import Item, Value, values
from coupling_lsp.index.project import uninstalled_packages
from coupling_lsp.model.edge_kinds import KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.rules.loading.key import Key
from coupling_lsp.rules.suggestions import month_end
from coupling_lsp.rules.yaml.outline_tree import Block, Entry
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


def complete(snapshot: Snapshot, text: Text, line: int, column: int, *, snippets: bool) -> list[Item]:
    """Return what may stand at a line and column, from 1, the best first. The text need not be YAML yet."""
    cursor = cursors.find(text, line, column)
    if cursor is None:
        return []
    if cursor.is_key or (cursor.on_own_line and cursor.key.sort in ("section", "by-label", "fix")):
        return _keys(snapshot, cursor)
    if cursor.key.sort == "entries":
        return templates.new_entries(cursor, snippets=snippets)
    offer = _OFFERS.get(cursor.key.names or cursor.key.sort)
    return values(cursor, offer(snapshot, cursor)) if offer is not None else []


def _keys(snapshot: Snapshot, cursor: Cursor) -> list[Item]:
    """Return the keys a mapping lacks."""
    present_keys = cursor.siblings() if cursor.is_key else set()
    items = []
    if cursor.key.sort == "by-label":
        suffix = "" if cursor.has_colon else ":"
        return [
            Item(label.text, f"{label.text}{suffix}", cursor.span, "app", label.detail, label.doc)
            for label in project_names.apps(snapshot)
            if label.text not in present_keys
        ]
    for key in _fitting(cursor):
        if key.name not in present_keys:
            detail = "needed" if key.needed else f"default: {key.default}" if key.default else ""
            items.append(Item(key.name, templates.key_text(key, cursor), cursor.span, "key", detail, key.doc))
    return items


def _fitting(cursor: Cursor) -> tuple[Key, ...]:
    """Return the keys of a mapping; of a contract only those that its type uses."""
    block = cursor.block if cursor.is_key else None
    kinds = block.words("type") if block is not None and cursor.path == ("contracts",) else []
    uses = templates.USED_BY_TYPE.get(kinds[0].text) if kinds else None
    return tuple(it for it in cursor.key.keys if uses is None or it.name in uses)


def _words(snapshot: Snapshot, cursor: Cursor) -> Iterator[Value]:
    uses: Counter[str] = Counter()
    if cursor.path == ("edges", "via"):
        uses = Counter(edge.kind for edge in _edges(snapshot, cursor, ("from", "to")))
    for word, doc in cursor.key.words:
        yield Value(word, "word", "default" if word == cursor.key.default else "", doc, uses[word])


def _selectors(snapshot: Snapshot, cursor: Cursor) -> list[Value]:
    side: project_names.Side = "from" if cursor.path[-1] == "from" else "to"
    near = _edges(snapshot, cursor, ("to" if side == "from" else "from", "via"))
    uses = project_names.uses_of(near, side, snapshot)
    head = tuple(cursor.typed.split(".")[:-1])
    if head and head[0] in snapshot.apps:
        return project_names.members(snapshot, head, side, uses)
    return [*project_names.apps(snapshot, uses), Value("*", "word", "every app")] if not head else []


def _edges(snapshot: Snapshot, cursor: Cursor, keys: tuple[str, ...]) -> list[Edge]:
    """Return the edges that fit the other keys of the rule around the caret; all of them when none does."""
    rule = cursor.around()
    values_by_key = {key: [it.text for it in rule.words(key)] for key in keys} if rule is not None else {}
    kinds = [it for it in KINDS if it in values_by_key.get("via", ())]
    fitting = project_names.edges(snapshot, values_by_key.get("from", ()), values_by_key.get("to", ()), kinds)
    return fitting or project_names.edges(snapshot)


def _apps(snapshot: Snapshot, _cursor: Cursor) -> Iterator[Value]:
    return project_names.apps(snapshot)


def _services(snapshot: Snapshot, cursor: Cursor) -> list[Value]:
    label = cursor.path[1]
    n_imports = Counter(
        edge.to_module for edge, _ in snapshot.edges() if edge.to_app == label and edge.kind == "import"
    )
    modules = [Value(it, "module", "module", uses=n_imports[it]) for it in project_names.modules_of(snapshot, label)]
    return sorted(modules, key=lambda it: (not it.text.rpartition(".")[2].startswith("service"), it.text))


def _settings(snapshot: Snapshot, _cursor: Cursor) -> Iterator[Value]:
    for module in sorted(installing_modules(snapshot)):
        yield Value(module, "module", "installs apps")


def _packages(snapshot: Snapshot, _cursor: Cursor) -> Iterator[Value]:
    """Yield the packages that look like apps and are none, each behind the pattern for all that lie beside it."""
    packages = uninstalled_packages(snapshot.index)
    homes = Counter(home for it in packages if (home := it.rpartition(".")[0]))
    for home, number in homes.items():
        if number > 1:
            yield Value(f"{home}.*", "module", "pattern", uses=0)
    for package in packages:
        yield Value(package, "module", "looks like an app")


def _roots(snapshot: Snapshot, _cursor: Cursor) -> Iterator[Value]:
    return project_names.package_folders(snapshot)


def _owners(_snapshot: Snapshot, cursor: Cursor) -> list[Value]:
    """Return the owners the file names elsewhere."""
    root = cursor.block
    while root.owner is not None:
        root = root.owner.parent
    tally: Counter[str] = Counter()
    for block in (*root.items("edges"), *_notes(root)):
        tally.update(it.text for key in ("owner", "owners") for it in block.words(key) if cursors.MARK not in it.text)
    return [Value(name, "word", f"{number}×") for name, number in tally.most_common()]


def _notes(root: Block) -> Iterator[Block]:
    apps = root.entry("apps")
    children: list[Entry] = apps.value.children if apps is not None and isinstance(apps.value, Block) else []
    for note in children:
        if isinstance(note.value, Block):
            yield note.value


def _dates(snapshot: Snapshot, _cursor: Cursor) -> Iterator[Value]:
    if snapshot.layout.today:
        for months, detail in ((3, "in three months"), (6, "in half a year"), (12, "in a year")):
            yield Value(month_end(snapshot.layout.today, months), "date", detail)


_Offer = Callable[[Snapshot, Cursor], "Iterator[Value] | list[Value]"]
_OFFERS: Mapping[str, _Offer] = {
    "version": _words,
    "word": _words,
    "words": _words,
    "selector": _selectors,
    "app": _apps,
    "service": _services,
    "settings": _settings,
    "package": _packages,
    "root": _roots,
    "owner": _owners,
    "date": _dates,
}
