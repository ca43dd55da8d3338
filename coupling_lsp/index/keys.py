"""What changed between two versions of something that is looked up by key."""

from collections.abc import Mapping
from typing import TypeVar

_Key = TypeVar("_Key")


def differing(now: Mapping[_Key, object], then: Mapping[_Key, object]) -> set[_Key]:
    """The keys under which something else is found than before, or something where nothing was."""
    return {key for key in now.keys() | then.keys() if now.get(key) != then.get(key)}
