"""Who inherits from a class, and which views name a serializer: what a class cannot tell by itself."""

from collections.abc import Iterable, Mapping

from coupling_lsp.django.third_party import SERIALIZER_CLASS
from coupling_lsp.index.incremental.dependencies import SERIALIZER_VIEWS, SUBCLASSES, Dependencies, Dependency
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import Class

Pairs = tuple[tuple[Target, Target], ...]
"""A class that is named, and the class that names it."""


class ClassHierarchy:
    """Over the classes of all files. What is looked for is noted, found or not: `heirs:module.name`."""

    def __init__(self, bases: Iterable[Pairs], serializers: Iterable[Pairs]) -> None:
        self._subclasses = _by_named(bases)
        self._views = _by_named(serializers)

    def subclasses(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """The classes of the project that inherit from a class directly."""
        dependencies.add(SUBCLASSES.of(target.module, target.name))
        return self._subclasses.get(Target(*target[:3]), ())

    def views(self, serializer: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """The views that name a serializer as theirs."""
        dependencies.add(SERIALIZER_VIEWS.of(serializer.module, serializer.name))
        return self._views.get(Target(*serializer[:3]), ())

    def descendants(self, target: Target) -> list[Target]:
        """The classes of the project that inherit from a class, by whatever way."""
        found = list(self._subclasses.get(target, ()))
        for it in found:
            found += [heir for heir in self._subclasses.get(it, ()) if heir not in found]
        return found

    def changed(self, previous: "ClassHierarchy") -> set[Dependency]:
        """The keys under which something else is found than before."""
        subclasses = SUBCLASSES.of_classes(self._subclasses, previous._subclasses)
        return subclasses | SERIALIZER_VIEWS.of_classes(self._views, previous._views)


def bases(it: Class, target: Target, names: Names, dependencies: Dependencies) -> Pairs:
    """The classes of the project that a class names as its bases."""
    return _pairs((base.partition("(")[0] for base in it.bases), target, names, dependencies)


def serializers(it: Class, target: Target, names: Names, dependencies: Dependencies) -> Pairs:
    """The classes of the project that a view names as its serializer."""
    return _pairs((path for name, path in it.attributes if name == SERIALIZER_CLASS), target, names, dependencies)


def _pairs(written: Iterable[str], target: Target, names: Names, dependencies: Dependencies) -> Pairs:
    found = (names.expression(it, target.module, dependencies) for it in written)
    return tuple((Target(*it[:3]), target) for it in found if it.in_project and it.name)


def _by_named(files: Iterable[Pairs]) -> Mapping[Target, tuple[Target, ...]]:
    found: dict[Target, list[Target]] = {}
    for pairs in files:
        for named, by in pairs:
            found.setdefault(named, []).append(by)
    return {named: tuple(classes) for named, classes in found.items()}
