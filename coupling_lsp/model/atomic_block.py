"""Database transactions that a file begins."""

from typing import Literal

from msgspec import Struct


class AtomicBlock(Struct, frozen=True, array_like=True, gc=False):
    """Code that runs in a transaction: a `with` statement, or a function with a decorator.

    `callee` is the expression of what begins it, `transaction.atomic` or something of the project with a like name.
    `symbol` is the definition around the statement, or the function. Its place is that of the statement or function,
    for a `method` that a decorator of its class names that of the decorator.
    """

    callee: str
    symbol: str
    form: Literal["statement", "function", "method"]
