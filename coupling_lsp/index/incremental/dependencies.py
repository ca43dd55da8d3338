"""What results depend on, so that an edit renews just the results that depend on something it changed.

Each sort of thing that another file can change is a `Kind` on this page. Whoever looks one up records it, also where
nothing was there:

    dependencies.add(EXPORT.of("billing.models", "Invoice"))

and whoever knows two states of the things tells which of them changed:

    changes = EXPORT.in_module("billing.models", names_of(facts), names_of(previous_facts))

A result is stale when its dependencies and the changes have a member in common.
"""

from collections.abc import Mapping
from sys import intern
from typing import NewType, Protocol, TypeVar

Dependency = NewType("Dependency", str)
"""One thing that a result depends on, as `Kind.of` names it."""


class _Defined(Protocol):
    """What is defined in a module under a dotted name."""

    @property
    def module(self) -> str: ...

    @property
    def name(self) -> str: ...


_Class = TypeVar("_Class", bound=_Defined)
_Key = TypeVar("_Key")


class Dependencies(set[Dependency]):
    """Collects what a result depends on while it is worked out."""

    def frozen(self) -> tuple[Dependency, ...]:
        """Return the dependencies in no order, to be kept for long: equal ones of all files are one string."""
        return tuple(map(intern, self))  # type: ignore[arg-type]  # `intern` gives back the string it is given.


class Kind:
    """A sort of thing that results depend on. `meaning` says what one of them is, and what counts as another."""

    __slots__ = ("_prefix", "meaning", "name")

    def __init__(self, name: str, meaning: str) -> None:
        self.name = name
        self.meaning = meaning
        self._prefix = f"{name}:"

    def of(self, owner: str, name: str = "") -> Dependency:
        """Return the dependency on one such thing, by its module and dotted name there, or by a name alone."""
        # Called a million times on a cold load, where one call more is felt.
        return f"{self._prefix}{owner}:{name}"  # type: ignore[return-value]

    def in_module(self, module: str, current: Mapping[str, object], previous: Mapping[str, object]) -> set[Dependency]:
        """Return those of a module, by dotted name, that differ between two states of it."""
        return {self.of(module, name) for name in differing(current, previous)}

    def anywhere(self, current: Mapping[str, object], previous: Mapping[str, object]) -> set[Dependency]:
        """Return those known by a name alone that differ between two states of the project."""
        return {self.of(name) for name in differing(current, previous)}

    def of_classes(self, current: Mapping[_Class, object], previous: Mapping[_Class, object]) -> set[Dependency]:
        """Return those that belong to classes, and differ between two states of the project."""
        return {self.of(target.module, target.name) for target in differing(current, previous)}


def differing(current: Mapping[_Key, object], previous: Mapping[_Key, object]) -> set[_Key]:
    """Return the keys under which something else is found than before, or something where nothing was."""
    return {key for key in current.keys() | previous.keys() if current.get(key) != previous.get(key)}


EXPORT = Kind("export", "what a module binds to a name, of a class its bases and options")
STAR_IMPORTS = Kind("star-imports", "the star imports of a module")
MODULE = Kind("module", "anything that a module offers to others")
ATTRIBUTE = Kind("attribute", "what classes of a module hold under a name")
CLASS_BODY = Kind("class-body", "all that a class holds")
METHOD_ACCESSES = Kind("method-accesses", "the uses of rows and queries in a method")
RESULT = Kind("result", "what a function or method returns")
REPLACEMENT = Kind("replacement", "whether a class defines a method in place of one of Django")
INSTANCE_ATTRIBUTE = Kind("instance-attribute", "what instances of a class keep under a name")

SUBCLASSES = Kind("subclasses", "the classes that name a class as a base")
SERIALIZER_VIEWS = Kind("serializer-views", "the views that name a class as their serializer")
ADMIN_MODELS = Kind("admin-models", "the models that the admin has a class for")
ACTION_ADMINS = Kind("action-admins", "the admin classes that list a function as an action")
REGISTERED_MODEL = Kind("registered-model", "the model of a label and name")

TABLE = Kind("table", "how a model shares fields and rows with others")
MANAGED_MODELS = Kind("managed-models", "the models that have a manager of a class")
ACCESSOR = Kind("accessor", "the relations of all models under a name")
MODEL_NAME = Kind("model-name", "the one model that a name alone stands for")
FOREIGN_MODEL = Kind("foreign-model", "whether models have relations to one of an installed package")
THROUGH_TABLES = Kind("through-tables", "the tables that Django makes for many-to-many relations")
PLAIN_FIELD = Kind("plain-field", "whether classes of a module have a plain field of a name")
PRIMARY_KEY = Kind("primary-key", "the primary keys that a class declares")

CALLS = Kind("calls", "the calls of a function, with their arguments")
DEMAND = Kind("demand", "whether something hangs on the parameters of a function")

URL_NAMESPACES = Kind("url-namespaces", "the names that URL modules have")
REGISTERED_NAMES = Kind("registered-names", "the names that files register for edges of a kind")
TABLE_NAMES = Kind("table-names", "the names that models give to their tables")

KINDS = tuple(kind for kind in globals().copy().values() if isinstance(kind, Kind))
