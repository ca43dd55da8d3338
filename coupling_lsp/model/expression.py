"""Expressions as facts keep them: canonical text, small and comparable.

    models.Invoice                       a dotted name
    "billing.Invoice                     a string literal: a quote, then its value
    apps.get_model("billing,"Invoice)    a call with its positional arguments, and the keywords that matter
    .models:Invoice                      a name that a function imports for itself: dots, module, colon, name
    (empty)                              anything else

What such a text means is known on this page alone: others build and ask through it.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, NewType

Expression = NewType("Expression", str)

UNKNOWN = Expression("")

_QUOTE = '"'
_IMPORT = ":"


class Call(NamedTuple):
    """A call of a dotted name. `arguments` has positional ones, then `name=value` for keywords."""

    callee: Expression
    arguments: tuple[Expression, ...]

    @property
    def name(self) -> str:
        """The last part of the callee's name: `get_model`."""
        return last_name(self.callee)

    @property
    def values(self) -> tuple[Expression, ...]:
        """The arguments without the names of keywords."""
        return tuple(
            Expression(it.partition("=")[2]) if not is_literal(it) and "=" in it else it for it in self.arguments
        )


def literal(value: str) -> Expression:
    """Return the expression of a string literal."""
    return Expression(_QUOTE + value)


def is_literal(expression: str) -> bool:
    """Return whether an expression is a string literal."""
    return expression.startswith(_QUOTE)


def literal_value(expression: str) -> str:
    """Return the value of a string literal; empty for any other expression."""
    return expression[1:] if is_literal(expression) else ""


def text_of(expression: str) -> str:
    """Return the value of a string literal, and a dotted name as it is."""
    return expression.removeprefix(_QUOTE)


def attribute(value: str, name: str) -> Expression:
    """Return the expression of `value.name`; unknown where either is, and of a literal."""
    return Expression(f"{value}.{name}") if value and name and not is_literal(value) else UNKNOWN


def imported(source: str, name: str = "") -> Expression:
    """Return the expression of a name that a function imports for itself, or of the module without one."""
    return Expression(f"{source}{_IMPORT}{name}")


def called(callee: str, arguments: Iterable[str]) -> Expression:
    """Return the expression of a call."""
    return Expression(f"{callee}({','.join(arguments)})")


def is_call(expression: str) -> bool:
    """Return whether an expression is a call, or something taken from its result."""
    return "(" in expression and not is_literal(expression)


def is_local_import(expression: str) -> bool:
    """Return whether an expression begins with a name that a function imports for itself."""
    return _IMPORT in expression.partition("(")[0] and not is_literal(expression)


@lru_cache(maxsize=1 << 12)
def call_of(expression: str) -> Call | None:
    """Return the parts of a call, of `a.b(x)(y)` those of the first one; None for any other expression."""
    callee, bracket, rest = expression.partition("(")
    if not bracket or is_literal(expression):
        return None
    arguments = rest.rstrip(")")
    return Call(Expression(callee), tuple(Expression(part) for part in arguments.split(",")) if arguments else ())


def split_import(expression: str) -> tuple[str, str] | None:
    """Return the module and the dotted name of a local import: `.models`, `Invoice.objects`; None for any other."""
    source, colon, name = expression.rpartition(_IMPORT)
    return (source, name) if colon else None


def last_name(expression: str) -> str:
    """Return the last part of a dotted name: `Invoice`."""
    return expression.rpartition(".")[2].rpartition(_IMPORT)[2]


def shown(expression: str) -> str:
    """Return an expression as its reader wrote it."""
    return expression.replace(_QUOTE, "").rpartition(_IMPORT)[2].lstrip(".") or expression.rstrip(_IMPORT)
