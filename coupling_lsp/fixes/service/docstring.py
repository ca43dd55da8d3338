"""The docstring of a service function: what a query does, in one sentence."""

from collections.abc import Iterator, Mapping

from tree_sitter import Node

from coupling_lsp.django.managers import REVERSE_ENDING
from coupling_lsp.django.queryset_api import LOADING_METHODS, PREFETCHING_METHODS, RESULTS
from coupling_lsp.fixes.service.english import enumeration, noun, plural, singular, with_article, words
from coupling_lsp.fixes.service.pattern import placeholder_of
from coupling_lsp.fixes.service.query_conditions import Condition, flag_name, is_flag
from coupling_lsp.fixes.service.query_shape import QueryShape
from coupling_lsp.source.tree import arguments, string, text

_COMPARISONS = {
    "gt": "is above",
    "gte": "is at least",
    "lt": "is below",
    "lte": "is at most",
    "iexact": "is, in any case,",
    "contains": "contains",
    "icontains": "contains, in any case,",
    "startswith": "begins with",
    "istartswith": "begins, in any case, with",
    "endswith": "ends with",
    "iendswith": "ends, in any case, with",
    "regex": "matches",
    "iregex": "matches, in any case,",
    "range": "is in",
    "date": "is on",
    "time": "is at",
}


def docstring(model: str, shape: QueryShape, parameters: Mapping[str, str]) -> str:
    """Return what a function with a query says of itself; `parameters` are its parameters by placeholder."""
    method = shape.base_method
    thing = " ".join([*_adjectives(shape), noun(model)])
    has_name = shape.accessor and not shape.accessor.endswith(REVERSE_ENDING)
    given = ["given"] if shape.holds_query else []
    things = " ".join([*given, *_adjectives(shape), words(shape.accessor) if has_name else plural(noun(model))])
    if shape.own_methods:
        calls = "".join(f".{it.method}()" for it in shape.links)
        return f"Return what `{calls.lstrip('.')}` of the {things}{_of_owner(shape, parameters)} gives."
    if shape.row and not shape.holds_query:
        return _OF_ROWS.get(method, "Call `{method}` of {a_thing}.").format(method=method, a_thing=with_article(thing))
    if shape.owner and method in _OF_RELATIONS:
        return _OF_RELATIONS[method].format(things=things, owner=words(parameters[shape.owner]))
    by = _of_owner(shape, parameters) + _phrase(shape, parameters, is_one=method in (*_NULLABLE, *_ONE))
    dictionaries = next((it for it in shape.links if RESULTS[it.method] == "dictionaries"), None)
    if dictionaries is not None and method in ("values", "values_list", "distinct", "order_by", *_NULLABLE):
        names = [string(it) or "" for it in arguments(dictionaries.call)[0]]
        fields = enumeration([words(it) for it in names if it]) if names and all(names) else "values"
        return f"Return the {fields} of {f'the {method}' if method in _NULLABLE else 'each'} {thing}{by}."
    return _SENTENCES.get(method, "Return the {things}{by}{manner}.").format(
        thing=thing if by else f"{method} {thing}" if method in _NULLABLE else thing,
        a_thing=with_article(thing),
        things=things,
        by=by,
        manner=_manner(shape),
        aggregates=enumeration([f"`{name}`" for link in shape.links[-1:] for name in arguments(link.call)[1]]),
    )


def _of_owner(shape: QueryShape, parameters: Mapping[str, str]) -> str:
    return f" of this {words(parameters[shape.owner])}" if shape.owner else ""


_OF_ROWS = {"save": "Save {a_thing}.", "delete": "Delete {a_thing}."}
_OF_RELATIONS = {
    "add": "Add to the {things} of this {owner}.",
    "remove": "Take from the {things} of this {owner}.",
    "set": "Set the {things} of this {owner}.",
    "clear": "Take all {things} from this {owner}.",
}
_ONE = ("get", "latest", "earliest", "get_or_create", "update_or_create")
_NULLABLE = ("first", "last")
_SENTENCES = {
    "get": "Return the {thing}{by}.",
    "first": "Return the {thing}{by}, or None.",
    "last": "Return the {thing}{by}, or None.",
    "latest": "Return the latest {thing}{by}.",
    "earliest": "Return the earliest {thing}{by}.",
    "exists": "Return whether there is {a_thing}{by}.",
    "count": "Return the number of {things}{by}.",
    "aggregate": "Return {aggregates} over the {things}{by}.",
    "in_bulk": "Return the {things}{by}, by their keys.",
    "iterator": "Yield the {things}{by}.",
    "none": "Return no {things}.",
    "create": "Create {a_thing}{by}.",
    "create_user": "Create {a_thing}.",
    "create_superuser": "Create {a_thing} with all rights.",
    "get_or_create": "Return the {thing}{by}, made if there is none, and whether it is new.",
    "update_or_create": "Change or make the {thing}{by}, and tell whether it is new.",
    "bulk_create": "Create these {things}.",
    "bulk_update": "Write these {things}.",
    "update": "Change the {things}{by}, and return their number.",
    "delete": "Delete the {things}{by}.",
}


