"""The text of a service function that is not there yet, made of the pattern of a query."""

import keyword
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.expressions import EXPRESSIONS, MODELS
from coupling_lsp.django.managers import QUERYSET
from coupling_lsp.django.queryset_api import RESULTS, ROW_METHODS
from coupling_lsp.fixes.imports.additions import Names
from coupling_lsp.fixes.service import layout, pattern
from coupling_lsp.fixes.service.docstring import docstring
from coupling_lsp.fixes.service.field_types import UNKNOWN, Annotation, FieldTypes
from coupling_lsp.fixes.service.helper import Place
from coupling_lsp.fixes.service.model_source import ModelSource
from coupling_lsp.fixes.service.pattern import placeholder_of
from coupling_lsp.fixes.service.query_conditions import Lookup, is_lookup, lookup_of
from coupling_lsp.fixes.service.query_shape import QueryShape, query_shape
from coupling_lsp.source.tree import string, text

IsUsable = Callable[[str, str], bool]
"""Tells whether a module may have a name of another module, without that it means something else there."""


class HelperCode(NamedTuple):
    """The code of a function, and the names it needs with their modules."""

    code: str
    imports: Names


DIRECTIVE = re.compile(r"#\s*(?:noqa|type:|pragma|pylint|pyright|mypy|fmt|ruff|isort|nosec|coupling)", re.I)
"""How comments begin that tell a tool something about their line."""


class WrittenFunction(NamedTuple):
    """A function to write: its place, the pattern of its query and the comments in that, and how it gets the model.

    With `is_lazy` it imports the model itself, when it runs. `annotations` are those that are known of placeholders.
    """

    place: Place
    query: str
    model: ModelSource
    comments: tuple[str, ...] = ()
    is_lazy: bool = False
    annotations: Mapping[str, Annotation] = MappingProxyType({})


def helper_code(written: WrittenFunction, model: str, types: FieldTypes, is_usable: IsUsable) -> HelperCode:
    """Return a function that makes a query, with annotations as far as fields and methods tell, and a docstring."""
    name, query = written.place.name, written.query
    shape, names = query_shape(query), parameter_names(query)
    beginning = written.annotations.get(shape.row, UNKNOWN).code
    shape = shape._replace(holds_query=beginning.startswith(QUERYSET))
    known = written.annotations
    annotations = {it: _usable(known.get(it) or _annotation(query, it, types), is_usable) for it in names}
    result = _usable(_result(shape, types), is_usable)
    body = pattern.PLACEHOLDER.sub(lambda it: names[it["name"]], query)
    declared = [f"{it}: {annotations[key].code}" if annotations[key].code else it for key, it in names.items()]
    is_coroutine = shape.is_asynchronous and RESULTS[shape.method] != "query"
    head = layout.definition(f"{'async ' if is_coroutine else ''}def {name}", declared, result.code)
    gives_nothing = result.code == "None"
    keywords = f"{'' if gives_nothing else 'return '}{'await ' if is_coroutine else ''}"
    statement = layout.statement("    ", keywords, body)
    imports = [it for annotation in (*annotations.values(), result) for it in annotation.imports]
    imports += [(EXPRESSIONS[it], it) for it in free_names(query) if it in EXPRESSIONS]
    doc = layout.docstring(docstring(model, shape, names), "    ")
    comments = "".join(f"    {it}\n" for it in written.comments if not DIRECTIVE.match(it))
    directives = [it for it in written.comments if DIRECTIVE.match(it)]
    if written.is_lazy:
        comments = "".join(f"    from {module} import {it}\n\n" for module, it in written.model.imports) + comments
    code = f"{head}\n{doc}\n{comments}{_with_directives(statement, model, directives)}\n"
    return HelperCode(code, tuple(dict.fromkeys(imports)))


def _with_directives(statement: str, model: str, directives: list[str]) -> str:
    """Return a statement with comments for tools behind the line that names the model."""
    if not directives:
        return statement
    lines = statement.split("\n")
    number = next((it for it, line in enumerate(lines) if f"{model}." in line), 0)
    lines[number] = "  ".join((lines[number], *directives))
    return "\n".join(lines)


