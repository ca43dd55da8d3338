"""Which of the hits of the second look may be lookups of a query, told by the bytes around them."""

import re
from collections.abc import Iterable

from coupling_lsp.django.conventions import LISTING_OPTIONS
from coupling_lsp.django.lookups import CONDITIONS
from coupling_lsp.django.queryset_api import LOADING_METHODS, PREFETCHING_METHODS, TAKE_KEYWORDS, TAKE_NAMES
from coupling_lsp.django.shortcuts import QUERY_SHORTCUTS
from coupling_lsp.django.third_party import FILTER_PARAMETERS

_WINDOW = 300
_BRACKETS = re.compile(rb"[()]")
_TAKE_KEYWORDS = (*(f".{name}" for name in TAKE_KEYWORDS), *QUERY_SHORTCUTS, *CONDITIONS, "dict")
_BY_KEYWORD = tuple(name.encode() for name in _TAKE_KEYWORDS)
_BY_NAME = tuple(f".{name}".encode() for name in TAKE_NAMES - LOADING_METHODS - PREFETCHING_METHODS)
_EXPRESSION = re.compile(rb"\b[A-Z]\w*(?<!Field)(?<!Key)(?<!Error)\Z")
_OPTION = re.compile(rb"\b(?:" + "|".join(LISTING_OPTIONS).encode() + rb")\w*[ \t]*=[ \t\r\n]*[\[({][^()=]*\Z")
_FIELD_NAMES = tuple(f"{FILTER_PARAMETERS[0]}={quote}".encode() for quote in "\"'")
_QUOTED = b" \t\r\n\"'-"
ENDS, _EQUALS, _DOT = frozenset(b"\"'="), ord("="), ord(".")
_FARTHEST = 60
_QUOTED_FORMS = (b'"%s"', b"'%s'", b'"-%s"', b"'-%s'")
_BEFORE = frozenset(b"( \t\r\n,")


def spelt(lookups: Iterable[str], orderings: Iterable[str]) -> list[bytes]:
    """How lookups without underscores are written: in quotes, or, unless they only put in order, before a value."""
    patterns = [form % it.encode() for it in sorted(orderings) for form in _QUOTED_FORMS]
    return patterns + [form % it.encode() for it in sorted(lookups) for form in (*_QUOTED_FORMS, b"%s=")]


def alone(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """The bytes of the name in one that is spelt so, none where it is none: `orders == x`."""
    if data[end - 1] == _EQUALS and (data[end : end + 1] == b"=" or data[start - 1] not in _BEFORE):
        return []
    return [(end - len(data[start:end].strip(_QUOTED + b"=")) - 1, end - 1)]


def is_read(data: bytes, first: int, start: int, end: int) -> bool:
    """Whether a hit is worth a look: a lookup without underscores only where a call or an option is about to take it.

    Nothing before the `first` byte counts.
    """
    if data.startswith(b"__", end - 2) or not is_lookup(data, start, end):
        return True
    text_before = data[max(first, start - _WINDOW) : start]
    opening = _open(text_before)
    if data[end] == _EQUALS:
        return text_before.endswith(_BY_KEYWORD, 0, max(opening, 0))
    if opening >= 0 and text_before.endswith(_BY_NAME, 0, opening):
        return True
    is_first = opening >= 0 and not text_before[opening + 1 :].strip(_QUOTED)
    if is_first and _EXPRESSION.search(text_before, max(opening - _FARTHEST, 0), opening) is not None:
        return True
    return text_before.endswith(_FIELD_NAMES) or _OPTION.search(text_before) is not None


def _open(text_before: bytes) -> int:
    """Where the last bracket stands that is not closed; -1 for none."""
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
    """Whether a hit is one in a query: not an attribute, not a call."""
    if data.startswith(b"__", end - 2):
        return end - start > 2
    return end < len(data) and data[end] in ENDS and data[start - 1] != _DOT
