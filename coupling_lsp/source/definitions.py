"""Where the names of a module are defined, and where another file takes one as an attribute of the module.

Facts have neither: both are asked for rarely, and are then searched for in the text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from coupling_lsp.source.strings import Strings
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Span, Text

_DEFINITION = re.compile(rb"^(?:(?:async[ \t]+)?def|class)[ \t]+([\w\x80-\xff]+)", re.M)
_ASSIGNMENT = re.compile(rb"^([A-Za-z_\x80-\xff][\w\x80-\xff]*)[ \t]*(?::[^=\n]*)?=(?!=)", re.M)
_LONE_CR = re.compile(rb"\r(?!\n)")


def definitions(text: Text) -> Iterator[tuple[str, Span]]:
    """Yield the functions and classes of a module that stand at the left margin, each with the span of its name."""
    yield from _matches_in_code(_DEFINITION, text)


def definition(text: Text, name: str) -> Span | None:
    """Return the span of the name of a function, class or constant; None when no line at the left margin defines it."""
    for pattern in (_DEFINITION, _ASSIGNMENT):
        for defined_name, span in _matches_in_code(pattern, text):
            if defined_name == name:
                return span
    return None


@lru_cache(maxsize=256)
def attributes(text: Text, module_name: str) -> tuple[tuple[str, Span], ...]:
    """Return the attributes taken of a name, such as a module that was imported whole, each with its span."""
    pattern = re.compile(rb"(?<![\w.\x80-\xff])" + re.escape(module_name.encode()) + rb"[ \t]*\.[ \t]*([\w\x80-\xff]+)")
    hits = [match.span(1) for match in pattern.finditer(text.data)]
    if not hits:
        return ()
    tree = Tree(text.data)
    places = []
    for start, end in hits:
        node = tree.at(start, end)
        parent = node.parent if node is not None else None
        if node is not None and node.type == "identifier" and parent is not None and parent.type == "attribute":
            places.append((text.data[start:end].decode(), text.span(start, end)))
    return tuple(places)


def code_of(text: Text) -> bytes:
    """Return the bytes of a text as Python cuts them into lines: a lone carriage return ends one, too."""
    return _LONE_CR.sub(b"\n", text.data) if b"\r" in text.data else text.data


def _matches_in_code(pattern: re.Pattern[bytes], text: Text) -> Iterator[tuple[str, Span]]:
    data = code_of(text)
    strings = Strings(data)
    for match in pattern.finditer(data):
        if match.start() not in strings:
            yield match[1].decode(), text.span(*match.span(1))
