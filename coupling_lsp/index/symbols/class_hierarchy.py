"""Who inherits from a class, and which views name a serializer: what a class cannot tell by itself."""

from collections.abc import Iterable, Mapping

from coupling_lsp.django.third_party import SERIALIZER_CLASS
from coupling_lsp.index.incremental.dependencies import SERIALIZER_VIEWS, SUBCLASSES, Dependencies, Dependency
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.expression import callee_of
from coupling_lsp.model.facts import Class

Pairs = tuple[tuple[Target, Target], ...]
"""A class that is named, and the class that names it."""


class ClassHierarchy:
    """Tells which classes name a class as a base, and which views name it as their serializer."""

    def __init__(self, bases: Iterable[Pairs], serializers: Iterable[Pairs]) -> None:
        self._subclasses = _by_named(bases)
        self._views = _by_named(serializers)

    def subclasses(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the classes of the project that inherit from a class directly."""
        dependencies.add(SUBCLASSES.of(target.module, target.name))
        return self._subclasses.get(Target(*target[:3]), ())

    def views(self, serializer: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the views that name a serializer as theirs."""
        dependencies.add(SERIALIZER_VIEWS.of(serializer.module, serializer.name))
        return self._views.get(Target(*serializer[:3]), ())

    def descendants(self, target: Target) -> list[Target]:
        """Return the classes of the project that inherit from a class, directly or not."""
        classes = list(self._subclasses.get(target, ()))
        for descendant in classes:
            classes += [it for it in self._subclasses.get(descendant, ()) if it not in classes]
        return classes

    def changed(self, previous: "ClassHierarchy") -> set[Dependency]:
        """Return the dependencies on subclasses and views that differ from a previous state."""
        subclasses = SUBCLASSES.of_classes(self._subclasses, previous._subclasses)
        return subclasses | SERIALIZER_VIEWS.of_classes(self._views, previous._views)


def bases(class_: Class, target: Target, names: Names, dependencies: Dependencies) -> Pairs:
    """Return the classes of the project that a class names as its bases."""
    return _pairs(map(callee_of, class_.bases), target, names, dependencies)


def serializers(class_: Class, target: Target, names: Names, dependencies: Dependencies) -> Pairs:
    """Return the classes of the project that a view names as its serializer."""
    return _pairs((path for name, path in class_.attributes if name == SERIALIZER_CLASS), target, names, dependencies)


def _pairs(expressions: Iterable[str], target: Target, names: Names, dependencies: Dependencies) -> Pairs:
    classes = (names.expression(it, target.module, dependencies) for it in expressions)
    return tuple((Target(*it[:3]), target) for it in classes if it.in_project and it.name)


def _by_named(files: Iterable[Pairs]) -> Mapping[Target, tuple[Target, ...]]:
    users: dict[Target, list[Target]] = {}
    for pairs in files:
        for name, user in pairs:
            users.setdefault(name, []).append(user)
    return {name: tuple(classes) for name, classes in users.items()}
