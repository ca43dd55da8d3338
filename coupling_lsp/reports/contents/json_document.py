"""The common form of JSON reports: an object with a version and lists, one item a line, so that diffs stay small."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct


def json_document(lists: Mapping[str, Iterable[Struct]]) -> str:
    """Return `{"version": 1, "<name>": [<item>, …], …}` with a line for each item."""
    encode = msgspec.json.Encoder().encode
    members = ['"version": 1']
    for name, items in lists.items():
        lines = b",\n".join([encode(it) for it in items]).decode()
        members.append(f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []')
    return "{" + ",\n".join(members) + "}\n"
