"""Expressions as facts keep them: canonical text, small and comparable.

    models.Invoice                       a dotted name
    "billing.Invoice                     a string literal: a quote, then its value
    apps.get_model("billing,"Invoice)    a call with its positional arguments, and the keywords that matter
    .models:Invoice                      a name that a function imports for itself: dots, module, colon, name
    (empty)                              anything else

What such a text means is known on this page alone: others build and ask through it.
"""

import re
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import NamedTuple, NewType

from coupling_lsp.django.model_classes import GET_USER_MODEL

Expression = NewType("Expression", str)

UNKNOWN = Expression("")

_QUOTE = '"'
_IMPORT = ":"
_KEYWORD = re.compile(r"[^\W\d]\w*=")
_ROOT_NAME = re.compile(r"[^\W\d]\w*")
_ATTRIBUTE = re.compile(r"\.(\w+)")
_DOTTED = re.compile(r'(?:"\.*|[\w.]*:)?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*')
_MODEL_LABEL = re.compile(r'"\w+\.[A-Z]\w*\Z|(?:[\w.]+\.)?settings\.[A-Z][A-Z_]+\Z')
_MODEL = re.compile(r'"(?:[\w.]+\.)?\w+\Z|(?:[\w.]+[.:])?[A-Z]\w*\Z|settings\.[A-Z_]+\Z' + rf"|{GET_USER_MODEL}\(\)\Z")
_OWN_ATTRIBUTE = re.compile(r'(?:self\.(\w+)|getattr\(self,"(\w+)(?:,[^()]*)?\))\Z')
_ITEM = re.compile(r'\.(?:get|pop)\("')
_KEY_DEFAULT = re.compile(r'\w+\.(?:pop|get)\("(\w+),([^()]*(?:\(\))?)\)\Z')


class DottedName(NamedTuple):
    """A dotted name in parts: what it begins with, and the attributes that follow.

    `source` is the module from which a function imports `first` for itself, with leading dots where it is relative, and
    `first` is empty where it imports the module alone; `source` is None for a name of the module at hand.
    """

    source: str | None
    first: str
    attributes: tuple[str, ...]


class Call(NamedTuple):
    """A call of a dotted name. `arguments` are its values in order, of keywords without their names.

    `rest` is what follows the closing bracket: `.objects`.
    """

    callee: Expression
    arguments: tuple[Expression, ...]
    rest: str

    @property
    def name(self) -> str:
        """The last part of the callee's name: `get_model`."""
        return last_name(self.callee)


def literal(value: str) -> Expression:
    """Return the expression of a string literal."""
    return Expression(_QUOTE + value)


SELF = literal("self")
"""How a relation field names the model it is a field of."""


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
    return Expression(f"{value}.{name}") if value and name and value[0] != _QUOTE else UNKNOWN


def imported(source: str, name: str = "") -> Expression:
    """Return the expression of a name that a function imports for itself, or of the module without one."""
    return Expression(f"{source}{_IMPORT}{name}")


def called(callee: str, arguments: Iterable[str]) -> Expression:
    """Return the expression of a call."""
    return Expression(f"{callee}({','.join(arguments)})")


def is_name(expression: str) -> bool:
    """Return whether an expression is a dotted name, of the module or imported by a function for itself."""
    return bool(expression) and expression[0] != _QUOTE and "(" not in expression


def is_single_name(expression: str) -> bool:
    """Return whether an expression is one name of the module, without attributes."""
    return expression.isidentifier()


def is_call(expression: str) -> bool:
    """Return whether an expression is a call, or something taken from its result."""
    return "(" in expression and not is_literal(expression)


def is_local_import(expression: str) -> bool:
    """Return whether an expression begins with a name that a function imports for itself."""
    return _IMPORT in expression.partition("(")[0] and not is_literal(expression)


@lru_cache(maxsize=1 << 14)
def dotted_name(expression: str) -> DottedName | None:
    """Return the parts of a dotted name; None for any other expression."""
    if not is_name(expression):
        return None
    source, colon, name = expression.rpartition(_IMPORT)
    first, *attributes = name.split(".")
    return DottedName(source if colon else None, first, tuple(attributes))


@lru_cache(maxsize=1 << 12)
def call_of(expression: str) -> Call | None:
    """Return the parts of a call, of `a.b(x)(y)` those of the first one; None for any other expression."""
    callee, bracket, rest = expression.partition("(")
    if not bracket or is_literal(expression):
        return None
    arguments, rest = _split_arguments(rest)
    return Call(Expression(callee), tuple(map(_argument, arguments)), rest)


