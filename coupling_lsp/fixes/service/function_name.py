"""The name of a service function, from the query that it makes: `get_account_by_username`."""

import re
from collections.abc import Iterator

from coupling_lsp.django.managers import REVERSE_ENDING
from coupling_lsp.django.queryset_api import RESULTS
from coupling_lsp.fixes.service.english import plural
from coupling_lsp.fixes.service.pattern import placeholder_of
from coupling_lsp.fixes.service.query_conditions import BOUNDS, Condition, flag_name, is_flag
from coupling_lsp.fixes.service.query_shape import QueryShape
from coupling_lsp.source.tree import arguments, string, text

_MAX_LENGTH = 50
"""In characters; words of a longer name are left out from the end."""

_ONE = ("get", "first", "last", "latest", "earliest")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,19}")
_VERBS = ("get_", "create_", "make_", "add_", "delete_", "update_", "set_", "find_")


def function_name(thing: str, shape: QueryShape) -> str:
    """Return a name for a function that makes a query of a model; `thing` is what functions call a row of it."""
    start = _start(shape, thing, shape.own_methods)
    return _bounded([*start, *_condition_words(shape), *_order(shape)])


def _start(shape: QueryShape, thing: str, custom: list[str]) -> list[str]:
    method = shape.base_method
    if shape.row and not shape.holds_query:
        return [f"{method}_{thing}"]
    has_name = shape.accessor and not shape.accessor.endswith(REVERSE_ENDING)
    things = "_".join([*_adjectives(shape, thing), shape.accessor.lower() if has_name else plural(thing)])
    if shape.owner and method in _PREPOSITIONS:
        return [f"{method}_{things}_{_PREPOSITIONS[method]}_{shape.owner.lower()}"]
    thing = "_".join([*_adjectives(shape, thing), thing])
    if custom and custom[-1] == shape.method:
        verb = next((it for it in _VERBS if custom[-1].startswith(it)), "")
        if verb:
            return [f"{verb}{thing}_{custom[-1].removeprefix(verb)}", *custom[:-1]]
        if custom[-1].startswith(_PREPOSITION_BEGINNINGS):
            return [f"get_{things}", *custom]
        return [f"{custom[-1]}_{things}", *custom[:-1]]
    if dictionaries := next((it for it in shape.links if RESULTS.get(it.method) == "dictionaries"), None):
        names = [string(it) or "" for it in arguments(dictionaries.call)[0]]
        what = plural(names[0]) if len(names) == 1 and names[0].isidentifier() else "values"
        if method in ("values", "values_list", "distinct", "order_by", *_ONE):
            return [f"get_{thing}_{what}", *custom]
    match method:
        case "first" | "last" if not shape.conditions and not shape.opaque:
            return [f"get_{method}_{thing}", *custom]
        case "latest" | "earliest":
            return [f"get_{method}_{thing}", *custom]
        case "get" | "first" | "last":
            return [f"get_{thing}", *custom]
        case "exists":
            return [f"has_{things}", *custom]
        case "count" | "aggregate" | "delete" | "update" | "iterator":
            return [f"{'iterate' if method == 'iterator' else method}_{things}", *custom]
        case "create" | "get_or_create" | "update_or_create":
            return [f"{method}_{thing}", *custom]
        case "bulk_create" | "bulk_update":
            return [f"{method}_{things}", *custom]
        case "in_bulk":
            return [f"get_{things}_in_bulk", *custom]
        case "none":
            return [f"get_no_{things}", *custom]
        case "create_user" | "create_superuser":
            return [method]
    return [f"get_{things}" if shape.is_restricted or custom else f"get_all_{things}", *custom]


_PREPOSITION_BEGINNINGS = ("for_", "by_", "with_", "without_", "in_", "of_", "from_", "to_", "on_", "at_")
_PREPOSITIONS = {"add": "to", "remove": "from", "set": "of", "clear": "of"}


def _adjectives(shape: QueryShape, thing: str) -> Iterator[str]:
    """Yield what flags that have to be set say of the rows: `active` of `is_active=True`."""
    for condition in shape.conditions:
        if is_flag(condition) and not condition.is_excluded and text(condition.value) == "True":
            yield flag_name(condition).removesuffix(f"_{thing}")


def _condition_words(shape: QueryShape) -> Iterator[str]:
    is_of_row = shape.row and not shape.holds_query
    if is_of_row or (shape.owner and shape.base_method in _PREPOSITIONS):
        return
    if shape.owner:
        yield f"of_{shape.owner.lower()}"
    if shape.base_method in ("create", "bulk_create", "get_or_create", "update_or_create"):
        return
    by = [_by(it) for it in shape.conditions if placeholder_of(it.value) and not it.is_excluded]
    by += [it.lower() for it in shape.opaque if it]
    joint = "_or_" if shape.are_either else "_and_"
    by += [joint.join(_field(it) for it in shape.alternatives)] if shape.alternatives else []
    for number, words in enumerate(by):
        yield f"{'and' if number else 'with' if shape.base_method == 'exists' else 'by'}_{words}"
    for condition in shape.conditions:
        if condition.is_excluded:
            yield f"excluding_{_field(condition.lookup.field)}"
        elif not placeholder_of(condition.value):
            yield from _literal(condition)


def _order(shape: QueryShape) -> Iterator[str]:
    """Yield by what rows are ordered, if that is what a query is about."""
    orders = [link.call for link in shape.links if link.method == "order_by"]
    names = [string(it) or "" for it in arguments(orders[-1])[0]] if orders else []
    if shape.base_method == "order_by" and names and all(names) and "?" not in names:
        yield f"ordered_by_{_field(names[0].lstrip('-+'))}"


def _by(condition: Condition) -> str:
    field = _field(condition.lookup.field)
    if condition.lookup.operator == "in":
        return plural(field)
    return BOUNDS.get(condition.lookup.operator, "{}").format(field)


def _literal(condition: Condition) -> Iterator[str]:
    field, value = _field(condition.lookup.field), text(condition.value)
    operator = condition.lookup.operator
    if is_flag(condition):
        if value == "False":
            yield f"not_{flag_name(condition)}"
    elif value == "None" or (operator == "isnull" and value == "True"):
        yield f"without_{field}"
    elif operator == "isnull" or value == "True":
        yield f"with_{field.removeprefix('has_')}"
    else:
        word = (string(condition.value) or value.rpartition(".")[2]).lower().replace("-", "_")
        has_word = _WORD.fullmatch(word) and not operator
        yield f"with_{field}_{word}" if has_word else f"with_{BOUNDS.get(operator, '{}').format(field)}"


def _field(path: str) -> str:
    return re.sub(r"_+", "_", path).strip("_").lower()


def _bounded(parts: list[str]) -> str:
    while len(parts) > 1 and len("_".join(parts)) > _MAX_LENGTH:
        parts = parts[:-1]
    return "_".join(parts)
