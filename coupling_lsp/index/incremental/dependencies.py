"""Keys of what is looked up by name: who looked at something notes them, an edit tells which lead elsewhere now."""

from collections.abc import Iterable, Mapping
from sys import intern
from typing import TypeVar

Keys = tuple[str, ...]
"""All that something was worked out from, each key once, in no order."""

_Key = TypeVar("_Key")


def kept(seen: Iterable[str]) -> Keys:
    """Keys as they are kept for long: many files look at the same names, and one string is enough for each."""
    return tuple(map(intern, seen))


def differing(now: Mapping[_Key, object], then: Mapping[_Key, object]) -> set[_Key]:
    """The keys under which something else is found than before, or something where nothing was."""
    return {key for key in now.keys() | then.keys() if now.get(key) != then.get(key)}
