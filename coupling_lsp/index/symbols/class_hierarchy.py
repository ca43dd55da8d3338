"""Who inherits from a class and who names it: views a serializer, the admin a class of its own and its actions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from coupling_lsp.django.conventions import ACTIONS
from coupling_lsp.django.third_party import SERIALIZER_CLASS
from coupling_lsp.index.incremental.dependencies import (
    ACTION_ADMINS,
    ADMIN_MODELS,
    SERIALIZER_VIEWS,
    SUBCLASSES,
    Dependencies,
    Dependency,
)
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.expression import callee_of, is_single_name, last_name
from coupling_lsp.model.facts import Facts

Pairs = tuple[tuple[Target, Target], ...]
"""A class or function that is named, and the class that names it."""

Registrations = tuple[tuple[Target, "ModelReference"], ...]
"""A class, and a model that is registered with it."""


class ModelReference(NamedTuple):
    """An expression that names a model, and the module it is written in."""

    expression: str
    module: str


class NamedClasses(NamedTuple):
    """What one file names for classes: their bases, serializers and actions, and models for those of the admin."""

    bases: Pairs = ()
    serializers: Pairs = ()
    actions: Pairs = ()
    registrations: Registrations = ()


class ClassHierarchy:
    """Tells which classes name a class as a base or serializer, or a function as an action."""

    def __init__(self, files: Sequence[NamedClasses]) -> None:
        self._subclasses = _by_named(it.bases for it in files)
        self._views = _by_named(it.serializers for it in files)
        self._admins = _by_named(it.actions for it in files)
        self._registrations = _by_named(it.registrations for it in files)

    def subclasses(self, target: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the classes of the project that inherit from a class directly."""
        dependencies.add(SUBCLASSES.of(target.module, target.name))
        return self._subclasses.get(Target(*target[:3]), ())

    def views(self, serializer: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the views that name a serializer as theirs."""
        dependencies.add(SERIALIZER_VIEWS.of(serializer.module, serializer.name))
        return self._views.get(Target(*serializer[:3]), ())

    def action_admins(self, function: Target, dependencies: Dependencies) -> tuple[Target, ...]:
        """Return the admin classes that list a function among their actions."""
        dependencies.add(ACTION_ADMINS.of(function.module, function.name))
        return self._admins.get(Target(*function[:3]), ())

    def registrations(self, admin: Target, dependencies: Dependencies) -> tuple[ModelReference, ...]:
        """Return the models that are registered with a class, as they are named."""
        dependencies.add(ADMIN_MODELS.of(admin.module, admin.name))
        return self._registrations.get(Target(*admin[:3]), ())

    def descendants(self, target: Target) -> list[Target]:
        """Return the classes of the project that inherit from a class, directly or not."""
        classes = list(self._subclasses.get(target, ()))
        for descendant in classes:
            classes += [it for it in self._subclasses.get(descendant, ()) if it not in classes]
        return classes

    def changed(self, previous: "ClassHierarchy") -> set[Dependency]:
        """Return the dependencies on what names a class or function that differ from a previous state."""
        return {
            *SUBCLASSES.of_classes(self._subclasses, previous._subclasses),
            *SERIALIZER_VIEWS.of_classes(self._views, previous._views),
            *ACTION_ADMINS.of_classes(self._admins, previous._admins),
            *ADMIN_MODELS.of_classes(self._registrations, previous._registrations),
        }


def has_named_classes(facts: Facts) -> bool:
    """Return whether a file may name classes."""
    return bool(facts.classes) or any(it.form == "register" for it in facts.declarations)


def named_classes(facts: Facts, module: str, names: Names, dependencies: Dependencies) -> NamedClasses:
    """Return what a file names for its classes."""
    bases: list[tuple[Target, Target]] = []
    serializers: list[tuple[Target, Target]] = []
    actions: list[tuple[Target, Target]] = []
    for class_ in facts.classes:
        target = Target(module, class_.name, True)
        bases += _pairs(map(callee_of, class_.bases), target, names, dependencies)
        for name, path in class_.attributes:
            if name == SERIALIZER_CLASS:
                serializers += _pairs((path,), target, names, dependencies)
            elif name == ACTIONS:
                actions.append((_function(path, module, names, dependencies), target))
    registrations = _registrations(facts, module, names, dependencies)
    return NamedClasses(tuple(bases), tuple(serializers), tuple(actions), registrations)


def _function(expression: str, module: str, names: Names, dependencies: Dependencies) -> Target:
    """Return the function that an expression names; those of the module at hand are no exports of it."""
    target = names.expression(expression, module, dependencies)
    return Target(*target[:3]) if target or not is_single_name(expression) else Target(module, expression, True)


def _registrations(facts: Facts, module: str, names: Names, dependencies: Dependencies) -> Registrations:
    """Return the models that a file registers with a class of the admin."""
    registrations = []
    for declaration in facts.declarations:
        if declaration.form == "register" and declaration.target and declaration.symbol:
            admin = names.expression(declaration.symbol, module, dependencies)
            if admin.in_project and admin.name:
                registrations.append((Target(*admin[:3]), ModelReference(declaration.target, module)))
    return tuple(registrations)


def base_names(target: Target, names: Names, dependencies: Dependencies) -> Iterator[str]:
    """Yield the names that a class and those of the project it inherits from give as bases, without their modules."""
    for owner in names.mro(target, dependencies):
        class_ = names.find_class(owner.module, owner.name, dependencies)
        yield from (last_name(base) for base in (class_.bases if class_ is not None else ()))


def _pairs(expressions: Iterable[str], target: Target, names: Names, dependencies: Dependencies) -> Pairs:
    classes = (names.expression(it, target.module, dependencies) for it in expressions)
    return tuple((Target(*it[:3]), target) for it in classes if it.in_project and it.name)


_User = TypeVar("_User")


def _by_named(files: Iterable[tuple[tuple[Target, _User], ...]]) -> Mapping[Target, tuple[_User, ...]]:
    users: dict[Target, list[_User]] = {}
    for pairs in files:
        for name, user in pairs:
            users.setdefault(name, []).append(user)
    return {name: tuple(classes) for name, classes in users.items()}