def callee_of(expression: str) -> Expression:
    """Return what a call calls, of `a.b(x)(y)` the callee of the first one; any other expression as it is."""
    return Expression(expression if is_literal(expression) else expression.partition("(")[0])


def first_name(expression: str) -> str:
    """Return the name that an expression begins with: `models` for `models.Invoice.get(x)`."""
    return callee_of(expression).partition(".")[0]


def last_name(expression: str) -> str:
    """Return the last part of a dotted name: `Invoice`."""
    return expression.rpartition(".")[2].rpartition(_IMPORT)[2]


def split_attribute(expression: str) -> tuple[Expression, str]:
    """Return the owner and the name of an attribute: `models` and `Invoice`; no owner where a name is no attribute."""
    owner, _, name = expression.rpartition(".")
    return Expression(owner), name


def split_level(module: str) -> tuple[int, str]:
    """Return how many dots the name of a module begins with, and the name behind them: 1 and `models`."""
    name = module.lstrip(".")
    return len(module) - len(name), name


def shown(expression: str) -> str:
    """Return an expression as its reader wrote it."""
    return expression.replace(_QUOTE, "").rpartition(_IMPORT)[2].lstrip(".") or expression.rstrip(_IMPORT)


def keyword_argument(name: str, value: str) -> Expression:
    """Return an argument of a call that is given by name."""
    return Expression(f"{name}={value}")


def is_call_of(expression: str, callee: str) -> bool:
    """Return whether an expression is a call of a certain function, or something taken from its result."""
    return expression.startswith(f"{callee}(")


def takes_item(expression: str) -> bool:
    """Return whether an expression takes what a container has under a string: `KINDS.get("order")`."""
    return _ITEM.search(expression) is not None


def root_name(expression: str) -> str:
    """Return the name an expression begins with: `models` for `models.Invoice.get(x)`.

    It is empty for a literal, and for a name that a function imports for itself.
    """
    name = _ROOT_NAME.match(expression)
    return "" if name is None or is_local_import(expression) else name[0]


def with_root(expression: str, root: str) -> Expression:
    """Return an expression with another one in place of the name it begins with."""
    return Expression(root + expression[len(root_name(expression)) :])


def has_attribute(expression: str, names: Container[str]) -> bool:
    """Return whether an attribute with one of some names is taken anywhere in an expression."""
    return any(name in names for name in _ATTRIBUTE.findall(expression))


def is_dotted(expression: str) -> bool:
    """Return whether an expression is a dotted name, or a literal of one, which may be relative: `"..billing`."""
    return _DOTTED.fullmatch(expression) is not None


def is_model_label(expression: str) -> bool:
    """Return whether an expression is the label of a model or a setting: `"billing.Invoice`, `settings.USER_MODEL`."""
    return _MODEL_LABEL.match(expression) is not None


def may_be_model(expression: str) -> bool:
    """Return whether an expression may stand for a model, as far as its form tells.

    A literal, a capitalised name, a setting and the result of `get_user_model` may.
    """
    return _MODEL.match(expression) is not None


def own_attribute(expression: str) -> str:
    """Return the name in `self.model`, and in `getattr(self, "model")`; empty for any other expression."""
    attribute = _OWN_ATTRIBUTE.match(expression)
    return attribute[1] or attribute[2] if attribute is not None else ""


def default_of_key(expression: str, key: str) -> Expression | None:
    """Return the default in `kwargs.pop("to", Order)` and `kwargs.get("to", Order)`; None for any other expression."""
    default = _KEY_DEFAULT.match(expression)
    return Expression(default[2]) if default is not None and default[1] == key else None


def _split_arguments(text: str) -> tuple[list[str], str]:
    """Return the arguments up to the bracket that closes a call, and what follows it."""
    arguments, depth, start = [], 0, 0
    for position, char in enumerate(text):
        if depth == 0 and char in ",)":
            arguments.append(text[start:position])
            start = position + 1
            if char == ")":
                return arguments if arguments != [""] else [], text[start:]
        depth += (char == "(") - (char == ")")
    return [*arguments, text[start:]], ""


def _argument(text: str) -> Expression:
    """Return an argument without the name of a keyword."""
    keyword = _KEYWORD.match(text)
    return Expression(text[keyword.end() :] if keyword is not None else text)
