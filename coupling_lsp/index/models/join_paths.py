"""The tables that a lookup in a query joins: the relations it walks, without those at its end that Django leaves out.

A foreign key is a column of the table at hand, and so is what it points to: `order`, `order_id`, `order__pk` read no
other table. https://docs.djangoproject.com/en/stable/topics/db/queries/#lookups-that-span-relationships
"""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.django.lookups import KEY_LOOKUPS, PRIMARY_KEY
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.models.accessors import Relation
from coupling_lsp.index.models.plain_fields import PlainFields
from coupling_lsp.index.models.relations import Relations
from coupling_lsp.index.models.table_inheritance import link
from coupling_lsp.index.symbols.target import NOWHERE, Target

_IN_BETWEEN = "*"


class Step(NamedTuple):
    """A table that is joined, and the path to it. A `column` of the table before points to its `key`, if any does.

    The table that Django makes for a relation is part of the model that declares it: where that is the one before, the
    step leads nowhere.
    """

    model: Target
    path: str
    column: str = ""
    key: str = ""


class Walks:
    """Over the relations and columns of a project. `seen` takes the keys of all that is looked at."""

    def __init__(self, relations: Relations, columns: PlainFields) -> None:
        self._relations = relations
        self._tables = relations.tables
        self._columns = columns

    def joined(self, model: Target, names: list[str], dependencies: Dependencies, *, ordering: bool) -> list[Step]:
        """The tables that a lookup joins; where rows are put in order, a relation stands for the order of its rows."""
        steps, rest = self._walked(model, names, dependencies)
        model = self._tables.of(steps[-1].model if steps else model, dependencies).concrete
        if not rest or rest[0] in KEY_LOOKUPS:
            column = steps[-1].key if steps else ""
            if (
                ordering
                and not rest
                and steps
                and steps[-1].column
                and (chain := self._tables.of(model, dependencies).ordered)
            ):
                return [*steps, *self._above(chain, steps[-1].path, dependencies)]
        else:
            path = "__".join(names[: len(names) - len(rest) + 1])
            name = rest[0] if rest[0] != PRIMARY_KEY else self._columns.key(model, dependencies)
            chain = self._columns.owner(model, name, dependencies)
            steps += self._above(chain, path, dependencies)
            key = self._columns.key(chain[-1], dependencies)
            column = key if name == f"{key}_id" else name
        while steps and steps[-1].column and steps[-1].key == column:
            column = steps.pop().column
        return steps

    def loaded(self, model: Target, names: list[str], dependencies: Dependencies) -> list[Step]:
        """The tables whose rows `select_related` loads."""
        return self._walked(model, names, dependencies, many=False)[0]

    def fetched(self, model: Target, names: list[str], dependencies: Dependencies) -> Iterator[Step]:
        """The tables whose rows `prefetch_related` loads; unlike lookups it goes by the names of attributes."""
        for number, name in enumerate(names, 1):
            relation = self._relations.accessor(model, name, dependencies)
            if relation is None:
                return
            path = "__".join(names[:number])
            if relation.m2m:
                yield Step(self._between(relation), path)
            yield Step(relation.target, path)
            model = relation.target

    def _walked(
        self, model: Target, names: list[str], dependencies: Dependencies, *, many: bool = True
    ) -> tuple[list[Step], list[str]]:
        """All tables on the way, and the names that are no relations."""
        steps: list[Step] = []
        for number, name in enumerate(names):
            known = self._relation(model, name, dependencies)
            if known is None or (known[1].many and not many):
                return steps, names[number:]
            chain, relation = known
            path = "__".join(names[: number + 1])
            steps += self._above(chain, path, dependencies)
            model = self._tables.of(relation.target, dependencies).concrete
            key = relation.key or self._columns.key(model, dependencies)
            if relation.m2m:
                steps.append(Step(self._between(relation), path))
                steps.append(Step(relation.target, path, _IN_BETWEEN, key))
            elif relation.back or relation.many:
                steps.append(Step(relation.target, path))
            else:
                steps.append(Step(relation.target, path, name, key))
        return steps, []

    def _relation(
        self, model: Target, name: str, dependencies: Dependencies
    ) -> tuple[tuple[Target, ...], Relation] | None:
        for chain in self._tables.of(model, dependencies).chains:
            if (relation := self._relations.lookup(chain[-1], name, dependencies)) is not None:
                return chain, relation
        return None

    def _above(self, chain: tuple[Target, ...], path: str, dependencies: Dependencies) -> list[Step]:
        """The tables of the models that a model extends, up to the one that has a field."""
        return [Step(it, path, link(it), self._columns.key(it, dependencies)) for it in chain[1:]]

    def _between(self, relation: Relation) -> Target:
        through = relation.through
        if through and through not in self._relations.through:
            return through
        return relation.target if relation.back else NOWHERE
