"""Steps of value paths: how their text is cut, and what each of them is.

    .lines    an attribute
    ()        a call: of a class it gives an instance
    []        an element of a container, as a loop gives it
    [0]       the first of several values, each of a type of its own
    [order]   the one under a key; `[*]` under one that is not known
    {}        a container of the value
    {:}       a mapping whose values it is
    ^         `super()`
    =         the same value, in a variable
    !total    the same value, in the method `total` of its class
    @         the class of forms that Django makes for a model, or of formsets for a form
    ~         the same value; if it is one of several models, a condition tells which

Together with `value_path` this page knows what the text of a path means.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Literal, NamedTuple

CALL, ELEMENT, CONTAINER, MAPPING, SUPER, VARIABLE, METHOD = "()", "[]", "{}", "{:}", "^", "=", "!"
FORM_CLASS, CHOICE = "@", "~"
_STEP = re.compile(r"\.[^\W\d]\w*|\([^()]*\)|\[(?:\w+|\*)\]|![^\W\d]\w*|\[\]|\{:?\}|\^|=|@|~")

LOOP = f".__iter__{CALL}{ELEMENT}"
"""The steps from an object of the project to what a loop over it gives."""

StepKind = Literal[
    "attribute",
    "call",
    "element",
    "item",
    "container",
    "mapping",
    "superclass",
    "variable",
    "method",
    "form class",
    "choice",
    "never",
]


class Step(NamedTuple):
    """One step of a path, and its text. `name` is that of an attribute, or of the `method` around the path.

    For an item it is its number or key. What is `never` is no step that a path can have: nothing is there.
    """

    kind: StepKind
    text: str
    name: str = ""


_NEVER = (Step("never", ""),)
_KINDS: dict[str, StepKind] = {
    ELEMENT: "element",
    CONTAINER: "container",
    MAPPING: "mapping",
    SUPER: "superclass",
    VARIABLE: "variable",
    FORM_CLASS: "form class",
    CHOICE: "choice",
}


def attribute_step(name: str) -> str:
    """Return the step that leads to an attribute: `.lines`."""
    return f".{name}"


def call_step() -> str:
    """Return the step that leads to what a call gives."""
    return CALL


ANY_KEY = "*"
"""The name of the step to an item under a key that is not known."""


def item_step(key: str) -> str:
    """Return the step that leads to one of several values, by its number or key: `[0]`, `[order]`."""
    return f"[{key if key.isidentifier() or key.isdecimal() else ANY_KEY}]"


@lru_cache(maxsize=1 << 13)
def steps_of(text: str) -> tuple[Step, ...]:
    """Return `.lines`, `()`, `[]` and so on, in order; a step that no path can have makes it one that leads nowhere."""
    steps: list[Step] = []
    position = 0
    while position < len(text):
        step = _STEP.match(text, position)
        if step is None:
            return _NEVER
        steps.append(_step(step[0]))
        position = step.end()
    return tuple(steps)


def form_class(path: str) -> str:
    """Return the path of the class that a factory makes: of forms for a model, of formsets for a form."""
    return path + FORM_CLASS if path else ""


def is_attribute_step(step: str) -> bool:
    """Return whether a step leads to an attribute."""
    return step.startswith(".")


def split_behind(steps: str, attribute: str) -> tuple[str, str]:
    """Return the steps up to an attribute and those that follow it; both are empty where no step leads to it."""
    start, step, rest = steps.partition(attribute_step(attribute))
    return (start + step, rest) if step else ("", "")


def without_call(steps: str, methods: Collection[str]) -> str:
    """Return steps without a call of one of some methods at their start: without `.all()`."""
    match steps_of(steps):
        case (Step("attribute", attribute, name), Step("call", call), *_) if name in methods:
            return steps[len(attribute) + len(call) :]
    return steps


def split_brackets(path: str) -> tuple[list[str], str]:
    """Return the paths between the brackets that a path begins with, and what follows them."""
    depth, start, parts = 0, 1, []
    for position, char in enumerate(path):
        if char in "<(":
            depth += 1
        elif char == "|" and depth == 1:
            parts.append(path[start:position])
            start = position + 1
        elif char in ">)":
            depth -= 1
            if depth == 0:
                return [*parts, path[start:position]], path[position + 1 :]
    return [], ""


def _step(text: str) -> Step:
    if text.startswith("("):
        return Step("call", text)
    if text.startswith((".", METHOD)):
        return Step("attribute" if text.startswith(".") else "method", text, text[1:])
    return Step(_KINDS[text], text) if text in _KINDS else Step("item", text, text[1:-1])
