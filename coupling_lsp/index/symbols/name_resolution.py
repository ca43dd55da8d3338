"""What a name leads to: through aliases, `from app import models`, re-exports and shims, to the module that defines it.

Every name that is looked for is added to the caller's dependencies (see `exports`), found or not, so that an edit
renews just the results it may change.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from coupling_lsp.django.third_party import WITH_METACLASS
from coupling_lsp.index.incremental.dependencies import EXPORT, STAR_IMPORTS, Dependencies, Dependency
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.index.symbols.mro import mro
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.model.expression import Expression, call_of, callee_of, dotted_name, is_name, split_level
from coupling_lsp.model.facts import Class, Facts, Import

_MAX_DEPTH = 24
"""How many imports and aliases in a row are followed; a name behind more leads nowhere."""

_MAX_BRANCHES = 4
"""How many imports may bind one name in the branches of a module; those behind are left out."""

_BRANCH_DEPTH = 6
"""How much of the depth it costs to follow a name to several modules, so that branches of branches come to an end."""


class Exports(NamedTuple):
    """The names a module binds at its top level. Branches of an `if` or a `try` may import a name more than once.

    An import that only type checkers read counts for a name that the program does not bind.
    """

    imports: dict[str, tuple[Import, ...]]
    classes: frozenset[str]
    aliases: dict[str, str]
    stars: tuple[Import, ...]


class Names:
    """Resolves names by the facts of all modules."""

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
        self._targets: dict[tuple[str, str], tuple[Target, tuple[Dependency, ...]]] = {}

    def facts(self, module: str) -> Facts | None:
        """Return the facts of a module; None for one that is not in the project."""
        path = self.modules.paths.get(module)
        return self._facts.get(path) if path is not None else None

    def facts_of_file(self, path: str) -> Facts | None:
        """Return the facts of a file, whether or not an import can name it; None for one that is not there."""
        return self._facts.get(path)

    def files(self) -> Collection[str]:
        """Return the paths of all files, in no order."""
        return self._facts

    def find_class(self, module: str, name: str, dependencies: Dependencies) -> Class | None:
        """Return the class of a dotted name in a module; what it holds is asked of `exports`, which notes it."""
        dependencies.add(EXPORT.of(module, name))
        classes = self._classes.get(module)
        if classes is None:
            facts = self.facts(module)
            classes = {it.name: it for it in facts.classes} if facts is not None else {}
            self._classes[module] = classes
        return classes.get(name)

    def bases(self, target: Target, dependencies: Dependencies) -> list[Target]:
        """Return the classes of the project that a class names as its bases, in order."""
        class_ = self.find_class(target.module, target.name, dependencies)
        own_bases = class_.bases if class_ is not None else ()
        names = (callee_of(name) for base in own_bases for name in base_expressions(base))
        bases = (self.expression(name, target.module, dependencies) for name in names)
        return [Target(*base[:3]) for base in bases if base.in_project and base.name]

    def mro(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return a class and the classes of the project it inherits from, in method resolution order."""
        if target.assigned:
            target = Target(*target[:3])
        memo = self._mros.get(target)
        if memo is None:
            own = Dependencies()
            memo = self._mros[target] = mro(target, lambda current: self.bases(current, own)), own.frozen()
        dependencies.update(memo[1])
        return memo[0]

    def imported(self, import_: Import, importer: str, dependencies: Dependencies) -> Target:
        """Return what one name of an import statement leads to."""
        module = self.modules.absolute(import_.module, import_.level, importer)
        if not module:
            return NOWHERE
        if module.partition(".")[0] not in self.modules.tops:
            return Target(module, import_.name, False)
        return (
            self.member(module, import_.name, dependencies)
            if import_.name and import_.name != "*"
            else self._module(module)
        )

    def member(self, module: str, name: str, dependencies: Dependencies, depth: int = 0) -> Target:
        """Return what `module.name` leads to; an assignment is not followed, but kept as `assigned`."""
        dependencies.add(EXPORT.of(module, name))
        if depth > _MAX_DEPTH:
            return NOWHERE
        exports = self._exports_of(module)
        if exports is None:
            return self._module(f"{module}.{name}")
        if name in exports.classes:
            return Target(module, name, True)
        if name in exports.imports and (target := self._follow(exports, name, module, dependencies, depth)):
            return target
        if name in exports.aliases:
            return Target(module, name, True, exports.aliases[name])
        if name in exports.imports:
            return NOWHERE
        if f"{module}.{name}" in self.modules:
            return Target(f"{module}.{name}", "", True)
        dependencies.add(STAR_IMPORTS.of(module))
        for star in exports.stars:
            source = self.modules.absolute(star.module, star.level, module)
            if source in self.modules and (target := self._starred(source, name, dependencies, depth + 1)):
                return target
        return Target(module, name, True)

    def expression(self, expression: str, module: str, dependencies: Dependencies) -> Target:
        """Return what a dotted name in a module leads to, assignments followed; `NOWHERE` when that is not known."""
        memo = self._targets.get((expression, module))
        if memo is None:
            own = Dependencies()
            memo = self._targets[expression, module] = self._expression(expression, module, own, 0), own.frozen()
        dependencies.update(memo[1])
        return memo[0]

    def _expression(self, expression: str, module: str, dependencies: Dependencies, depth: int) -> Target:
        name = dotted_name(expression)
        if name is None or depth > _MAX_DEPTH:
            return NOWHERE
        if name.source is not None:
            target = self._local_import(name.source, name.first, module, dependencies)
        else:
            target = self._bound(name.first, module, dependencies)
        for attribute in name.attributes:
            target = self._through_alias(target, dependencies, depth)
            if not target:
                return NOWHERE
            target = self._attribute(target, attribute, dependencies, depth)
        return self._through_alias(target, dependencies, depth)

    def _through_alias(self, target: Target, dependencies: Dependencies, depth: int) -> Target:
        if target.assigned and is_name(target.assigned):
            return self._expression(target.assigned, target.module, dependencies, depth + 1) or target
        return target

    def _attribute(self, target: Target, name: str, dependencies: Dependencies, depth: int) -> Target:
        if not target.in_project:
            return Target(target.module, f"{target.name}.{name}" if target.name else name, False)
        if not target.name:
            return self.member(target.module, name, dependencies, depth + 1)
        nested = f"{target.name}.{name}"
        return Target(target.module, nested, True) if self.find_class(target.module, nested, dependencies) else NOWHERE

    def _local_import(self, source: str, name: str, module: str, dependencies: Dependencies) -> Target:
        level, source = split_level(source)
        import_ = Import(source, name, name, level, "lazy", True)
        return self.imported(import_, module, dependencies)

    def _bound(self, name: str, module: str, dependencies: Dependencies) -> Target:
        """Return what a name of a module leads to in its own text, where unlike for `member` a submodule is no name."""
        dependencies.add(EXPORT.of(module, name))
        exports = self._exports_of(module)
        if exports is None:
            return NOWHERE
        if name in exports.classes:
            return Target(module, name, True)
        if name in exports.imports and (target := self._follow(exports, name, module, dependencies, 0)):
            return target
        if name in exports.aliases:
            return Target(module, name, True, exports.aliases[name])
        if name in exports.imports:
            return NOWHERE
        dependencies.add(STAR_IMPORTS.of(module))
        for star in exports.stars:
            source = self.modules.absolute(star.module, star.level, module)
            if source in self.modules and (target := self._starred(source, name, dependencies, 1)):
                return target
        return NOWHERE

    def _follow(self, exports: Exports, name: str, module: str, dependencies: Dependencies, depth: int) -> Target:
        """Return what an imported name leads to: of several imports, the one that is most surely there."""
        imports = exports.imports[name]
        if len(imports) == 1:
            return self._source(imports[0], module, dependencies, depth)
        return max(
            (self._source(it, module, dependencies, depth + _BRANCH_DEPTH) for it in imports), key=self._certainty
        )

    def _certainty(self, target: Target) -> int:
        if not target.in_project:
            return 0 if target else -1
        return 1 + self._standing(target.module)

    def _source(self, import_: Import, module: str, dependencies: Dependencies, depth: int) -> Target:
        source = self.modules.absolute(import_.module, import_.level, module)
        if not source:
            return NOWHERE
        if not import_.name and "." in import_.bound:
            source = source.partition(".")[0]
        if source.partition(".")[0] not in self.modules.tops:
            return Target(source, import_.name, False)
        if source == module and f"{module}.{import_.name}" in self.modules:
            return Target(f"{module}.{import_.name}", "", True)
        return self.member(source, import_.name, dependencies, depth + 1) if import_.name else self._module(source)

    def _starred(self, module: str, name: str, dependencies: Dependencies, depth: int) -> Target:
        """Return what a star import of a module brings for a name; `NOWHERE` if it is not sure that it brings one."""
        sources = self._sources_of(module)
        for source in sources if depth <= _MAX_DEPTH else ():
            dependencies.update((EXPORT.of(source, name), STAR_IMPORTS.of(source)))
            exports = self._exports_of(source)
            if exports is not None and (name in exports.classes or name in exports.imports or name in exports.aliases):
                return self.member(source, name, dependencies, depth)
        return NOWHERE

    def _sources_of(self, module: str) -> tuple[str, ...]:
        """Return a module and those that star imports bring into it, in the order in which a name is looked for."""
        sources = self._sources.get(module)
        if sources is None:
            visited: dict[str, None] = {}
            waiting = [module]
            while waiting:
                source = waiting.pop()
                if source in visited:
                    continue
                visited[source] = None
                exports = self._exports_of(source)
                stars = exports.stars if exports is not None else ()
                absolute = [self.modules.absolute(it.module, it.level, source) for it in stars]
                waiting += [it for it in reversed(absolute) if it in self.modules]
            sources = self._sources[module] = tuple(visited)
        return sources

    def _module(self, module: str) -> Target:
        return Target(module, "", True) if module in self.modules else NOWHERE

    def _exports_of(self, module: str) -> Exports | None:
        exports = self._exports.get(module)
        if exports is None and (facts := self.facts(module)) is not None:
            exports = self._exports[module] = _exports(facts)
        return exports


def base_expressions(base: str) -> Sequence[Expression]:
    """Return the bases that an expression in a class statement stands for.

    `with_metaclass(Meta, Order)` stands for `Order`: https://six.readthedocs.io/#six.with_metaclass
    """
    call = call_of(base)
    return call.arguments[1:] if call is not None and call.name == WITH_METACLASS else (Expression(base),)


def _exports(facts: Facts) -> Exports:
    imports: dict[str, tuple[Import, ...]] = {}
    stars = []
    aliases = dict(facts.aliases)
    for import_ in sorted(facts.imports, key=_is_type_checked):
        if import_.local:
            continue
        if import_.name == "*":
            stars.append(import_)
            continue
        name = import_.bound.partition(".")[0]
        same_name = imports.get(name, ())
        if _is_type_checked(import_) and (name in aliases or (same_name and not _is_type_checked(same_name[0]))):
            continue
        if import_ not in same_name and len(same_name) < _MAX_BRANCHES:
            imports[name] = (*same_name, import_)
    classes = frozenset(it.name for it in facts.classes if "." not in it.name)
    return Exports(imports, classes, aliases, tuple(stars))


def _is_type_checked(import_: Import) -> bool:
    """Return whether only type checkers read an import."""
    return import_.timing == "type-checking"
