"""Value paths in parts: what each begins at, and the steps that lead on from there (see `value_path`)."""

import re
from functools import lru_cache
from typing import NamedTuple

from coupling_lsp.django.model_getters import MODEL_GETTERS
from coupling_lsp.model.value_steps import split_brackets

NUMBER, PARAMETER_NAME, SOMETHING, SOME_MODEL = "#", ":", "?", "*"
PARAMETER = re.compile(r"([\w.]+)#(\d*):(\w+)")
_NAME = re.compile(r"[.\w]*:[^\W\d]?\w*|[^\W\d]\w*")


class Parameter(NamedTuple):
    """A parameter of a function. `number` counts from 0 without `self`; it is empty where only the name can give it."""

    function: str
    number: str
    name: str


class Path(NamedTuple):
    """A path in parts. It begins at one of these, and `rest` is the text of the steps that lead on from there.

    `alternatives` are one or the other, `items` those of a tuple, `reference` is the expression of a call that gives a
    model, `name` a name of the module or a local import; `is_any_model` and `is_unknown` are the class of some model,
    and something of which nothing is known.
    """

    alternatives: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    parameter: Parameter | None = None
    reference: str = ""
    name: str = ""
    is_any_model: bool = False
    is_unknown: bool = False
    rest: str = ""


@lru_cache(maxsize=1 << 14)
def parse(path: str) -> Path:
    """Return the parts of a path."""
    if path.startswith("<"):
        alternatives, rest = split_brackets(path)
        return Path(alternatives=tuple(alternatives), rest=rest)
    if path.startswith("("):
        items, rest = split_brackets(path)
        return Path(items=tuple(items), rest=rest)
    if (match := PARAMETER.match(path)) is not None:
        return Path(parameter=Parameter(*match.groups()), rest=path[match.end() :])
    if path.partition("(")[0].endswith(MODEL_GETTERS):
        reference, bracket, rest = path.partition(")")
        return Path(reference=reference + bracket, rest=rest)
    if path.startswith((SOMETHING, SOME_MODEL)):
        return Path(is_any_model=path[0] == SOME_MODEL, is_unknown=path[0] == SOMETHING, rest=path[1:])
    if (match := _NAME.match(path)) is not None:
        return Path(name=match[0], rest=path[match.end() :])
    return Path()
