"""Tells by its text whether the arguments of a call can matter, so that most calls need no tree."""

import re

_TOKEN = re.compile(
    rb"""[rRbBuUfF]{0,2}(?:(\"\"\"|''')|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|\#[^\n]*|[=!<>:]=|(lambda\b)"""
    rb"""|([A-Za-z_\x80-\xff][\w\x80-\xff]*)(?:\s*(=)(?!=))?|[(\[{]|[)\]}]|,"""
)
_MAX_TOKENS = 120
"""How many tokens of the arguments are read; longer ones may matter."""

_OPENING, _CLOSING, _COMMA = frozenset(b"([{"), frozenset(b")]}"), ord(",")
_LITERALS = frozenset([b"None", b"True", b"False"])
_CHOICE_KEYWORDS = frozenset([b"if", b"or", b"and", b"for"])
_CONTAINERS = frozenset(b"[{")


def may_pass_argument(data: bytes, start: int, wanted_keys: frozenset[str]) -> bool:
    """Return whether a wanted argument of the call whose bracket ends at `start` has a name in it.

    `wanted_keys` are numbers from 0, and names. In doubt the result is true. A list or dictionary counts only as part
    of a choice, or when a loop makes it.
    """
    number = depth = 0
    key = ""
    has_begun = has_name = is_container = is_choice = False
    for count, token in enumerate(_TOKEN.finditer(data, start)):
        first = data[token.start()]
        if token[1] or token[2] or count == _MAX_TOKENS:
            return True
        if not depth and (first == _COMMA or first in _CLOSING):
            if has_name and (is_choice or not is_container) and (key or str(number)) in wanted_keys:
                return True
            if first in _CLOSING:
                return False
            number += 1
            key, has_begun, has_name, is_container, is_choice = "", False, False, False, False
        elif first in _OPENING:
            is_container = is_container or (not has_begun and first in _CONTAINERS)
            has_begun = True
            depth += 1
        elif first in _CLOSING:
            depth -= 1
        elif (name := token[3]) is not None:
            if token[4] and not depth and not has_begun:
                key = name.decode("utf-8", "replace")
                continue
            has_begun = True
            is_choice = is_choice or name in _CHOICE_KEYWORDS
            has_name = has_name or name not in _LITERALS
        else:
            has_begun = has_begun or first != _HASH
    return True


_HASH = ord("#")