def _phrase(shape: QueryShape, parameters: Mapping[str, str], *, is_one: bool) -> str:
    """Return which rows a query is about, with a blank before it; nothing for all of them."""
    asked = [it for it in shape.conditions if not it.is_excluded]
    parts = [*_matching(asked, parameters, is_one=is_one)]
    if excluded := [*_matching([it for it in shape.conditions if it.is_excluded], parameters, is_one=False)]:
        parts.append(f"except those {enumeration(excluded)}")
    if shape.opaque:
        fitting = [f"`{parameters[it]}`" for it in shape.opaque if it] or ["a condition"]
        parts.append(f"that {'fits' if is_one else 'fit'} {enumeration(fitting)}")
    if shape.alternatives:
        fields = [words(it) for it in shape.alternatives]
        by = f"by {enumeration(fields, 'or')}" if shape.are_either else f"by conditions on {enumeration(fields)}"
        parts.insert(0, by)
    return f" {enumeration(parts)}" if parts else ""


def _manner(shape: QueryShape) -> str:
    """Return in which order rows come, and what is loaded with them."""
    parts: list[str] = []
    for link in shape.links:
        names = [string(it) or "" for it in arguments(link.call)[0]]
        if not names or not all(names):
            continue
        if link.method == "order_by":
            parts = [it for it in parts if not it.startswith("ordered")]
            parts.append(f"ordered by {enumeration([words(it.lstrip('-+')) for it in names])}")
        elif link.method in LOADING_METHODS | PREFETCHING_METHODS:
            parts.append(f"with their {enumeration([words(it) for it in names])} loaded")
    return f", {enumeration(parts)}" if parts else ""


def _matching(conditions: list[Condition], parameters: Mapping[str, str], *, is_one: bool) -> Iterator[str]:
    plain = [it for it in conditions if placeholder_of(it.value) and it.lookup.operator in ("", "in")]
    if plain:
        has_many = any(it.lookup.operator == "in" for it in plain)
        fields = [words(it.lookup.field) for it in plain]
        names = [plural(it) for it in fields] if has_many else [singular(it) for it in fields]
        yield f"with {'these' if has_many else 'this'} {enumeration(names)}"
    for condition in conditions:
        if _is_adjective(condition):
            continue
        if is_flag(condition):
            yield _flag(condition, is_one=is_one)
        elif condition not in plain:
            yield _comparison(condition, parameters)


def _adjectives(shape: QueryShape) -> list[str]:
    """Return what flags that have to be set say of a row in one word: `active`."""
    return [flag_name(it) for it in shape.conditions if _is_adjective(it)]


def _is_adjective(condition: Condition) -> bool:
    is_set = is_flag(condition) and text(condition.value) == "True" and not condition.is_excluded
    return is_set and "_" not in flag_name(condition)


def _flag(condition: Condition, *, is_one: bool) -> str:
    negation = "" if text(condition.value) == "True" else "not "
    name = flag_name(condition)
    if "_" in name:
        return f"for which `{condition.lookup.field}` is {negation}set"
    return f"that {'is' if is_one else 'are'} {negation}{name}"


def _comparison(condition: Condition, parameters: Mapping[str, str]) -> str:
    field, value = words(condition.lookup.field), text(condition.value)
    placeholder = placeholder_of(condition.value)
    shown = f"`{parameters.get(placeholder, placeholder.lower())}`" if placeholder else _shown(condition.value)
    is_unset = {"True": True, "False": False}.get(value) if condition.lookup.operator == "isnull" else None
    if value == "None" or is_unset:
        return f"without `{condition.lookup.field}`"
    if is_unset is False:
        return f"with `{condition.lookup.field}`"
    if not shown:
        return f"by {field}"
    comparison = _COMPARISONS.get(condition.lookup.operator, "is one of" if condition.lookup.operator == "in" else "is")
    return f"whose {field} {comparison} {shown}"


def _shown(value: Node) -> str:
    """Return a value as a docstring shows it; empty for one that is too long for that, or would end the docstring."""
    source = text(value)
    is_short = len(source) <= _MAX_SHOWN_LENGTH and not {"\n", "\\", '"""'} & {*source, source[:3]}
    return f"`{source}`" if is_short and source.isprintable() else ""


_MAX_SHOWN_LENGTH = 30
