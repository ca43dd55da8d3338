"""Path patterns with `*` for a part of a name and `**` for any number of folders."""

import re
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=64)
def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a function that tells whether a path, relative and with forward slashes, matches any of some patterns."""
    if not patterns:
        return _nothing
    whole = re.compile("|".join(f"(?:{_expression(pattern)})" for pattern in patterns))
    return lambda path: whole.fullmatch(path) is not None


def _nothing(_path: str) -> bool:
    return False


def _expression(pattern: str) -> str:
    expression = []
    for part in re.split(r"(\*\*/|/\*\*|\*\*|\*|\?)", pattern):
        expression.append(_WILDCARDS.get(part) or re.escape(part))
    return "".join(expression)


_WILDCARDS = {"**/": "(?:.*/)?", "/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
