"""Finds where search terms stand in a text, by its bytes."""

import re
from collections.abc import Mapping
from functools import lru_cache

import ahocorasick_rs

from coupling_lsp.detect.second_pass import attribute_getters, attribute_paths
from coupling_lsp.detect.second_pass.argument_prefilter import may_pass_argument
from coupling_lsp.detect.second_pass.lookup_prefilter import ENDS, bare_lookup_patterns, bare_lookup_ranges
from coupling_lsp.django.dispatch import CONNECT, SENDER
from coupling_lsp.django.queryset_api import LOADING_ENDING, PREFETCHING_FUNCTIONS, QUERY_METHODS, ROW_METHODS
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.text import IN_NAME

_TEST = re.compile(rb"def[ \t]+test(?!_func\b)")  # Django's views have a `test_func`.
_CONNECT_CALL = f".{CONNECT}(".encode()
_CALL_OR_ASSIGNMENT = re.compile(rb"[ \t]*(?:\((?!manager=)|=(?!=))")
_OF_PYTHON = (*dir(dict), *dir(list), *dir(str), *dir(set))
_COMMON_METHODS = frozenset(name.encode() for name in (*_OF_PYTHON, *QUERY_METHODS, *ROW_METHODS))
"""Methods that types of Python and Django have too: they count where they are called on a class or on `self`."""

_CLASS_RECEIVER = re.compile(rb"(?:\b(?:self|cls)|(?<!request\.)\b[A-Z]\w*|super\(\))\Z")
_MAX_RECEIVER_LENGTH = 60
"""In bytes before a name; of a longer text its end counts."""

_AUTOMATON, _MANY_PATTERNS = ahocorasick_rs.Implementation, 500
_DOT, _OPENING = ord("."), ord("(")
LOADING = f"{LOADING_ENDING}(".encode(), f"{LOADING_ENDING} = ".encode()
"""The end of the names of methods and options that load rows by relations: `select_related(`."""

_PREFETCHING = f"{PREFETCHING_FUNCTIONS[0]}(".encode()


def has_tests(data: bytes) -> bool:
    """Return whether a text defines tests, which read and call everything."""
    if b"def test" not in data or b"assert" not in data:
        return False
    return any(_begins_statement(data, match.start()) for match in _TEST.finditer(data))


def _begins_statement(data: bytes, start: int) -> bool:
    """Return whether nothing but `async` stands before an offset in its line."""
    return data[data.rfind(b"\n", 0, start) + 1 : start].strip(b" \t") in (b"", b"async")


def hits(data: bytes, search_terms: SearchTerms) -> list[tuple[int, int]]:
    """Return the byte ranges where search terms stand in a text as whole names."""
    scan = _automaton(search_terms)
    keys = argument_keys(search_terms)
    size = len(data)
    ranges = []
    for _, start, end in scan.find_matches_as_indexes(data) if scan is not None else ():
        if data.startswith((*LOADING, _PREFETCHING), start):
            end_of_name = start + len(data[start:end].rstrip(b"( ="))
            ranges.append((end_of_name - 1, end_of_name))
            continue
        if attribute_paths.is_attribute_path(data, start, end):
            if data[start - 1] not in IN_NAME:
                ranges.append((start, end))
            continue
        if data.startswith(b"__", end - 2) and data[start] != _DOT:
            if start and data[start - 1] not in IN_NAME and data[start - 1] != _DOT:
                ranges.append((start, end))
            continue
        if data[end - 1] in ENDS:
            ranges += bare_lookup_ranges(data, start, end)
            continue
        if data.startswith(attribute_getters.PATTERNS, start):
            if attribute_getters.asked_name(data, start, end) in search_terms.attributes:
                ranges.append((start, end - 1))
            continue
        if data[end - 1] != _OPENING:
            if (end == size or data[end] not in IN_NAME) and not _CALL_OR_ASSIGNMENT.match(data, end):
                ranges.append((start + 1, end))
            continue
        if data[start] == _DOT:
            start += 1
            if data[start : end - 1].decode() in search_terms.writing_methods:
                ranges.append((start, end - 1))
                continue
            is_common = data[start : end - 1] in _COMMON_METHODS
            if is_common and not _CLASS_RECEIVER.search(data, max(0, start - _MAX_RECEIVER_LENGTH), start - 1):
                continue
        elif (start and data[start - 1] in IN_NAME) or _is_defined(data, start):
            continue
        is_related = data.startswith(b"manager=", end)  # `order.lines(manager="open")` is read like an attribute.
        if is_related or may_pass_argument(data, end, keys.get(data[start : end - 1].decode(), _SENDER_KEY)):
            ranges.append((start, end - 1))
    return ranges


def _is_defined(data: bytes, start: int) -> bool:
    """Return whether the name at an offset is that of a function or class being defined."""
    return data[max(0, start - _MAX_RECEIVER_LENGTH) : start].rstrip(b" \t").endswith((b"def", b"class"))


_SENDER_KEY = frozenset([SENDER])

Keys = Mapping[str, frozenset[str]]
"""The numbers and names of the arguments that matter, by the name of the function."""


@lru_cache(maxsize=8)
def argument_keys(search_terms: SearchTerms) -> Keys:
    """Return the arguments that matter, by function."""
    keys_by_function: dict[str, set[str]] = {}
    for callee, number, name in search_terms.parameters:
        keys_by_function.setdefault(callee.removeprefix("."), set()).update(key for key in (number, name) if key)
    return {function: frozenset(keys) for function, keys in keys_by_function.items()}


@lru_cache(maxsize=8)
def _automaton(search_terms: SearchTerms) -> ahocorasick_rs.BytesAhoCorasick | None:
    patterns = [f".{name}".encode() for name in sorted(search_terms.attributes | search_terms.managers)]
    patterns += attribute_getters.PATTERNS if search_terms.attributes else ()
    patterns += [f"{name}__".encode() for name in sorted(search_terms.lookups)]
    patterns += [
        *([*LOADING, _PREFETCHING] if search_terms.lookups else []),
        *(attribute_paths.PATTERNS if search_terms.attributes else ()),
        *bare_lookup_patterns(search_terms.bare_lookups, search_terms.ordering),
    ]
    callees = {parameter.callee for parameter in search_terms.parameters}
    callees |= {f".{name}" for name in callees if not name.startswith(".")}
    callees |= {f".{name}" for name in search_terms.writing_methods}
    patterns += [f"{name}(".encode() for name in sorted(callees)]
    if not patterns:
        return None
    # The faster one takes long to make when it has many.
    implementation = _AUTOMATON.ContiguousNFA if len(patterns) > _MANY_PATTERNS else _AUTOMATON.DFA
    return ahocorasick_rs.BytesAhoCorasick(
        [*patterns, _CONNECT_CALL],
        implementation=implementation,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
    )
