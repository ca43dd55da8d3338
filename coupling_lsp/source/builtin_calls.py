"""Value paths of what functions of Python give of the rows they are given: `max(rows, key=…)`, `chain(rows, others)`.

https://docs.python.org/3/library/functions.html
https://docs.python.org/3/library/itertools.html
"""

from typing import Literal, NamedTuple

from tree_sitter import Node

from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath, either
from coupling_lsp.source.containers import Value
from coupling_lsp.source.tree import text


class Function(NamedTuple):
    """A function of Python, and what it gives: what it is given, an element of that, or all elements.

    `argument` is the number of the argument with the rows. A function of a `module` counts behind its name; one that
    `is_distinctive` without it too, as hardly any other function has such a name.
    """

    name: str
    gives: Literal["argument", "element", "elements", "flattened"]
    argument: int = 0
    module: str = ""
    is_distinctive: bool = True

    @property
    def spellings(self) -> tuple[str, ...]:
        """How calls name the function."""
        qualified = f"{self.module}.{self.name}" if self.module else self.name
        return (qualified, self.name) if self.module and self.is_distinctive else (qualified,)


_CAST = Function("cast", "argument", 1, "typing")
CAST = _CAST.spellings
"""How a value is given the type that a checker shall see: `cast(Order, row)`."""

_FUNCTIONS = (
    *(Function(name, "argument") for name in ("list", "sorted", "set", "tuple", "reversed", "iter", "frozenset")),
    _CAST,
    Function("filter", "argument", 1),
    Function("islice", "argument", 0, "itertools"),
    Function("copy", "argument", 0, "copy", is_distinctive=False),
    Function("deepcopy", "argument", 0, "copy"),
    Function("next", "element"),
    Function("max", "element"),
    Function("min", "element"),
    Function("choice", "element", 0, "random", is_distinctive=False),
    Function("chain", "elements", 0, "itertools"),
    Function("chain.from_iterable", "flattened", 0, "itertools"),
)
_BY_NAME = {name: it for it in _FUNCTIONS for name in it.spellings}
_MAX_NAME_LENGTH = max(map(len, _BY_NAME))
"""In bytes; of a longer callee the text is not even taken."""

_DEFAULT = "default"


def same_elements(call: Node, positional: list[Node]) -> Node | None:
    """Return the argument whose elements a call gives as they are: `rows` of `sorted(rows)`; None for other calls."""
    function = _BY_NAME.get(text(call.child_by_field_name("function")))
    is_same = function is not None and function.gives == "argument" and len(positional) > function.argument
    return positional[function.argument] if function is not None and is_same else None


def builtin_value(function: Node, positional: list[Node], keywords: dict[str, Node], value: Value) -> ValuePath | None:
    """Return the path of a call by the name of its function; None for a function that is not on this page."""
    length = function.end_byte - function.start_byte
    builtin = _BY_NAME.get(text(function)) if length <= _MAX_NAME_LENGTH else None
    if builtin is None or len(positional) <= builtin.argument:
        return None
    argument = positional[builtin.argument]
    match builtin.gives:
        case "argument":
            return value(argument)
        case "element" if len(positional) > 1 and builtin.name != "next":
            return either(map(value, positional))  # `max(row, other)`
        case "element":
            default = positional[1] if len(positional) > 1 else keywords.get(_DEFAULT)
            return either((value_path.element(value(argument)), value(default)))
        case "elements":
            return value_path.container(either(value_path.element(value(it)) for it in positional))
        case "flattened":
            return value_path.container(value_path.element(value_path.element(value(argument))))
