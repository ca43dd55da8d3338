"""Apps, and the resolved edges between them."""

from typing import Literal, NamedTuple

from msgspec import Struct

from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.timing import Timing

ATTRIBUTE = "attribute"
"""The mechanism of a read that an attribute makes: `order.invoice`."""

MANY_TO_MANY = "m2m."
"""How the mechanisms of writes begin that change which rows a many-to-many relation connects: `m2m.add`."""

DECLARED = "declared"
"""The mechanism of a read that a class makes which is declared for a model: `model = Invoice` in a view."""

Pair = tuple[str, str]
"""The labels of two apps, of which the first has edges to the second."""

SymbolKind = Literal["model", "service", "utility"]
Certainty = Literal["exact", "inferred"]


class SettingsPlace(NamedTuple):
    """A place in a settings module: the path of the file, and the number among its sites."""

    path: str
    site: int


class App(Struct, frozen=True, gc=False):
    """A Django app: its label is its identity; `package` is its module, `path` its folder, both in the project.

    `declared_in` is where the settings install it, None when it was found on disk only.
    """

    label: str
    package: str
    path: str
    has_models: bool
    shared: bool
    declared_in: SettingsPlace | None
    services: tuple[str, ...] = ()


class Edge(Struct, frozen=True, gc=False):
    """A reference in one app to something another app defines. `site` numbers its place among the file's sites.

    `to_symbol` is the name in the module that defines it; `taken_as` is the one an import asks `through` for, if other.
    `probable` is one that follows from what jedi says: it is shown, but decides nothing.
    `on_delete` is that of a key: a name of `django.deletion`, or a function with its module; empty where none is known.
    """

    kind: Kind
    mechanism: str
    app: str
    module: str
    symbol: str
    path: str
    site: int
    to_app: str
    to_module: str
    to_symbol: str
    through: str
    symbol_kind: SymbolKind
    timing: Timing
    test: bool
    certainty: Certainty = "exact"
    taken_as: str = ""
    probable: bool = False
    on_delete: str = ""

    @property
    def target(self) -> str:
        """The target as rules name it: `billing.Invoice`, or the module for an import of a whole module."""
        return f"{self.to_app}.{self.to_symbol}" if self.to_symbol else self.to_module


class OwnWrite(Struct, frozen=True, gc=False):
    """A place where an app writes a model of its own; no edge, as it leads to no other app.

    `by_itself` when a row does it to itself, as `self.save()` in a method of the model.
    """

    site: int
    app: str
    module: str
    to_module: str
    to_symbol: str
    test: bool
    by_itself: bool


SettingsTopic = Literal["", "apps", "source", "user-model", "label"]
"""What a place in the settings leaves open: which apps there are, where one lies, the model of users, a label."""


class Unresolved(Struct, frozen=True, gc=False):
    """A place that may hold an edge, and why that is not known; outside of settings it has no `topic`.

    `app` is what installs an app that is not read.
    """

    path: str
    site: int
    reason: str
    topic: SettingsTopic = ""
    app: str = ""
