"""Where an accessor of a model leads, and what names alone tell where nothing else does.

A name counts only while it is of one model: of two `Tag` neither is meant, and a name that leads here from one model
and there from another leads nowhere.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coupling_lsp.django.model_classes import GROUPS
from coupling_lsp.index.incremental.dependencies import differing
from coupling_lsp.index.symbols.target import NOWHERE, Target

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ANYTHING = frozenset(["instance", "model", "object", "obj", "data", "item", "value", "request", "response", "file"])
"""Names of parameters that say nothing, even when a model is called so."""


class Accessor(NamedTuple):
    """Where an accessor of an instance leads: to one row, or to a manager of many; `m2m` if that has add and remove.

    `through` is the model of the table between, one that Django makes included: `Order_invoices`. `back` tells that
    the field is the other model's, `key` the `to_field` it names.
    """

    target: Target
    many: bool
    m2m: bool = False
    through: Target = NOWHERE
    back: bool = False
    key: str = ""


def _is_of_users(name: str, accessor: Accessor) -> bool:
    """Return whether an accessor is called as one of Django's own users, and leads back from something else."""
    return accessor.back and any(name == relation for relation, _ in GROUPS)


class UniqueNames:
    """What names alone tell of models, and of the accessors that lead from one model to another."""

    def __init__(self, models: Iterable[Target], accessors: Iterable[Mapping[str, Accessor]]) -> None:
        self._models: dict[str, Target | None] = {}
        for target in models:
            name = target.name.rpartition(".")[2]
            for spelling in {name.lower(), _WORDS.sub("_", name).lower()} - _ANYTHING:
                self._models[spelling] = target if self._models.get(spelling, target) == target else None
        self._accessors: dict[str, Accessor | None] = {}
        for mapping in accessors:
            for name, accessor in mapping.items():
                relation = Accessor(accessor.target, accessor.many, accessor.m2m)
                previous = self._accessors.get(name, relation)
                is_one = previous is not None and previous[:2] == relation[:2]
                self._accessors[name] = relation if is_one and not _is_of_users(name, accessor) else None

    def model(self, name: str) -> Target | None:
        """Return the only model that `purchase_order` or `purchaseorder` may stand for."""
        return self._models.get(name)

    def differing(self, previous: "UniqueNames") -> set[str]:
        """Return the names that stand for another model than in a previous state."""
        return differing(self._models, previous._models)

    def accessor(self, name: str) -> Accessor | None:
        """Return where `anything.name` leads, if it leads there from all models that have the name."""
        return self._accessors.get(name)
