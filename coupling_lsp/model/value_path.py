"""Value paths: what an expression evaluates to, as a path from a name the project knows.

    Order()                      an instance of `Order`: a parameter annotated so, or a call
    Order().lines.all()[]        an element of what that call gives: the variable of a loop over it
    Order(){}                    a container of them; `[]` takes an element out again
    .services:get_order()        the result of a function imported inside the function at hand
    Order.objects.get_or_create()[0]  the first of the pair that call gives
    (Order()|Invoice())          a tuple: of an order and an invoice; an item that is not known is empty
    *()                          an instance of some model
    ?.lines                      an attribute of something unknown
    Order.objects.all()=         the same, in a variable
    Order()^                     `super()` in a class
    Order()!total.lines          an attribute of `self` in the method `total`, which subclasses may replace
    Order@()                     a form that Django makes for a model: `modelform_factory(Order)()`
    Report.total#0:order         a parameter without annotation: its function, its number, its name
    <Order()|Invoice()>          one or the other

Facts keep paths as text: small, quick to compare, the same in every process. What such a text means is known on this
page and on those of their parts and steps alone; others build and ask through them.
"""

import re
from collections.abc import Iterable
from typing import Literal, NewType

from coupling_lsp.django.managers import DEFAULT_QUERY
from coupling_lsp.django.model_classes import GET_USER_MODEL
from coupling_lsp.django.model_getters import MODEL_GETTERS, NAMED_MODEL_CALLS
from coupling_lsp.model.value_path_parts import (
    NUMBER,
    PARAMETER,
    PARAMETER_NAME,
    SOME_MODEL,
    SOMETHING,
    Parameter,
    parse,
)
from coupling_lsp.model.value_steps import (
    CALL,
    CHOICE,
    CONTAINER,
    ELEMENT,
    MAPPING,
    METHOD,
    SUPER,
    VARIABLE,
    item_step,
)

ValuePath = NewType("ValuePath", str)

UNKNOWN = ValuePath("")
ANY_MODEL = ValuePath(SOME_MODEL)
"""The class of some model."""

USER_MODEL = ValuePath(f"{GET_USER_MODEL}{CALL}")
"""The class that `get_user_model()` gives."""

_CLASS_NAME = re.compile(r"(?:^|[.:|])[A-Z]\w*[a-z]\w*>*$")
_CLASS_NAMES = re.compile(r"(?:^|[.:])[A-Z]\w*[a-z]")
_SELF = re.compile(r"(\w+)\(\)\^?")


def called(path: str) -> ValuePath:
    """Return the path of what a call gives: an instance for a class."""
    return ValuePath(path + CALL) if path else UNKNOWN


instance = called


def attribute(path: str, name: str) -> ValuePath:
    """Return the path of an attribute."""
    return ValuePath(f"{path}.{name}") if path else UNKNOWN


def element(path: str) -> ValuePath:
    """Return the path of an element of a container or query, as a loop over it gives it."""
    return ValuePath(path + ELEMENT) if path else UNKNOWN


def item(path: str, key: str) -> ValuePath:
    """Return the path of one of several values, by its number or key, which is empty where it is not known."""
    return ValuePath(path + item_step(key)) if path else UNKNOWN


def items(paths: Iterable[str]) -> ValuePath:
    """Return the path of a tuple; unknown where none of its items is known."""
    return ValuePath(f"({'|'.join(known)})" if any(known := list(paths)) else "")


def container(path: str) -> ValuePath:
    """Return the path of a container of something."""
    return ValuePath(path + CONTAINER) if path else UNKNOWN


def mapping(path: str) -> ValuePath:
    """Return the path of a dictionary of values."""
    return ValuePath(path + MAPPING) if path else UNKNOWN


def row_of(path: str) -> ValuePath:
    """Return the path of one row of a class, or of a query: what `get_object_or_404` gives."""
    return element(path) if path and path[-1] in ")]}>" else instance(path)


def variable(path: str) -> ValuePath:
    """Return the path of a query that a variable holds."""
    return ValuePath(path + VARIABLE) if path else UNKNOWN


def choice(path: str) -> ValuePath:
    """Return the path of a value that is one of several, where a condition around the use tells which."""
    return ValuePath(path + CHOICE) if path else UNKNOWN


def is_choice(path: str) -> bool:
    """Return whether a condition tells which of several values a path leads to."""
    return CHOICE in path


def superclass(class_name: str) -> ValuePath:
    """Return the path of `super()` in a class."""
    return ValuePath(class_name + CALL + SUPER) if class_name else UNKNOWN


def of_unknown(name: str) -> ValuePath:
    """Return the path of an attribute of something unknown."""
    return ValuePath(f"{SOMETHING}.{name}")


def parameter(class_name: str, function: str, number: str, name: str) -> ValuePath:
    """Return the path of a parameter that says nothing of itself; `class_name` is empty outside of classes."""
    return ValuePath(f"{class_name}.{function}{NUMBER}{number}{PARAMETER_NAME}{name}".lstrip("."))


def either(paths: Iterable[str]) -> ValuePath:
    """Return the path of one value or another; those that are not known are left out."""
    known = list(dict.fromkeys(path for path in paths if path))
    return ValuePath(known[0] if len(known) == 1 else f"<{'|'.join(known)}>" if known else "")


