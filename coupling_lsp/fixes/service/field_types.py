"""The annotation of a parameter that a field of a model is compared with, or set to.

https://docs.djangoproject.com/en/stable/ref/models/fields/
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.expressions import MODELS
from coupling_lsp.django.fields import PLAIN_FIELDS, PlainField
from coupling_lsp.django.lookups import PRIMARY_KEY, TEXT_LOOKUPS
from coupling_lsp.django.managers import QUERYSET
from coupling_lsp.fixes.service.model_source import importing_module
from coupling_lsp.fixes.service.query_conditions import Lookup
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.models.plain_fields import PlainFields
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.definitions import definitions
from coupling_lsp.source.tree import arguments, text
from coupling_lsp.text import Text

_KEY_ENDING = "_id"
_DEFAULT_KEY = "id"


class Annotation(NamedTuple):
    """An annotation, and what its names are imported from: pairs of module and name. Empty where none is known."""

    code: str = ""
    imports: tuple[tuple[str, str], ...] = ()


UNKNOWN = Annotation()
_OR_NONE = " | None"


def query_of(row: Annotation) -> Annotation:
    """Return the annotation of a query of rows."""
    return Annotation(f"{QUERYSET}[{row.code}]" if row.code else QUERYSET, ((MODELS, QUERYSET), *row.imports))


class FieldTypes:
    """The types of the fields of one model; `app` is its app, whose models annotations may name.

    The model itself is no annotation where it `is_class` not, but a variable that holds one.
    """

    def __init__(
        self, snapshot: Snapshot, model: Target, app: str, read_text: ReadText, *, is_class: bool = True
    ) -> None:
        self._snapshot = snapshot
        self._model = model
        self._app = app
        self._is_class = is_class
        self._read_text = read_text
        index = snapshot.index
        self._keys = PlainFields(index.names.modules, index.facts, index.types.relations.tables)

    def annotation(self, lookup: Lookup) -> Annotation:
        """Return the annotation of what a condition compares a field with."""
        if lookup.operator in TEXT_LOOKUPS:
            return Annotation("str")
        if lookup.operator == "isnull":
            return Annotation("bool")
        if lookup.operator in ("range", "date", "time"):
            return UNKNOWN
        value_type = self._value_type(lookup.field)
        item = value_type.code.removesuffix(_OR_NONE)
        if lookup.operator == "in" and item:
            return Annotation(f"Iterable[{item}]", (("collections.abc", "Iterable"), *value_type.imports))
        return value_type._replace(code=item) if lookup.operator else value_type

    def row(self) -> Annotation:
        """Return the annotation of a row of the model itself."""
        return self._class(self._model) if self._is_class else UNKNOWN

    def _class(self, model: Target) -> Annotation:
        """Return a class as an annotation, if it is of the app and its module defines it under no condition."""
        path = self._snapshot.index.names.modules.paths.get(model.module, "")
        source = self._read_text(path) if path else None
        is_of_app = self._snapshot.index.apps.owner(model.module) == self._app
        if source is None or not is_of_app or not _is_always_defined(source, model.name):
            return UNKNOWN
        return Annotation(model.name, ((importing_module(self._snapshot, model), model.name),))

    def _value_type(self, path: str) -> Annotation:
        *relations, name = path.split("__")
        model = self._model
        for relation in relations:
            accessor = self._snapshot.index.types.relations.accessor(model, relation, Dependencies())
            if accessor is None:
                return UNKNOWN
            model = accessor.target
        if name == PRIMARY_KEY:
            name = self._keys.key(model, Dependencies())
        return self._of_field(model, name)

    def _of_field(self, model: Target, name: str) -> Annotation:
        field = next(self._fields(model, name), None)
        if field is not None:
            callee, keywords = text(field.child_by_field_name("function")), arguments(field)[1]
            plain_field = PLAIN_FIELDS.get(callee.rpartition(".")[2])
            if plain_field is None:
                return self._of_relation(model, name, keywords)
            return _nullable(_of_plain_field(plain_field), keywords) if plain_field.value_type else UNKNOWN
        if name == _DEFAULT_KEY and model.in_project:
            return Annotation("int")
        if name.endswith(_KEY_ENDING):
            accessor = self._relation(model, name.removesuffix(_KEY_ENDING))
            key = self._keys.key(accessor, Dependencies()) if accessor else ""
            return self._of_field(accessor, key) if key and accessor != model else UNKNOWN
        return UNKNOWN

    def _relation(self, model: Target, name: str) -> Target:
        """Return the model that a key of a model leads to."""
        accessor = self._snapshot.index.types.relations.accessor(model, name, Dependencies())
        return accessor.target if accessor is not None and not accessor.many else Target("", "", False)

    def _of_relation(self, model: Target, name: str, keywords: dict[str, Node]) -> Annotation:
        """Return a model of the app that a key leads to; those of other apps have no place in its services."""
        target = self._relation(model, name)
        return _nullable(self._class(target), keywords) if target else UNKNOWN

    def _fields(self, model: Target, name: str) -> Iterator[Node]:
        """Yield the calls that make a field, in the class itself first, then in those it extends."""
        tables = self._snapshot.index.types.relations.tables
        for owner in tables.of(model, Dependencies()).mro if model.in_project else ():
            path = self._snapshot.index.names.modules.paths.get(owner.module, "")
            source = self._read_text(path) if path else None
            if source is not None:
                yield from _assigned_calls(source, owner.name, name)


def _of_plain_field(field: PlainField) -> Annotation:
    return Annotation(field.value_type, ((field.type_module, field.value_type),) if field.type_module else ())


def _nullable(annotation: Annotation, keywords: dict[str, Node]) -> Annotation:
    is_nullable = bool(annotation.code) and text(keywords.get("null")) == "True"
    return annotation._replace(code=annotation.code + _OR_NONE) if is_nullable else annotation


def _assigned_calls(source: Text, class_name: str, name: str) -> Iterator[Node]:
    for statement in _class_body(source, class_name):
        assignment = statement.named_children[0] if statement.type == "expression_statement" else None
        if assignment is None or assignment.type != "assignment":
            continue
        call = assignment.child_by_field_name("right")
        if text(assignment.child_by_field_name("left")) == name and call is not None and call.type == "call":
            yield call


@lru_cache(maxsize=32)
def _is_always_defined(source: Text, class_name: str) -> bool:
    """Return whether a class of a module is defined at its margin, so that each import of it succeeds."""
    return any(name == class_name for name, _ in definitions(source))


@lru_cache(maxsize=32)
def _class_body(source: Text, class_name: str) -> tuple[Node, ...]:
    """Return the statements of a class of a module."""
    waiting = list(tree_of(source).root.named_children)
    while waiting:
        node = waiting.pop(0)
        if node.type == "class_definition" and text(node.child_by_field_name("name")) == class_name:
            body = node.child_by_field_name("body")
            return tuple(body.named_children) if body is not None else ()
        if node.type in ("decorated_definition", "if_statement", "try_statement", "block", "else_clause"):
            waiting += node.named_children
    return ()
