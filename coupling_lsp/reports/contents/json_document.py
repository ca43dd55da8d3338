"""The common form of JSON reports: an object with a version and lists, one item a line, so that diffs stay small."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct


def json_document(lists: Mapping[str, Iterable[Struct]]) -> str:
    """Return `{"version": 1, "<name>": [<item>, …], …}` with a line for each item."""
    encoder = msgspec.json.Encoder()
    document = bytearray(b'{"version": 1')  # One buffer: the edges of a large project are tens of megabytes.
    for name, items in lists.items():
        document += f',\n"{name}": ['.encode()
        separator, end = b"\n", b"]"
        for item in items:
            document += separator
            encoder.encode_into(item, document, -1)
            separator, end = b",\n", b"\n]"
        document += end
    document += b"}\n"
    return document.decode()
