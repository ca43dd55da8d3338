"""Facts of a module of settings."""

from typing import Literal

from msgspec import Struct

Operator = Literal["=", "+", "-", "include"]


class Setting(Struct, frozen=True, array_like=True, gc=False):
    """One step of a settings module: `name = items`, `name += items`, `name.remove(items)` or `include(items)`.

    The `name` of the last is what is called, and whether that includes settings is for others to tell.

    Items are expressions: a string, or a name whose value is spliced in; an empty one could not be read.
    An `optional` step is taken only where a variable of the environment is set: `if os.environ.get("X"):`.
    """

    name: str
    operator: Operator
    items: tuple[str, ...]
    optional: bool = False


def engine_key(number: str, key: str) -> str:
    """Return the name of the setting that a key of an engine in `TEMPLATES` is kept as: `TEMPLATES.0.DIRS`."""
    return f"TEMPLATES.{number}.{key}"


def entry(key: str, value: str) -> str:
    """Return the item that a key and its value in a dictionary are kept as."""
    return f"{key}={value}"


def split_entry(item: str) -> tuple[str, str]:
    """Return the key and the value of an item that is an entry of a dictionary."""
    key, _, value = item.partition("=")
    return key, value
