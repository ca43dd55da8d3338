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