def fault(query: str, model: str) -> str:
    """Return why no function can be written for a pattern: it needs names that only the caller has."""
    if "$$$" in query:
        return "a query with `$$$` has no parameters of its own"
    names = [*parameter_names(query).values()]
    if len(set(names)) < len(names):
        return f"two placeholders would be called `{max(names, key=names.count)}`"
    unknown = [name for name in free_names(query) if name != model and name not in EXPRESSIONS]
    return f"a function in the services would not know `{unknown[0]}`" if unknown else ""


def parameter_names(query: str) -> dict[str, str]:
    """Return the parameter for each placeholder: its name, or for one letter the keyword that it is given for."""
    names: dict[str, str] = {}
    for placeholder in pattern.placeholders(query):
        name = placeholder.lower()
        field = pattern.readable(f"${placeholder}", query)
        if len(name) == 1 and field not in names.values():
            name = field
        names[placeholder] = f"{name}_" if keyword.iskeyword(name) else name
    return names


def free_names(query: str) -> list[str]:
    """Return the names that a pattern reads, but for placeholders and attributes, each once."""
    node = pattern.expression_of(query)
    return list(dict.fromkeys(_free_names(node))) if node is not None else []


def _free_names(node: Node) -> Iterator[str]:
    if node.type == "identifier":
        yield from [] if pattern.placeholder_at(node) is not None else [text(node)]
        return
    children = node.named_children
    if node.type == "attribute":
        children = children[:1]
    elif node.type == "keyword_argument":
        children = children[1:]
    for child in children:
        yield from _free_names(child)


def _usable(annotation: Annotation, is_usable: IsUsable) -> Annotation:
    return annotation if all(is_usable(*it) for it in annotation.imports) else UNKNOWN


def _annotation(query: str, placeholder: str, types: FieldTypes) -> Annotation:
    """Return the annotation that all places of a placeholder agree upon."""
    nodes = [it for it in _nodes(pattern.expression_of(query)) if placeholder_of(it) == placeholder]
    annotations = {_annotation_at(it, types) for it in nodes}
    return annotations.pop() if len(annotations) == 1 else UNKNOWN


def _annotation_at(node: Node, types: FieldTypes) -> Annotation:
    parent = node.parent
    if parent is None:
        return UNKNOWN
    if parent.type == "keyword_argument" and is_lookup(parent):
        return types.annotation(lookup_of(text(parent.child_by_field_name("name"))))
    if parent.type == "pair" and (key := parent.child_by_field_name("key")) is not None:
        name = string(key)
        return types.annotation(Lookup(name)) if name else UNKNOWN
    is_row = parent.type == "attribute" and text(parent.child_by_field_name("attribute")) in ROW_METHODS
    return types.row() if is_row else UNKNOWN


def _nodes(node: Node | None) -> Iterator[Node]:
    if node is not None:
        yield node
        for child in node.named_children:
            yield from _nodes(child)


def _result(shape: QueryShape, types: FieldTypes) -> Annotation:
    """Return the annotation of what a query gives, as far as Django's own methods tell."""
    method, row = shape.base_method, types.row()
    if method in _VALUES:
        return Annotation(_VALUES[method])
    if not shape.is_plain:
        return UNKNOWN
    template, imports = _RESULTS.get(method) or _BY_KIND.get(RESULTS[method], ("", ()))
    is_known = bool(template) and bool(row.code)
    return Annotation(template.format(row.code), (*imports, *row.imports)) if is_known else UNKNOWN


_VALUES = {"exists": "bool", "contains": "bool", "count": "int", "update": "int", "bulk_update": "int", "save": "None"}
_RESULTS: Mapping[str, tuple[str, Names]] = {
    "first": ("{} | None", ()),
    "last": ("{} | None", ()),
    "iterator": ("Iterator[{}]", (("collections.abc", "Iterator"),)),
    "aiterator": ("", ()),
    "raw": ("", ()),
    "bulk_create": ("list[{}]", ()),
}
_BY_KIND: Mapping[str, tuple[str, Names]] = {
    "query": (f"{QUERYSET}[{{}}]", ((MODELS, QUERYSET),)),
    "row": ("{}", ()),
    "pair": ("tuple[{}, bool]", ()),
}
