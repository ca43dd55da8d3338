"""Names that a program looks up when it runs: of signals, tasks, commands, URLs, templates, tables and others.

A kind is one module: `CALLS` are the functions that take such a name (a method begins with a dot), each with the
pattern of what must follow its bracket, and `read` gathers the facts of one call. Some modules also have `MARKS`: other
text that leads to a name, and `visit` for it.
"""

import re
from types import ModuleType

from coupling_lsp.detect.channels import commands, migrations, patches, signals, sql, tasks, templates, urls
from coupling_lsp.detect.channels.channel_call import ChannelCall
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.source.tree import Tree

KINDS: tuple[ModuleType, ...] = (signals, tasks, commands, urls, templates, patches, sql, migrations)

_CALLS: dict[bytes, tuple[ModuleType, str, re.Pattern[bytes]]] = {
    f"{name}(".encode(): (kind, name.lstrip("."), shape) for kind in KINDS for name, shape in kind.CALLS.items()
}
_MARKS: dict[bytes, ModuleType] = {mark: kind for kind in KINDS for mark in getattr(kind, "MARKS", ())}
PATTERNS = (*_CALLS, *_MARKS)

_IN_NAME = frozenset(b"_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def is_candidate(data: bytes, start: int, end: int) -> bool:
    """Return whether the text around a pattern allows that a name stands there."""
    call = _CALLS.get(data[start:end])
    if call is None:
        return data[start:end] not in sql.MARKS or sql.may_stand_at(data, start)
    is_part = start > 0 and data[start] != _DOT and data[start - 1] in _IN_NAME
    return not is_part and call[2].match(data, end) is not None


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the names given to the call whose opening bracket ends the bytes, or that stand behind a mark."""
    pattern = tree.data[start:end]
    if pattern in _MARKS:
        _MARKS[pattern].visit(tree, start, end, facts)
        return
    kind, name, _ = _CALLS[pattern]
    call = ChannelCall.of_bracket(tree, end - 1, name, facts)
    if call is not None:
        kind.read(call)


_DOT = ord(".")
