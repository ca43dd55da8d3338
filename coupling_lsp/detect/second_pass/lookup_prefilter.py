"""Tells by the bytes around a hit whether it may be a lookup of a query, so that most hits need no tree."""

import re
from collections.abc import Iterable

from coupling_lsp.django.conventions import LISTING_OPTIONS
from coupling_lsp.django.lookups import CONDITIONS
from coupling_lsp.django.queryset_api import LOADING_METHODS, PREFETCHING_METHODS, TAKE_KEYWORDS, TAKE_NAMES
from coupling_lsp.django.shortcuts import QUERY_SHORTCUTS
from coupling_lsp.django.third_party import FILTER_PARAMETERS

_MAX_DISTANCE_TO_BRACKET = 300
"""In bytes before a lookup; a call that begins farther up is not recognised."""

_BRACKETS = re.compile(rb"[()]")
_TAKE_KEYWORDS = (*(f".{name}" for name in TAKE_KEYWORDS), *QUERY_SHORTCUTS, *CONDITIONS, "dict")
_BY_KEYWORD = tuple(name.encode() for name in _TAKE_KEYWORDS)
_BY_NAME = tuple(f".{name}".encode() for name in TAKE_NAMES - LOADING_METHODS - PREFETCHING_METHODS)
_EXPRESSION = re.compile(rb"\b[A-Z]\w*(?<!Field)(?<!Key)(?<!Error)\Z")
_OPTION = re.compile(rb"\b(?:" + "|".join(LISTING_OPTIONS).encode() + rb")\w*[ \t]*=[ \t\r\n]*[\[({][^()=]*\Z")
_FIELD_NAMES = tuple(f"{FILTER_PARAMETERS[0]}={quote}".encode() for quote in "\"'")
_QUOTES_AND_BLANKS = b" \t\r\n\"'-"
ENDS, _EQUALS, _DOT = frozenset(b"\"'="), ord("="), ord(".")
_MAX_EXPRESSION_NAME_LENGTH = 60
"""In bytes before a bracket; of a longer name its end counts."""

_QUOTED_FORMS = (b'"%s"', b"'%s'", b'"-%s"', b"'-%s'")
_ARGUMENT_STARTS = frozenset(b"( \t\r\n,")


def bare_lookup_patterns(lookups: Iterable[str], orderings: Iterable[str]) -> list[bytes]:
    """Return the patterns of lookups without underscores: in quotes, and before `=` unless they only put in order."""
    patterns = [form % it.encode() for it in sorted(orderings) for form in _QUOTED_FORMS]
    return patterns + [form % it.encode() for it in sorted(lookups) for form in (*_QUOTED_FORMS, b"%s=")]


def bare_lookup_ranges(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Return the range of the name in a match of such a pattern; none where it is no lookup: `orders == x`."""
    if data[end - 1] == _EQUALS and (data[end : end + 1] == b"=" or data[start - 1] not in _ARGUMENT_STARTS):
        return []
    return [(end - len(data[start:end].strip(_QUOTES_AND_BLANKS + b"=")) - 1, end - 1)]


def is_worth_parsing(data: bytes, first: int, start: int, end: int) -> bool:
    """Return whether a hit is worth parsing: a lookup without underscores only in a call or option that may take it.

    Bytes before the offset `first` do not count.
    """
    if data.startswith(b"__", end - 2) or data[end - 1] == _EQUALS or not is_lookup(data, start, end):
        return True
    text_before = data[max(first, start - _MAX_DISTANCE_TO_BRACKET) : start]
    opening = _open_bracket(text_before)
    if data[end] == _EQUALS:
        return text_before.endswith(_BY_KEYWORD, 0, max(opening, 0))
    if opening >= 0 and text_before.endswith(_BY_NAME, 0, opening):
        return True
    is_first = opening >= 0 and not text_before[opening + 1 :].strip(_QUOTES_AND_BLANKS)
    if is_first and _EXPRESSION.search(text_before, max(opening - _MAX_EXPRESSION_NAME_LENGTH, 0), opening) is not None:
        return True
    return text_before.endswith(_FIELD_NAMES) or _OPTION.search(text_before) is not None


def _open_bracket(text_before: bytes) -> int:
    """Return where the last bracket stands that is not closed; -1 for none."""
    n_closed = 0
    for match in reversed(list(_BRACKETS.finditer(text_before))):
        if match[0] == b")":
            n_closed += 1
        elif n_closed:
            n_closed -= 1
        else:
            return match.start()
    return -1


def is_lookup(data: bytes, start: int, end: int) -> bool:
    """Return whether a hit is a lookup, by the bytes around it, and not an attribute or a call."""
    if data.startswith(b"__", end - 2):
        return end - start > 2
    return end < len(data) and data[end] in ENDS and data[start - 1] != _DOT
