"""The form of the JSON documents: an object with a version and lists, one item a line, as diffs like it."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct


def json_document(parts: Mapping[str, Iterable[Struct]]) -> str:
    """A JSON object with a version and lists, one item a line."""
    encode = msgspec.json.Encoder().encode
    told = ['"version": 1']
    for name, found in parts.items():
        lines = b",\n".join([encode(it) for it in found]).decode()
        told.append(f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []')
    return "{" + ",\n".join(told) + "}\n"
