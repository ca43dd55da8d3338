"""Whether the arguments of a call can be of interest, told from the text alone, so that most calls need no tree."""

import re

_TOKEN = re.compile(
    rb"""[rRbBuUfF]{0,2}(?:(\"\"\"|''')|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|\#[^\n]*|[=!<>:]=|(lambda\b)"""
    rb"""|([A-Za-z_\x80-\xff][\w\x80-\xff]*)(?:\s*(=)(?!=))?|[(\[{]|[)\]}]|,"""
)
_MOST = 120
_OPENING, _CLOSING, _COMMA = frozenset(b"([{"), frozenset(b")]}"), ord(",")
_LITERALS = frozenset([b"None", b"True", b"False"])
_CHOICES = frozenset([b"if", b"or", b"and", b"for"])
_CONTAINERS = frozenset(b"[{")


def may_hand(data: bytes, start: int, wanted: frozenset[str]) -> bool:
    """Whether a wanted argument, by number or name, of the call whose bracket ends at `start` has a name in it.

    In doubt it may. A list or dictionary is of interest only when it is one of a choice or made by a loop.
    """
    number = depth = 0
    key = ""
    begun = named = contained = chosen = False
    for count, token in enumerate(_TOKEN.finditer(data, start)):
        first = data[token.start()]
        if token[1] or token[2] or count == _MOST:
            return True
        if not depth and (first == _COMMA or first in _CLOSING):
            if named and (chosen or not contained) and (key or str(number)) in wanted:
                return True
            if first in _CLOSING:
                return False
            number += 1
            key, begun, named, contained, chosen = "", False, False, False, False
        elif first in _OPENING:
            contained = contained or (not begun and first in _CONTAINERS)
            begun = True
            depth += 1
        elif first in _CLOSING:
            depth -= 1
        elif (name := token[3]) is not None:
            if token[4] and not depth and not begun:
                key = name.decode("utf-8", "replace")
                continue
            begun = True
            chosen = chosen or name in _CHOICES
            named = named or name not in _LITERALS
        else:
            begun = begun or first != _HASH
    return True


_HASH = ord("#")
