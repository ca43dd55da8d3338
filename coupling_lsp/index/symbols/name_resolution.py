"""What a name leads to: through aliases, `from app import models`, re-exports and shims, to the module that defines it.

Every name looked for is noted in the caller's set (see `exported`), so that an edit re-resolves just the files it may
touch.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from coupling_lsp.django.third_party import WITH_METACLASS
from coupling_lsp.index.incremental.dependencies import EXPORT, STAR_IMPORTS, Dependencies, Dependency
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.index.symbols.mro import mro
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.model.facts import Class, Facts, Import

_DEEPEST = 24
_MOST_BRANCHES = 4
_BRANCHING = 6
"""How much of the depth it costs to follow a name to several modules, so that branches of branches come to an end."""


class Exports(NamedTuple):
    """The names a module binds at its top level. Branches of an `if` or a `try` may import a name more than once."""

    imports: dict[str, tuple[Import, ...]]
    classes: frozenset[str]
    aliases: dict[str, str]
    stars: tuple[Import, ...]


class Names:
    """Name resolution over the facts of all modules."""

    def __init__(
        self, modules: Modules, facts: Mapping[str, Facts], standing: Callable[[str], int] = lambda _: 0
    ) -> None:
        """`standing` tells which module to prefer where a name may come from several: the one with more."""
        self.modules = modules
        self._standing = standing
        self._facts = facts
        self._exports: dict[str, Exports] = {}
        self._classes: dict[str, dict[str, Class]] = {}
        self._sources: dict[str, tuple[str, ...]] = {}
        self._mros: dict[Target, tuple[tuple[Target, ...], tuple[Dependency, ...]]] = {}

    def facts(self, module: str) -> Facts | None:
        """The facts of a module, None for one that is not in the project."""
        path = self.modules.paths.get(module)
        return self._facts.get(path) if path is not None else None

    def find_class(self, module: str, name: str, dependencies: Dependencies) -> Class | None:
        """The class of that dotted name in a module. Of what it holds `exported` tells, which notes it."""
        dependencies.add(EXPORT.of(module, name))
        known = self._classes.get(module)
        if known is None:
            facts = self.facts(module)
            known = {it.name: it for it in facts.classes} if facts is not None else {}
            self._classes[module] = known
        return known.get(name)

    def bases(self, target: Target, dependencies: Dependencies) -> list[Target]:
        """Return the classes of the project that a class names as its bases, in order."""
        declared = self.find_class(target.module, target.name, dependencies)
        named = [name for base in declared.bases for name in base_names(base)] if declared is not None else []
        bases = (self.expression(name, target.module, dependencies) for name in named)
        return [Target(*base[:3]) for base in bases if base.in_project and base.name]

    def mro(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return a class and the classes of the project it inherits from, in method resolution order."""
        target = Target(*target[:3])
        known = self._mros.get(target)
        if known is None:
            own = Dependencies()
            known = self._mros[target] = mro(target, lambda current: self.bases(current, own)), own.frozen()
        dependencies.update(known[1])
        return known[0]

    def imported(self, it: Import, importer: str, dependencies: Dependencies) -> Target:
        """What one name of an import statement leads to."""
        module = self.modules.absolute(it.module, it.level, importer)
        if not module:
            return NOWHERE
        if module.partition(".")[0] not in self.modules.tops:
            return Target(module, it.name, False)
        return self.member(module, it.name, dependencies) if it.name and it.name != "*" else self._module(module)

    def member(self, module: str, name: str, dependencies: Dependencies, depth: int = 0) -> Target:
        """What `module.name` leads to; an assignment is not followed, but told as `assigned`."""
        dependencies.add(EXPORT.of(module, name))
        if depth > _DEEPEST:
            return NOWHERE
        exports = self._exports_of(module)
        if exports is None:
            return self._module(f"{module}.{name}")
        if name in exports.classes:
            return Target(module, name, True)
        if name in exports.imports and (found := self._follow(exports, name, module, dependencies, depth)):
            return found
        if name in exports.aliases:
            return Target(module, name, True, exports.aliases[name])
        if name in exports.imports:
            return NOWHERE
        if f"{module}.{name}" in self.modules:
            return Target(f"{module}.{name}", "", True)
        dependencies.add(STAR_IMPORTS.of(module))
        for star in exports.stars:
            source = self.modules.absolute(star.module, star.level, module)
            if source in self.modules and (found := self._starred(source, name, dependencies, depth + 1)):
                return found
        return Target(module, name, True)

    def expression(self, written: str, module: str, dependencies: Dependencies, depth: int = 0) -> Target:
        """What a dotted name in a module leads to, assignments followed; `NOWHERE` when that is not known."""
        if depth > _DEEPEST or not written or written[0] == '"' or "(" in written:
            return NOWHERE
        source, imports, rest = written.rpartition(":")
        if imports:
            target = self._local_import(source, rest.partition(".")[0], module, dependencies)
        else:
            target = self._bound(rest.partition(".")[0], module, dependencies)
        for name in rest.split(".")[1:]:
            target = self._through_alias(target, dependencies, depth)
            if not target:
                return NOWHERE
            target = self._attribute(target, name, dependencies, depth)
        return self._through_alias(target, dependencies, depth)

    def _through_alias(self, target: Target, dependencies: Dependencies, depth: int) -> Target:
        if target.assigned and "(" not in target.assigned and target.assigned[0] != '"':
            return self.expression(target.assigned, target.module, dependencies, depth + 1) or target
        return target

    def _attribute(self, target: Target, name: str, dependencies: Dependencies, depth: int) -> Target:
        if not target.in_project:
            return Target(target.module, f"{target.name}.{name}" if target.name else name, False)
        if not target.name:
            return self.member(target.module, name, dependencies, depth + 1)
        nested = f"{target.name}.{name}"
        return Target(target.module, nested, True) if self.find_class(target.module, nested, dependencies) else NOWHERE

    def _local_import(self, source: str, name: str, module: str, dependencies: Dependencies) -> Target:
        level = len(source) - len(source.lstrip("."))
        it = Import(source[level:], name, name, level, "lazy", True)
        return self.imported(it, module, dependencies)

    def _bound(self, name: str, module: str, dependencies: Dependencies) -> Target:
        """What a name of a module's own text leads to; unlike for `member`, a submodule is not such a name."""
        dependencies.add(EXPORT.of(module, name))
        exports = self._exports_of(module)
        if exports is None:
            return NOWHERE
        if name in exports.classes:
            return Target(module, name, True)
        if name in exports.imports and (found := self._follow(exports, name, module, dependencies, 0)):
            return found
        if name in exports.aliases:
            return Target(module, name, True, exports.aliases[name])
        if name in exports.imports:
            return NOWHERE
        dependencies.add(STAR_IMPORTS.of(module))
        for star in exports.stars:
            source = self.modules.absolute(star.module, star.level, module)
            if source in self.modules and (found := self._starred(source, name, dependencies, 1)):
                return found
        return NOWHERE

    def _follow(self, exports: Exports, name: str, module: str, dependencies: Dependencies, depth: int) -> Target:
        """What an imported name leads to: of several imports the one that is most surely there."""
        imports = exports.imports[name]
        if len(imports) == 1:
            return self._source(imports[0], module, dependencies, depth)
        return max((self._source(it, module, dependencies, depth + _BRANCHING) for it in imports), key=self._certainty)

    def _certainty(self, target: Target) -> int:
        if not target.in_project:
            return 0 if target else -1
        return 1 + self._standing(target.module)

    def _source(self, it: Import, module: str, dependencies: Dependencies, depth: int) -> Target:
        source = self.modules.absolute(it.module, it.level, module)
        if not source:
            return NOWHERE
        if not it.name and "." in it.bound:
            source = source.partition(".")[0]
        if source.partition(".")[0] not in self.modules.tops:
            return Target(source, it.name, False)
        if source == module and f"{module}.{it.name}" in self.modules:
            return Target(f"{module}.{it.name}", "", True)
        return self.member(source, it.name, dependencies, depth + 1) if it.name else self._module(source)

    def _starred(self, module: str, name: str, dependencies: Dependencies, depth: int) -> Target:
        """What a star import of `module` brings for a name, if it is certain that it brings one."""
        sources = self._sources_of(module)
        for source in sources if depth <= _DEEPEST else ():
            dependencies.update((EXPORT.of(source, name), STAR_IMPORTS.of(source)))
            exports = self._exports_of(source)
            if exports is not None and (name in exports.classes or name in exports.imports or name in exports.aliases):
                return self.member(source, name, dependencies, depth)
        return NOWHERE

    def _sources_of(self, module: str) -> tuple[str, ...]:
        """A module and all that star imports bring into it, in the order in which they are asked for a name."""
        known = self._sources.get(module)
        if known is None:
            found: dict[str, None] = {}
            waiting = [module]
            while waiting:
                source = waiting.pop()
                if source in found:
                    continue
                found[source] = None
                exports = self._exports_of(source)
                stars = exports.stars if exports is not None else ()
                absolute = [self.modules.absolute(it.module, it.level, source) for it in stars]
                waiting += [it for it in reversed(absolute) if it in self.modules]
            known = self._sources[module] = tuple(found)
        return known

    def _module(self, module: str) -> Target:
        return Target(module, "", True) if module in self.modules else NOWHERE

    def _exports_of(self, module: str) -> Exports | None:
        found = self._exports.get(module)
        if found is None and (facts := self.facts(module)) is not None:
            found = self._exports[module] = _exports(facts)
        return found


def base_names(written: str) -> list[str]:
    """Return the dotted names of the bases that an expression in a class statement stands for.

    `with_metaclass(Meta, Order)` stands for `Order`: https://six.readthedocs.io/#six.with_metaclass
    """
    callee, _, arguments = written.partition("(")
    if callee.rpartition(".")[2] == WITH_METACLASS:
        return [name for name in arguments.rstrip(")").split(",")[1:] if name]
    return [callee] if callee else []


def _exports(facts: Facts) -> Exports:
    imports: dict[str, tuple[Import, ...]] = {}
    stars = []
    for it in facts.imports:
        if it.local:
            continue
        if it.name == "*":
            stars.append(it)
        else:
            bound = it.bound.partition(".")[0]
            known = imports.get(bound, ())
            if it not in known and len(known) < _MOST_BRANCHES:
                imports[bound] = (*known, it)
    classes = frozenset(it.name for it in facts.classes if "." not in it.name)
    return Exports(imports, classes, dict(facts.aliases), tuple(stars))
