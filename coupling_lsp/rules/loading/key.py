"""What is said of one key of `rules.yaml`."""

from typing import Literal, NamedTuple

Sort = Literal["version", "text", "texts", "word", "words", "date", "layers", "fix", "section", "by-label", "entries"]
"""What stands behind a key: one value or several, a mapping of known keys, one such mapping per app or list item."""

Names = Literal["", "app", "selector", "edge", "service", "settings", "package", "root", "owner"]
"""What plain values name."""


class Key(NamedTuple):
    """A key of a mapping. `words` are the values it may have, each with its meaning; `keys` those of its mappings."""

    name: str
    doc: str
    sort: Sort = "text"
    needed: bool = False
    names: Names = ""
    words: tuple[tuple[str, str], ...] = ()
    keys: "tuple[Key, ...]" = ()
    default: str = ""
