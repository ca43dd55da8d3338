"""Who calls a function, and with what: the type of a parameter without annotation comes from there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from coupling_lsp.django.saving import REPLACEABLE_METHODS
from coupling_lsp.index.incremental.dependencies import CALLS, DEMAND, Dependencies, Dependency
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model import value_path
from coupling_lsp.model.expression import is_call, is_single_name
from coupling_lsp.model.facts import Facts
from coupling_lsp.model.search_terms import SearchedParameter
from coupling_lsp.model.value_path_parts import Parameter


class CallArguments(NamedTuple):
    """The arguments of the calls in one file, and what they depend on.

    Each is a tuple: `module.function`, the class it is called on, number or keyword of the argument, its value path.
    """

    calls: tuple[tuple[str, Target, str, str], ...]
    dependencies: tuple[Dependency, ...]


class DemandedParameters:
    """The parameters on which some type depends, by the files that define them.

    The names of their functions begin with the module: `billing.services.close`.
    """

    def __init__(self, by_file: Mapping[str, frozenset[Parameter]]) -> None:
        self.by_file = by_file
        self.parameters: frozenset[Parameter] = frozenset().union(*by_file.values())
        self.functions = frozenset(parameter.function for parameter in self.parameters)
        self._searched: tuple[ClassHierarchy, frozenset[SearchedParameter]] | None = None

    def searched(self, hierarchy: ClassHierarchy) -> frozenset[SearchedParameter]:
        """Return what to search for, also with the names of subclasses that leave `__init__` to the class above."""
        if self._searched is None or self._searched[0] is not hierarchy:
            self._searched = hierarchy, frozenset(map(_searched, self.parameters)) | self._inherited(hierarchy)
        return self._searched[1]

    def _inherited(self, hierarchy: ClassHierarchy) -> set[SearchedParameter]:
        inherited_parameters = set()
        for function, number, name in self.parameters:
            if function.endswith(".__init__"):
                module, _, class_name = function.removesuffix(".__init__").rpartition(".")
                for subclass in hierarchy.descendants(Target(module, class_name, True)):
                    inherited_parameters.add(SearchedParameter(subclass.name.rpartition(".")[2], number, name))
        return inherited_parameters


def demanded_parameters(facts: Facts, module: str) -> frozenset[Parameter]:
    """Return the parameters on which the type of something in a file depends, their functions with the module."""
    paths = [access.root for access in (*facts.accesses, *facts.reads, *facts.queries)]
    paths += [path for _, path in (*facts.returns, *facts.holds)]
    paths += [call.path for call in facts.calls]
    return frozenset(
        parameter._replace(function=f"{module}.{parameter.function}")
        for path in paths
        for parameter in value_path.parameters_in(path)
    )


def searched_parameters(files: Iterable[Facts]) -> frozenset[SearchedParameter]:
    """Return what to search for by some files, as far as it can be told without their modules."""
    return frozenset(map(_searched, frozenset().union(*(demanded_parameters(facts, "") for facts in files))))


class Evaluator(Protocol):
    """What tells on which object a method is called, without asking for callers."""

    names: Names
    hierarchy: ClassHierarchy

    def evaluate(self, path: str, module: str, dependencies: Dependencies) -> Sequence[Type]:
        """Return the types of a path written in a module."""

    def managers(self, query: Type, dependencies: Dependencies) -> Sequence[Target]:
        """Return the classes of the project whose methods can be called on a query; none for any other type."""

    def replaces(self, owner: Target, method: str, dependencies: Dependencies) -> bool:
        """Return whether a class defines a method that has the name of one of Django which saves."""


def call_arguments(facts: Facts, module: str, types: Evaluator, demanded: frozenset[str]) -> CallArguments:
    """Return the arguments of the calls in one file that reach a demanded function."""
    dependencies = Dependencies()
    callees = dict.fromkeys(it.callee for it in facts.calls)
    functions = {it: list(_reached(it, module, types, demanded, dependencies)) for it in callees}
    calls = ((*function, it.key, it.path) for it in facts.calls for function in functions[it.callee])
    return CallArguments(tuple(calls), dependencies.frozen())


class CallGraph:
    """The calls of all files by the function they reach."""

    def __init__(self, files: Mapping[str, CallArguments], modules: Mapping[str, str]) -> None:
        """`files` by path; `modules` are the modules of the paths."""
        self._by_function: dict[str, dict[tuple[str, Target, str, str], None]] = {}
        for path in sorted(files):
            for function, receiver, key, argument in files[path].calls:
                self._by_function.setdefault(function, {})[modules[path], receiver, key, argument] = None

    def arguments(
        self, function: str, number: str, name: str, dependencies: Dependencies
    ) -> Iterable[tuple[str, Target, str]]:
        """Yield the arguments for a parameter: the module each is written in, the class that is called on, its path."""
        dependencies.add(CALLS.of(function))
        for module, receiver, key, path in self._by_function.get(function, ()):
            if key == name or (key == number and number):
                yield module, receiver, path


NO_CALLS = CallGraph({}, {})


def changed(previous: CallArguments | None, current: CallArguments | None) -> set[Dependency]:
    """Return the dependencies on calls that differ between two states of a file."""
    previous_calls, current_calls = (set(it.calls) if it is not None else set() for it in (previous, current))
    return {CALLS.of(function) for function, *_ in previous_calls ^ current_calls}


def _searched(parameter: Parameter) -> SearchedParameter:
    *_, owner, name = parameter.function.split(".")
    is_method = owner[:1].isupper()
    callee = owner if name == "__init__" else f".{name}" if is_method else name
    return SearchedParameter(callee, parameter.number, parameter.name)


_Function = tuple[str, Target]
"""A demanded function, and the class it is called on; nowhere for one outside of classes."""


def _reached(
    callee: str, module: str, types: Evaluator, demanded: frozenset[str], dependencies: Dependencies
) -> Iterable[_Function]:
    """Return the demanded functions that a call reaches: of methods, also those that override the one of a base."""
    owner, name = value_path.split_attribute(callee)
    if owner:
        for type_ in types.evaluate(owner, module, dependencies):
            if type_.kind in ("class", "instance", "super"):
                methods = _method(type_.target, name, types, demanded, dependencies)
                is_instance = type_.kind == "instance"
                return methods + (_overrides(type_.target, name, types, demanded, dependencies) if is_instance else [])
            for holder in types.managers(type_, dependencies):
                if methods := _method(holder, name, types, demanded, dependencies):
                    return methods
    if is_call(callee):
        return []
    target = types.names.expression(callee, module, dependencies)
    if not target and is_single_name(callee):
        target = Target(module, callee, True)
    if not target.in_project or not target.name:
        return []
    if types.names.find_class(target.module, target.name, dependencies) is not None:
        return _method(target, "__init__", types, demanded, dependencies)
    function = f"{target.module}.{target.name}"
    return [(function, NOWHERE)] if _is_demanded(function, demanded, dependencies) else []


def _method(
    target: Target, name: str, types: Evaluator, demanded: frozenset[str], dependencies: Dependencies
) -> list[_Function]:
    """Return the demanded method of a class or of the nearest of its bases; nothing where none has one."""
    for owner in types.names.mro(target, dependencies):
        function = f"{owner.module}.{owner.name}.{name}"
        if _is_demanded(function, demanded, dependencies):
            return [(function, Target(*target[:3]))]
        if name in REPLACEABLE_METHODS and types.replaces(owner, name, dependencies):
            break
    return []


def _overrides(
    target: Target, name: str, types: Evaluator, demanded: frozenset[str], dependencies: Dependencies
) -> list[_Function]:
    """Return the demanded methods by which heirs of a class override one that is called on its instances."""
    heirs = [*types.hierarchy.subclasses(target, dependencies)]
    for heir in heirs:
        heirs += [it for it in types.hierarchy.subclasses(heir, dependencies) if it not in heirs]
    functions = (f"{heir.module}.{heir.name}.{name}" for heir in heirs)
    return [(it, Target(*target[:3])) for it in functions if _is_demanded(it, demanded, dependencies)]


def _is_demanded(function: str, demanded: frozenset[str], dependencies: Dependencies) -> bool:
    dependencies.add(DEMAND.of(function))
    return function in demanded
