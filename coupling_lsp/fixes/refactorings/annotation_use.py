"""Whether an annotation is read while the program runs, by a library or by the project itself.

What libraries do is in the table `django.annotation_readers`.
"""

import builtins
import re
from collections.abc import Iterator
from functools import lru_cache

from tree_sitter import Node

from coupling_lsp.django import annotation_readers as table
from coupling_lsp.fixes.imports import names
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.name_resolution import base_expressions
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.expression import callee_of, is_call
from coupling_lsp.model.facts import Facts
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import enclosing_symbol, is_body_of, text
from coupling_lsp.text import Text

_MAX_ALIASES = 4
"""How many calls in a row are followed to the library that made a decorator; what is behind more is not known."""

_CALLED = ("__init__", "__new__", "__call__")
"""Methods that run when a class, or an object of it, is called by a library that was handed it."""

_PROPERTIES = ("property", "cached_property")
_OF_PROPERTIES = ("setter", "getter", "deleter")
_WORDS = re.compile(rb"\b(?:%s)\b" % "|".join(table.READING_WORDS).encode())
_HANDED = table.READERS.keys() - {"attr", "attrs", "msgspec", "dacite", "mashumaro", "marshmallow_dataclass"}
"""Readers that may be handed a function where it is not decorated; the others read classes alone."""


def is_evaluated(annotation: Node) -> bool:
    """Return whether Python evaluates an annotation that is no string: not that of a variable of a function."""
    scope, child = _scope(annotation)
    return scope is None or not is_body_of(scope, child)


def _scope(annotation: Node) -> tuple[Node | None, Node]:
    """Return the function or class around an annotation, None for the module, and the child that it stands in."""
    child, parent = annotation, annotation.parent
    while parent is not None and parent.type not in ("function_definition", "class_definition"):
        child, parent = parent, parent.parent
    return parent, child


