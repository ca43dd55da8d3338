"""What follows the bracket of a call, as far as bytes alone can tell."""

import re

_OPEN = rb"(?:[ \t\r\n]|#[^\n]*\n)*"
_QUOTE = rb"[rRuU]?[\"']"

ANYTHING = re.compile(_OPEN + rb"[^ \t\r\n)#]")
STRING = re.compile(_OPEN + _QUOTE)
DOTTED = re.compile(_OPEN + _QUOTE + rb"[A-Za-z_]\w*(?:\.\w+)*\.?[\"']")