def in_method(path: str, class_name: str, method: str) -> ValuePath:
    """Return a path that begins at `self` of a class as it is in one of its methods; other paths as they are."""
    own = class_name + CALL
    return ValuePath(f"{own}{METHOD}{method}{path[len(own) :]}" if path.startswith(f"{own}.") else path)


def is_own(path: str, class_name: str) -> bool:
    """Return whether a path begins at `self` of a class and goes on."""
    return path.startswith(f"{class_name}{CALL}.")


def split_own(path: str, class_name: str) -> tuple[Literal["superclass", "instance", "class", ""], str]:
    """Return what of a class a path begins at, and the steps that follow; nothing for a path that begins elsewhere."""
    rest = path.removeprefix(class_name)
    if rest.startswith(CALL + SUPER):
        return "superclass", rest[len(CALL + SUPER) :]
    if rest.startswith((f"{CALL}.", f"{CALL}[")) or rest == CALL:
        return "instance", rest[len(CALL) :]
    return ("class", rest) if rest.startswith(".") else ("", rest)


def split_self(path: str) -> tuple[str, str]:
    """Return the class of a module at whose instance or `super()` a path begins, and the steps that follow.

    Both are empty for a path that begins elsewhere.
    """
    match = _SELF.match(path)
    return (match[1], path[match.end() :]) if match is not None else ("", "")


def split_attribute(path: str) -> tuple[ValuePath, str]:
    """Return the owner and the name of the attribute that a path ends with; both are empty where it does not."""
    owner, dot, name = path.rpartition(".")
    return (ValuePath(owner), name) if dot and name.isidentifier() else (UNKNOWN, "")


def last_name(path: str) -> str:
    """Return the name that a path ends with; empty for one that ends with another step."""
    name = path.rpartition(".")[2]
    return name if name.isidentifier() else ""


def alternatives(path: str) -> list[ValuePath]:
    """Return the paths one of which a path stands for, each to its end; the path itself where it has no choice."""
    parts = parse(path)
    if not parts.alternatives:
        return [ValuePath(path)]
    return [it for root in parts.alternatives for it in alternatives(root + parts.rest)]


def names_class(path: str, class_name: str) -> bool:
    """Return whether a path may go by a class of its module, as far as its text tells."""
    return class_name in path


def is_of_parameter(path: str, function: str) -> bool:
    """Return whether a path begins at a parameter of a function, or one of its alternatives does."""
    return f"{function}{NUMBER}" in path


def is_instance(path: str) -> bool:
    """Return whether a path may lead to an instance: it begins at one, or at a parameter."""
    return CALL in path or NUMBER in path


def is_query(path: str) -> bool:
    """Return whether a path goes by a manager called `objects`."""
    return DEFAULT_QUERY in path


def class_of_query(path: str) -> ValuePath:
    """Return the class whose rows an annotation names: `Order` for `Order.objects.all()`; unknown for any other."""
    class_path, manager, _ = path.partition(DEFAULT_QUERY)
    return ValuePath(class_path) if manager else UNKNOWN


def is_class(path: str) -> bool:
    """Return whether a path may lead to a class, as far as its name tells."""
    return _CLASS_NAME.search(path) is not None


def leads_to_models(path: str) -> bool:
    """Return whether a path may lead to an instance, a query or a class, as far as its text tells."""
    return is_instance(path) or is_query(path) or is_class(path)


def has_model_getter(path: str) -> bool:
    """Return whether a path goes by `get_model` of some model."""
    return any(call in path for call in NAMED_MODEL_CALLS)


def gives_model(path: str) -> bool:
    """Return whether a path leads to a function that gives a model class: `get_model`, `get_user_model`."""
    return path.endswith(MODEL_GETTERS)


def has_call(path: str) -> bool:
    """Return whether a path goes by the result of a call."""
    return CALL in path


def is_result(path: str) -> bool:
    """Return whether a path ends with a call."""
    return path.endswith(CALL)


def is_unknown(path: str) -> bool:
    """Return whether a path begins at something unknown."""
    return path.startswith(SOMETHING)


def is_of_superclass(path: str) -> bool:
    """Return whether a path goes by `super()`."""
    return SUPER in path


def has_parameter(path: str) -> bool:
    """Return whether a path begins at a parameter, or one of its alternatives does."""
    return NUMBER in path


def class_of(path: str) -> ValuePath:
    """Return the class of which a path is an instance: `Order` for `Order()`; unknown for any other."""
    if path.endswith(CALL):
        return ValuePath(path.removesuffix(CALL))
    parts = parse(path)
    return either(map(class_of, parts.alternatives)) if parts.alternatives and not parts.rest else UNKNOWN


def parameters_in(path: str) -> list[Parameter]:
    """Return the parameters a path begins at."""
    return [Parameter(*match) for match in PARAMETER.findall(path)] if NUMBER in path else []


def has_class_name(path: str) -> bool:
    """Return whether a path goes by what may be a class, as far as its names tell."""
    return _CLASS_NAMES.search(path) is not None
