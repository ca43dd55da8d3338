"""Who calls a function, and with what: the type of a parameter without annotation comes from there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from coupling_lsp.index.incremental.dependencies import CALLS, DEMAND, Dependencies, Dependency
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.index.types.type_kinds import Type
from coupling_lsp.model.facts import Facts

_PARAMETER = re.compile(r"([\w.]+#\d*:\w+)")


class CallArguments(NamedTuple):
    """The calls of one file: `module.function`, the class it is called on, key and path of an argument.

    `seen` are the keys of all that was looked at.
    """

    calls: tuple[tuple[str, Target, str, str], ...]
    dependencies: tuple[Dependency, ...]


class DemandedParameters:
    """The parameters something hangs on, `module.function#number:name`, by the files that define them."""

    def __init__(self, by_file: Mapping[str, frozenset[str]]) -> None:
        self.by_file = by_file
        self.parameters: frozenset[str] = frozenset().union(*by_file.values())
        self.functions = frozenset(it.partition("#")[0] for it in self.parameters)
        self.words = frozenset(map(_word, self.parameters))

    def wanted(self, hierarchy: ClassHierarchy) -> frozenset[str]:
        """The words, with those for heirs that leave `__init__` to the class above."""
        inherited = set()
        for it in self.parameters:
            function, _, parameter = it.partition("#")
            if function.endswith(".__init__"):
                module, _, name = function.removesuffix(".__init__").rpartition(".")
                found = hierarchy.descendants(Target(module, name, True))
                inherited |= {f"{heir.name.rpartition('.')[2]}#{parameter}" for heir in found}
        return self.words | inherited


def demanded_parameters(facts: Facts, module: str) -> frozenset[str]:
    """The parameters of a file something hangs on."""
    paths = [f"{it.root}.{it.manager}" for it in (*facts.accesses, *facts.reads)]
    paths += [path for _, path in (*facts.returns, *facts.holds)]
    paths += [it.path for it in facts.calls]
    return frozenset(f"{module}.{name}" for path in paths if "#" in path for name in _PARAMETER.findall(path))


def demanded_words(files: Iterable[Facts]) -> frozenset[str]:
    """The words (see `model.words`) for the parameters of some files something hangs on, without looking further."""
    return frozenset(map(_word, frozenset().union(*(demanded_parameters(facts, "") for facts in files))))


class Evaluates(Protocol):
    """What tells on which object a method is called, without asking for callers."""

    names: Names

    def evaluate(self, path: str, module: str, dependencies: Dependencies) -> Sequence[Type]:
        """The types of a path written in a module."""

    def managers(self, query: Type, dependencies: Dependencies) -> Sequence[Target]:
        """The classes of the project whose methods can be called on a query; none for any other type."""


def call_arguments(facts: Facts, module: str, types: Evaluates, asked: frozenset[str]) -> CallArguments:
    """The calls of one file that reach a function somebody asks about."""
    dependencies = Dependencies()
    reached = {it.callee: ("", NOWHERE) for it in facts.calls}
    for callee in reached:
        reached[callee] = _called(callee, module, types, asked, dependencies)
    calls = ((*reached[it.callee], it.key, it.path) for it in facts.calls)
    return CallArguments(tuple(it for it in calls if it[0]), dependencies.frozen())


class CallGraph:
    """The calls of all files by the function they reach."""

    def __init__(self, files: Mapping[str, CallArguments], modules: Mapping[str, str]) -> None:
        """`files` by path; `modules` are the modules of the paths."""
        self._by_function: dict[str, dict[tuple[str, Target, str, str], None]] = {}
        for path in sorted(files):
            for function, called, key, given in files[path].calls:
                self._by_function.setdefault(function, {})[modules[path], called, key, given] = None

    def given(
        self, function: str, number: str, name: str, dependencies: Dependencies
    ) -> Iterable[tuple[str, Target, str]]:
        """The value paths a parameter is given: the module each is written in, and the class that is called on."""
        dependencies.add(CALLS.of(function))
        for module, called, key, path in self._by_function.get(function, ()):
            if key == name or (key == number and number):
                yield module, called, path


NO_CALLS = CallGraph({}, {})


def changed(before: CallArguments | None, after: CallArguments | None) -> set[Dependency]:
    """The keys under which other calls are found after an edit."""
    one, other = (set(it.calls) if it is not None else set() for it in (before, after))
    return {CALLS.of(function) for function, *_ in one ^ other}


def _word(asked: str) -> str:
    function, _, parameter = asked.partition("#")
    *_, owner, name = function.split(".")
    is_method = owner[:1].isupper()
    return f"{owner if name == '__init__' else f'.{name}' if is_method else name}#{parameter}"


def _called(
    callee: str, module: str, types: Evaluates, asked: frozenset[str], dependencies: Dependencies
) -> tuple[str, Target]:
    """The function a call reaches that somebody asks about, and the class it is called on."""
    before, dot, name = callee.rpartition(".")
    if dot:
        for it in types.evaluate(before, module, dependencies):
            if it.shape in ("class", "instance", "super"):
                return _method(it.target, name, types.names, asked, dependencies)
            for holder in types.managers(it, dependencies):
                if (found := _method(holder, name, types.names, asked, dependencies))[0]:
                    return found
    if "(" in callee:
        return "", NOWHERE
    target = types.names.expression(callee, module, dependencies)
    if not target and ":" not in callee and "." not in callee:
        target = Target(module, callee, True)
    if not target.in_project or not target.name:
        return "", NOWHERE
    if types.names.find_class(target.module, target.name, dependencies) is not None:
        return _method(target, "__init__", types.names, asked, dependencies)
    return _noted(f"{target.module}.{target.name}", asked, dependencies), NOWHERE


def _method(
    target: Target, name: str, names: Names, asked: frozenset[str], dependencies: Dependencies
) -> tuple[str, Target]:
    """The method of a class or of the nearest of its bases that somebody asks about."""
    for owner in names.mro(target, dependencies):
        if found := _noted(f"{owner.module}.{owner.name}.{name}", asked, dependencies):
            return found, Target(*target[:3])
    return "", NOWHERE


def _noted(key: str, asked: frozenset[str], dependencies: Dependencies) -> str:
    dependencies.add(DEMAND.of(key))
    return key if key in asked else ""
