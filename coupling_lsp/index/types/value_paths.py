"""The parts of a value path: what it may begin with, and its steps (see `source.values`)."""

import re
from functools import lru_cache

PARAMETER = re.compile(r"([\w.]+)#(\d*):(\w+)")
"""A parameter: its function, its number and its name."""

_STEP = re.compile(r"\.[^\W\d]\w*|\([^()]*\)|\[0\]|![^\W\d]\w*|\[\]|\{\}|\^|=")


@lru_cache(maxsize=1 << 13)
def steps_of(written: str) -> tuple[str, ...]:
    """`.lines`, `()`, `[]` and so on, in order; a step that no path can have makes it none that leads anywhere."""
    found = []
    position = 0
    while position < len(written):
        step = _STEP.match(written, position)
        if step is None:
            return ("[never]",)
        found.append(step[0])
        position = step.end()
    return tuple(found)


def alternatives(path: str) -> tuple[list[str], str]:
    """The paths between the brackets a path begins with, and what follows them."""
    depth, start, parts = 0, 1, []
    for position, char in enumerate(path):
        if char == "<":
            depth += 1
        elif char == "|" and depth == 1:
            parts.append(path[start:position])
            start = position + 1
        elif char == ">":
            depth -= 1
            if depth == 0:
                return [*parts, path[start:position]], path[position + 1 :]
    return [], ""
