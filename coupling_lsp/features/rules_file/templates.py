"""Texts to insert into `rules.yaml` for a new key, rule or contract."""

from collections.abc import Iterable, Mapping

from coupling_lsp.features.rules_file.cursor import Cursor
from coupling_lsp.features.rules_file.items import Item
from coupling_lsp.model.edge_kinds import KINDS
from coupling_lsp.model.rules import BLANK, INTENTS
from coupling_lsp.rules.loading.key import Key
from coupling_lsp.rules.loading.keys import REQUIRED_BY_TYPE

USED_BY_TYPE: Mapping[str, tuple[str, ...]] = {
    kind: ("id", "type", "why", *(needed or ("apps",))) for kind, needed in REQUIRED_BY_TYPE.items()
}
"""The keys a contract uses, by its type."""

_RULE_TEMPLATES = (
    (
        "a rule",
        "Allows edges, calls them tech debt, or forbids them",
        (
            "id: ${1:name}",
            "from: ${2:app}",
            "to: ${3:app}",
            f"via: [${{4|{','.join(KINDS)}|}}]",
            f"intent: ${{5|{','.join(INTENTS)}|}}",
            f"why: ${{6:{BLANK}}}",
        ),
    ),
)
_CONTRACT_TEMPLATES = (
    ("independence", "No edge between any two of these apps", ("apps: [${2:app, app}]",)),
    ("layers", "No edge to a layer above, nor between apps of one layer", ("layers:", "  - ${2:app}", "  - ${3:app}")),
    ("forbidden", "No edge from these apps to those", ("from: [${2:app}]", "to: [${3:app}]")),
    ("acyclic", "No edges around in a circle", ()),
)


def key_text(key: Key, cursor: Cursor) -> str:
    """Return a key with its colon, unless that stands there already."""
    if cursor.has_colon:
        return key.name
    is_mapping = key.sort in ("section", "by-label", "entries", "layers") and not cursor.block.is_flow
    return f"{key.name}:" if is_mapping else f"{key.name}: "


def new_entries(cursor: Cursor, *, snippets: bool) -> list[Item]:
    """Return the items that begin a rule or contract: whole where the editor takes snippets, and by its first keys."""
    has_dash = cursor.entry.key is None and not cursor.entry.bare
    dash = "" if has_dash else "- "
    if cursor.block.is_flow or (cursor.entry.key is not None and not cursor.on_own_line):
        return []
    items = []
    for label, doc, lines in _templates(cursor.path):
        if snippets:
            text = dash + "\n  ".join(lines)
            items.append(Item(f"{dash}{label}", text, cursor.span, "rule", "new", doc, is_snippet=True))
    plain = [it for it in cursor.key.keys if has_dash or it is cursor.key.keys[0]]
    return items + [Item(f"{dash}{it.name}", f"{dash}{it.name}: ", cursor.span, "key", "", it.doc) for it in plain]


def _templates(path: tuple[str, ...]) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """Return the entries that may be written whole below a key: label, documentation and lines of each."""
    if path == ("edges",):
        return _RULE_TEMPLATES
    if path != ("contracts",):
        return ()
    return [
        (f"a contract: {kind}", doc, ("id: ${1:name}", f"type: {kind}", *lines, f"why: ${{9:{BLANK}}}"))
        for kind, doc, lines in _CONTRACT_TEMPLATES
    ]
