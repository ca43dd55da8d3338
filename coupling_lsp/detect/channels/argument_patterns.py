"""Patterns of what follows the opening bracket of a call, for bytes that are not parsed yet."""

import re

_OPEN = rb"(?:[ \t\r\n]|#[^\n]*\n)*"
_QUOTE = rb"[rRuU]?[\"']"

ANYTHING = re.compile(_OPEN + rb"[^ \t\r\n)#]")
STRING = re.compile(_OPEN + _QUOTE)
DOTTED = re.compile(_OPEN + _QUOTE + rb"[A-Za-z_]\w*(?:\.\w+)*\.?[\"']")
