"""The tables that a lookup in a query joins: the relations it walks, without those at its end that Django leaves out.

A foreign key is a column of the table at hand, and so is what it points to: `order`, `order_id`, `order__pk` read no
other table. https://docs.djangoproject.com/en/stable/topics/db/queries/#lookups-that-span-relationships
"""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.django.lookups import KEY_LOOKUPS, PRIMARY_KEY
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.models.accessors import Accessor
from coupling_lsp.index.models.plain_fields import PlainFields
from coupling_lsp.index.models.relations import Relations
from coupling_lsp.index.models.table_inheritance import link
from coupling_lsp.index.symbols.target import NOWHERE, Target

_THROUGH_COLUMN = "*"
"""The column of the table between two models by which it points to the second one."""


class Join(NamedTuple):
    """A table that is joined, and the path to it. A `column` of the other table points to its `key`, if any does.

    The table that Django makes for a relation is part of the model that declares it: where that is the one before, the
    step leads nowhere.
    """

    model: Target
    path: str
    column: str = ""
    key: str = ""


class JoinPaths:
    """Tells which tables the lookups of queries join."""

    def __init__(self, relations: Relations, plain_fields: PlainFields) -> None:
        self._relations = relations
        self._tables = relations.tables
        self._plain_fields = plain_fields

    def of_lookup(self, model: Target, names: list[str], dependencies: Dependencies, *, ordering: bool) -> list[Join]:
        """Return the tables that a lookup joins; for the order of rows a relation stands for the order of its model."""
        joins, rest = self._relation_joins(model, names, dependencies)
        model = self._tables.of(joins[-1].model if joins else model, dependencies).concrete
        if not rest or rest[0] in KEY_LOOKUPS:
            column = joins[-1].key if joins else ""
            if (
                ordering
                and not rest
                and joins
                and joins[-1].column
                and (chain := self._tables.of(model, dependencies).ordered)
            ):
                return [*joins, *self._parent_joins(chain, joins[-1].path, dependencies)]
        else:
            path = "__".join(names[: len(names) - len(rest) + 1])
            name = rest[0] if rest[0] != PRIMARY_KEY else self._plain_fields.key(model, dependencies)
            chain = self._plain_fields.owner(model, name, dependencies)
            joins += self._parent_joins(chain, path, dependencies)
            key = self._plain_fields.key(chain[-1], dependencies)
            column = key if name == f"{key}_id" else name
        while joins and joins[-1].column and joins[-1].key == column:
            column = joins.pop().column
        return joins

    def of_select_related(self, model: Target, names: list[str], dependencies: Dependencies) -> list[Join]:
        """Return the tables whose rows `select_related` loads."""
        return self._relation_joins(model, names, dependencies, to_many=False)[0]

    def of_prefetch_related(self, model: Target, names: list[str], dependencies: Dependencies) -> Iterator[Join]:
        """Yield the tables whose rows `prefetch_related` loads, by the names of attributes and not of lookups."""
        for number, name in enumerate(names, 1):
            relation = self._relations.accessor(model, name, dependencies)
            if relation is None:
                return
            path = "__".join(names[:number])
            if relation.m2m:
                yield Join(self._through_table(relation), path)
            yield Join(relation.target, path)
            model = relation.target

    def _relation_joins(
        self, model: Target, names: list[str], dependencies: Dependencies, *, to_many: bool = True
    ) -> tuple[list[Join], list[str]]:
        """Return the tables that the relations at the start of a lookup join, and the names behind them."""
        joins: list[Join] = []
        for number, name in enumerate(names):
            step = self._relation(model, name, dependencies)
            if step is None or (step[1].many and not to_many):
                return joins, names[number:]
            chain, relation = step
            path = "__".join(names[: number + 1])
            joins += self._parent_joins(chain, path, dependencies)
            model = self._tables.of(relation.target, dependencies).concrete
            key = relation.key or self._plain_fields.key(model, dependencies)
            if relation.m2m:
                joins.append(Join(self._through_table(relation), path))
                joins.append(Join(relation.target, path, _THROUGH_COLUMN, key))
            elif relation.back or relation.many:
                joins.append(Join(relation.target, path))
            else:
                joins.append(Join(relation.target, path, name, key))
        return joins, []

    def _relation(
        self, model: Target, name: str, dependencies: Dependencies
    ) -> tuple[tuple[Target, ...], Accessor] | None:
        for chain in self._tables.of(model, dependencies).chains:
            if (relation := self._relations.lookup(chain[-1], name, dependencies)) is not None:
                return chain, relation
        return None

    def _parent_joins(self, chain: tuple[Target, ...], path: str, dependencies: Dependencies) -> list[Join]:
        """Return the tables of the parents that lead from a model to the one that has a field."""
        return [Join(it, path, link(it), self._plain_fields.key(it, dependencies)) for it in chain[1:]]

    def _through_table(self, relation: Accessor) -> Target:
        table = relation.through
        if table and table not in self._relations.through:
            return table
        return relation.target if relation.back else NOWHERE
