"""Where in a text the searched names stand, told by its bytes alone."""

import re
from collections.abc import Mapping
from functools import lru_cache

import ahocorasick_rs

from coupling_lsp.detect.second_pass.argument_prefilter import may_hand
from coupling_lsp.detect.second_pass.lookup_prefilter import ENDS, alone, spelt
from coupling_lsp.django.dispatch import CONNECT, SENDER
from coupling_lsp.django.queryset_api import LOADING_ENDING, QUERY_METHODS, ROW_METHODS
from coupling_lsp.model.words import Words
from coupling_lsp.text import IN_NAME

_TESTS = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+test(?!_func\b)", re.M)  # Django's views have a `test_func`.
_CONNECT = f".{CONNECT}(".encode()
_NO_READ = re.compile(rb"[ \t]*(?:\((?!manager=)|=(?!=))")
_OF_PYTHON = (*dir(dict), *dir(list), *dir(str), *dir(set))
_COMMON = frozenset(name.encode() for name in (*_OF_PYTHON, *QUERY_METHODS, *ROW_METHODS))
"""Methods that what Python and Django bring has too: they count where they are called on a class or on `self`."""

_OF_CLASS = re.compile(rb"(?:\b(?:self|cls)|(?<!request\.)\b[A-Z]\w*|super\(\))\Z")
_DEFINED = re.compile(rb"\b(?:def|class)[ \t]+\Z")
_FARTHEST = 60
_AUTOMATON, _MANY = ahocorasick_rs.Implementation, 500
_DOT, _OPENING = ord("."), ord("(")
LOADING = f"{LOADING_ENDING}(".encode()
"""What ends the names of the methods that load rows by relations: `select_related(`."""


def has_tests(data: bytes) -> bool:
    """Whether a text defines tests, which read and call everything."""
    return b"def test" in data and b"assert" in data and _TESTS.search(data) is not None


def hits(data: bytes, words: Words) -> list[tuple[int, int]]:
    """The byte ranges of the words in a text, as whole names."""
    scan = _scan(words)
    keys = keys_of(words)
    size = len(data)
    ranges = []
    for _, start, end in scan.find_matches_as_indexes(data) if scan is not None else ():
        if data.startswith(LOADING, start):
            ranges.append((end - 2, end - 1))
            continue
        if data.startswith(b"__", end - 2) and data[start] != _DOT:
            if start and data[start - 1] not in IN_NAME and data[start - 1] != _DOT:
                ranges.append((start, end))
            continue
        if data[end - 1] in ENDS:
            ranges += alone(data, start, end)
            continue
        if data[end - 1] != _OPENING:
            if (end == size or data[end] not in IN_NAME) and not _NO_READ.match(data, end):
                ranges.append((start + 1, end))
            continue
        if data[start] == _DOT:
            start += 1
            is_common = data[start : end - 1] in _COMMON
            if is_common and not _OF_CLASS.search(data, max(0, start - _FARTHEST), start - 1):
                continue
        elif (start and data[start - 1] in IN_NAME) or _DEFINED.search(data, max(0, start - _FARTHEST), start):
            continue
        is_related = data.startswith(b"manager=", end)  # `order.lines(manager="open")` is read like an attribute.
        if is_related or may_hand(data, end, keys.get(data[start : end - 1].decode(), _SENDER)):
            ranges.append((start, end - 1))
    return ranges


_SENDER = frozenset([SENDER])

Keys = Mapping[str, frozenset[str]]
"""The numbers and names of the arguments that are wanted, by the name of the function."""


@lru_cache(maxsize=8)
def keys_of(words: Words) -> Keys:
    """The parameters that are wanted, by function."""
    keys_by_function: dict[str, set[str]] = {}
    for callee, number, name in words.parameters:
        keys_by_function.setdefault(callee.removeprefix("."), set()).update(key for key in (number, name) if key)
    return {function: frozenset(keys) for function, keys in keys_by_function.items()}


@lru_cache(maxsize=8)
def _scan(words: Words) -> ahocorasick_rs.BytesAhoCorasick | None:
    patterns = [f".{name}".encode() for name in sorted(words.attributes)]
    patterns += [f"{name}__".encode() for name in sorted(words.lookups)]
    patterns += [*([LOADING] if words.lookups else []), *spelt(words.alone, words.ordering)]
    callees = {parameter.callee for parameter in words.parameters}
    callees |= {f".{name}" for name in callees if not name.startswith(".")}
    patterns += [f"{name}(".encode() for name in sorted(callees)]
    if not patterns:
        return None
    # The faster one takes long to make when it has many.
    implementation = _AUTOMATON.ContiguousNFA if len(patterns) > _MANY else _AUTOMATON.DFA
    return ahocorasick_rs.BytesAhoCorasick(
        [*patterns, _CONNECT],
        implementation=implementation,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
    )
