"""Where a name leads."""

from typing import NamedTuple


class Target(NamedTuple):
    """Where a name leads: a module (no `name`), or a name in the module that defines it, in the project or not."""

    module: str
    name: str
    in_project: bool
    assigned: str = ""

    def __bool__(self) -> bool:
        return bool(self.module)


NOWHERE = Target("", "", False)

ANY_MODEL = Target("", "*", False)
"""A model, but which one is not known."""