class AnnotationUse:
    """Tells of the annotations of one file who may read them."""

    def __init__(self, snapshot: Snapshot, path: str, source: Text, read_text: ReadText) -> None:
        self._snapshot = snapshot
        self._names = snapshot.index.names
        self._path = path
        self._module = self._names.modules.names.get(path, "")
        self._source = source
        self._read_text = read_text

    def reader(self, annotation: Node) -> str:
        """Return who may read an annotation at run time, in words for the user; empty where nobody does."""
        if word := _WORDS.search(self._source.data):
            return f"the file reads annotations by `{word[0].decode()}`"
        everywhere = sorted(_packages(self._snapshot) & table.EVERYWHERE)
        if everywhere:
            return f"{everywhere[0]} may read any annotation of the project"
        scope = _scope(annotation)[0] if is_evaluated(annotation) else None
        if scope is None:
            return ""
        if scope.type == "class_definition":
            return self._reader_of_body(scope)
        return next(filter(None, self._readers_of_function(scope)), "")

    def _readers_of_function(self, function: Node) -> Iterator[str]:
        for decorator in _decorators(function):
            yield self._reader_by_decorator(decorator)
        outer = function.parent
        while outer is not None:
            if outer.type == "class_definition":
                yield self._reader_of_methods(outer, function)
            outer = outer.parent
        outermost, name = enclosing_symbol(function), text(function.child_by_field_name("name"))
        if not outermost or (name in _CALLED and "." not in outermost):
            yield self._reader_of_handed(outermost or name)

    def _reader_by_decorator(self, decorator: Node) -> str:
        expression = decorator.named_children[0] if decorator.named_children else None
        callee = expression.child_by_field_name("function") if expression is not None else None
        name = text(callee if callee is not None else expression)
        if name.rpartition(".")[2] in _OF_PROPERTIES or self._is_builtin(name):
            return ""
        unknown = f"whether `@{name}` reads annotations is not known"
        target = self._origin(name, self._module)
        if not target:
            return unknown
        if target.in_project:
            return self._reader_in_module(target.module, name)
        package = target.module.partition(".")[0]
        if package in table.READERS or (package == "celery" and table.PYDANTIC_OPTION in text(decorator)):
            return f"{package} reads annotations, by `@{name}`"
        return "" if package in table.QUIET | table.SCHEMA_GENERATORS else unknown

    def _reader_in_module(self, module: str, name: str) -> str:
        """Return whether a decorator or a class of the project may read annotations: its module speaks of them."""
        path = self._names.modules.paths.get(module, "")
        source, facts = self._read_text(path), self._snapshot.index.facts.get(path)
        is_reading = source is None or _WORDS.search(source.data) or (facts is not None and _roots(facts) & _HANDED)
        return f"{module}, where `{name}` is from, may read annotations" if is_reading else ""

    def _origin(self, name: str, module: str) -> Target:
        """Return where a decorator is from: for `router.get` and `router = Router()`, that is `Router`."""
        target = self._names.expression(name, module, Dependencies())
        if not target:
            target = self._names.expression(name.partition(".")[0], module, Dependencies())
        for _ in range(_MAX_ALIASES):
            if not target.assigned:
                break
            callee = callee_of(target.assigned) if is_call(target.assigned) else target.assigned
            target = self._names.expression(callee, target.module, Dependencies())
        if not target and names.module_bindings(tree_of(self._source), name.partition(".")[0]):
            return Target(self._module, name, True)
        return target

    def _reader_of_methods(self, class_: Node, function: Node) -> str:
        bases = list(self._library_bases(class_))
        is_described = bool(_packages(self._snapshot) & table.SCHEMA_GENERATORS)
        if is_described and any(text(it).removeprefix("@").endswith(_PROPERTIES) for it in _decorators(function)):
            return "a generator of API schemas may read the property"
        name = text(class_.child_by_field_name("name"))
        for base in bases:
            package, last = base.module.partition(".")[0], base.name.rpartition(".")[2]
            if package in table.READERS:
                return f"`{name}` is a class of {package}, which reads annotations"
            if is_described and last.endswith(table.DESCRIBED_ENDINGS):
                return f"a generator of API schemas may read the methods of `{name}`"
        readers = (self._reader_by_decorator(it) for it in _decorators(class_))
        return next(filter(None, (*readers, self._reader_among_bases(class_))), "")

    def _reader_of_body(self, class_: Node) -> str:
        """Return who may read the annotations in the body of a class: only what surely reads none is nobody."""
        name = text(class_.child_by_field_name("name"))
        decorators = _decorators(class_)
        if decorators:
            return f"`{text(decorators[0]).partition('(')[0]}` may read the annotations of `{name}`"
        for base in self._library_bases(class_):
            package = base.module.partition(".")[0]
            if package in table.READERS:
                return f"`{name}` is a class of {package}, which reads annotations"
            if package not in table.QUIET or package in table.CLASS_READERS:
                return f"`{base.name or base.module}` may read the annotations of `{name}`"
        return self._reader_among_bases(class_)

    def _reader_among_bases(self, class_: Node) -> str:
        """Return whether a class of the project that one inherits from may read annotations."""
        ancestors = self._names.mro(self._target(class_), Dependencies())[1:]
        return next(filter(None, (self._reader_in_module(it.module, it.name) for it in ancestors)), "")

    def _library_bases(self, class_: Node) -> Iterator[Target]:
        """Yield the classes of libraries that a class inherits from, by way of the project's own as well."""
        for owner in self._names.mro(self._target(class_), Dependencies()):
            found = self._names.find_class(owner.module, owner.name, Dependencies())
            for expression in found.bases if found is not None else ():
                for base in base_expressions(expression):
                    target = self._names.expression(callee_of(base), owner.module, Dependencies())
                    if not target and not hasattr(builtins, base):
                        yield Target(base or "?", "", False)
                    elif target and not target.in_project:
                        yield target

    def _target(self, class_: Node) -> Target:
        outer, name = enclosing_symbol(class_), text(class_.child_by_field_name("name"))
        return Target(self._module, f"{outer}.{name}" if outer else name, True)

    def _reader_of_handed(self, function: str) -> str:
        """Return which library may be handed a function of the module, here or in a file that imports it."""
        own = self._snapshot.index.facts.get(self._path)
        if own is not None and (packages := sorted(_roots(own) & _HANDED)):
            return f"{packages[0]} may be handed `{function}`, and reads annotations"
        modules = self._names.modules
        for path, facts in self._snapshot.index.facts.items():
            for import_ in facts.imports if _roots(facts) & _HANDED else ():
                source = modules.absolute(import_.module, import_.level, modules.names.get(path, ""))
                full_name = f"{source}.{import_.name}" if import_.name else source
                if full_name in (self._module, f"{self._module}.{function}", f"{self._module}.*"):
                    return f"{path} may hand `{function}` to a library that reads annotations"
        return ""

    def _is_builtin(self, name: str) -> bool:
        return hasattr(builtins, name) and not names.module_bindings(tree_of(self._source), name)


def _decorators(definition: Node) -> list[Node]:
    parent = definition.parent
    is_decorated = parent is not None and parent.type == "decorated_definition"
    return [it for it in parent.named_children if it.type == "decorator"] if is_decorated and parent is not None else []


@lru_cache(maxsize=1 << 13)
def _roots(facts: Facts) -> frozenset[str]:
    """Return the packages that a file imports."""
    return frozenset(it.module.partition(".")[0] for it in facts.imports if not it.level)


@lru_cache(maxsize=2)
def _packages(snapshot: Snapshot) -> frozenset[str]:
    """Return the packages that the files of a project import."""
    return frozenset(package for facts in snapshot.index.facts.values() for package in _roots(facts))
