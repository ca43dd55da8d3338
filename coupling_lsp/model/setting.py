"""Facts of a module of settings."""

from typing import Literal

from msgspec import Struct


class Setting(Struct, frozen=True, array_like=True, gc=False):
    """One step of a settings module: `name = items`, `name += items` or `name.remove(items)`.

    Items are expressions: a string, or a name whose value is spliced in; an empty one could not be read.
    An `optional` step is taken only where a variable of the environment is set: `if os.environ.get("X"):`.
    """

    name: str
    operator: Literal["=", "+", "-"]
    items: tuple[str, ...]
    optional: bool = False
