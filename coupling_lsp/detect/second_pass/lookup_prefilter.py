"""Which of the hits of the second look may be lookups of a query, told by the bytes around them."""

import re
from collections.abc import Iterable

_WINDOW = 300
_BRACKETS = re.compile(rb"[()]")
_BY_KEYWORD = (b".filter", b".exclude", b"get", b"_or_create", b"_404", b"Q", b"When", b"dict")
_BY_NAME = (b".order_by", b".values", b".values_list", b".distinct", b"earliest", b"latest")
_EXPRESSION = re.compile(rb"\b[A-Z]\w*(?<!Field)(?<!Key)(?<!Error)\Z")
_OPTION = re.compile(rb"\b(?:search|list|ordering|filter|filterset|order_by)\w*[ \t]*=[ \t\r\n]*[\[({][^()=]*\Z")
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
    before = data[max(first, start - _WINDOW) : start]
    opening = _open(before)
    if data[end] == _EQUALS:
        return before.endswith(_BY_KEYWORD, 0, max(opening, 0))
    if opening >= 0 and before.endswith(_BY_NAME, 0, opening):
        return True
    is_first = opening >= 0 and not before[opening + 1 :].strip(_QUOTED)
    if is_first and _EXPRESSION.search(before, max(opening - _FARTHEST, 0), opening) is not None:
        return True
    return before.endswith((b'field_name="', b"field_name='")) or _OPTION.search(before) is not None


def _open(before: bytes) -> int:
    """Where the last bracket stands that is not closed; -1 for none."""
    closed = 0
    for match in reversed(list(_BRACKETS.finditer(before))):
        if match[0] == b")":
            closed += 1
        elif closed:
            closed -= 1
        else:
            return match.start()
    return -1


def is_lookup(data: bytes, start: int, end: int) -> bool:
    """Whether a hit is one in a query: not an attribute, not a call."""
    if data.startswith(b"__", end - 2):
        return end - start > 2
    return end < len(data) and data[end] in ENDS and data[start - 1] != _DOT
