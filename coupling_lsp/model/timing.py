"""When code runs."""

from typing import Literal

Timing = Literal["eager", "lazy", "lazy-import", "type-checking"]
"""`eager` as its module is loaded; `lazy` in a function; `lazy-import` at the first use of a name that a lazy import
binds (https://peps.python.org/pep-0810/); `type-checking` never, only type checkers read it."""
