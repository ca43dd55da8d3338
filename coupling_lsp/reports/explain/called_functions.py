"""The functions of a project that a piece of code calls, as far as names and types tell which they are."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model import value_path
from coupling_lsp.model.expression import is_call, is_single_name
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.source.calls import Code, function_code


class Function(NamedTuple):
    """A function or method of the project: its module, and its dotted name there."""

    module: str
    symbol: str


class CalledFunctions:
    """Finds functions and their code; what was read of a project is kept."""

    def __init__(self, project: ProjectView) -> None:
        self._project = project
        self._types = project.snapshot.index.types
        self._names = project.snapshot.index.names
        self._codes: dict[Function, Code | None] = {}
        self._callees: dict[tuple[str, str], tuple[Function, ...]] = {}

    def code(self, function: Function) -> Code | None:
        """Return the code of a function; None for one that the project does not define."""
        if function not in self._codes:
            path = self._names.modules.paths.get(function.module)
            text = self._project.read(path) if path is not None else None
            self._codes[function] = function_code(text, function.symbol) if text is not None else None
        return self._codes[function]

    def called(self, code: Code, module: str) -> Iterator[Function]:
        """Yield the functions that a code of a module calls, each once."""
        for callee in code.callees:
            key = module, callee
            if key not in self._callees:
                self._callees[key] = tuple(it for it in self._reached(callee, module) if self.code(it) is not None)
            yield from self._callees[key]

    def _reached(self, callee: str, module: str) -> Iterator[Function]:
        owner, name = value_path.split_attribute(callee)
        types = self._types.evaluate(owner, module, Dependencies()) if owner else ()
        methods = [it for type_ in types for it in self._method(type_, name)]
        if methods or is_call(callee):
            yield from dict.fromkeys(methods)
            return
        target = self._names.expression(callee, module, Dependencies())
        if not target and is_single_name(callee):
            target = Target(module, callee, True)
        if target.in_project and target.name and not target.assigned:
            yield Function(target.module, target.name)

    def _method(self, type_: Type, name: str) -> Iterator[Function]:
        """Yield the method of the nearest class that defines one, of what a method is called on."""
        methods = (Function(it.module, f"{it.name}.{name}") for it in self._classes(type_))
        method = next((it for it in methods if self.code(it) is not None), None)
        if method is not None:
            yield method

    def _classes(self, type_: Type) -> Iterable[Target]:
        """Return the classes whose methods a value has, the nearest first."""
        if type_.kind == "query":
            managers = self._types.managers(type_, Dependencies())
            return [it for manager in managers for it in self._names.mro(manager, Dependencies())]
        if type_.kind == "super" and type_.inner is not None:
            mro = self._names.mro(type_.inner.target, Dependencies())
            return mro[mro.index(type_.target) + 1 if type_.target in mro else 1 :]
        return self._names.mro(type_.target, Dependencies()) if type_.kind in ("class", "instance") else ()
