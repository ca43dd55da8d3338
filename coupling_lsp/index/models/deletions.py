"""What Django does with other rows when it deletes one: relation by relation, for all models of a project.

How it collects them: https://docs.djangoproject.com/en/stable/ref/models/querysets/#django.db.models.query.QuerySet.delete
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from coupling_lsp.django.deletion import CASCADE, Effect, effect_of
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import Registry
from coupling_lsp.index.models.relations import foreign_model
from coupling_lsp.index.models.table_inheritance import Tables, link
from coupling_lsp.index.symbols.target import NOWHERE, Target
from coupling_lsp.model.expression import SELF, split_attribute
from coupling_lsp.model.facts import Class, Field, Sites, class_sites

DeletionWay = Literal["key", "child", "parent", "join table", "generic"]


class Deletion(NamedTuple):
    """What happens to rows of a model when a row of another one is deleted.

    `way` tells by what: a `key` to the deleted row; the table of a `child` or a `parent` that shares the row; the
    `join table` that Django makes for a many-to-many field; the key that a `generic` relation looks at. `field` is the
    relation, `Order.invoice`, written at a site of a file. `label` is the app of the model.
    """

    deleted: Target
    model: Target
    label: str
    way: DeletionWay
    field: str
    on_delete: str
    path: str
    site: int

    @property
    def effect(self) -> Effect:
        """What is done with the rows."""
        return effect_of(self.on_delete)


class Deletions(NamedTuple):
    """What deleting a row of each model does to others, and the models whose rows each one extends."""

    by_model: Mapping[Target, tuple[Deletion, ...]]
    parents: Mapping[Target, tuple[Target, ...]]
    labels: Mapping[Target, str]

    def of(self, model: Target) -> Iterator[Deletion]:
        """Yield what deleting a row of a model does directly.

        The rows of its parents go as well, and what hangs on these; but not the rows that extend a parent otherwise.
        """
        yield from self.by_model.get(model, ())
        waiting = [*self.parents.get(model, ())]
        for parent in waiting:
            waiting += (it for it in self.parents.get(parent, ()) if it not in waiting)
            yield from (it for it in self.by_model.get(parent, ()) if it.way != "child")


def deletions(models: Models, registry: Registry) -> Deletions:
    """Return the deletions of all models of a project."""
    by_model: dict[Target, list[Deletion]] = {}
    parents: dict[Target, tuple[Target, ...]] = {}
    builder = _Builder(models, registry)
    for model, class_ in builder.concrete_models():
        for deletion in builder.deletions(model, class_):
            by_model.setdefault(deletion.deleted, []).append(deletion)
        parents[model] = builder.parents(model)
    for deletion in builder.added_relations():
        by_model.setdefault(deletion.deleted, []).append(deletion)
    return Deletions({model: tuple(dict.fromkeys(it)) for model, it in by_model.items()}, parents, builder.labels)


class _Builder:
    """Reads the deletions from the classes of models, as Django's registry has them."""

    def __init__(self, models: Models, registry: Registry) -> None:
        self._models = models
        self._registry = registry
        self._tables = Tables(models, registry)  # Its own: another thread may make the next index of those there are.
        self._dependencies = self._tables.dependencies
        self._sites = cache(self._class_sites)
        self.labels: dict[Target, str] = {}

    def concrete_models(self) -> Iterator[tuple[Target, Class]]:
        for model in dict.fromkeys(self._registry.values()):
            class_ = self._models.names.find_class(model.module, model.name, self._dependencies)
            if class_ is not None and self._models.model_kind(model, self._dependencies) == "concrete":
                self.labels[model] = self._models.label(model.module, class_, self._dependencies)
                yield model, class_

    def parents(self, model: Target) -> tuple[Target, ...]:
        """Return the models whose rows a model extends."""
        bases = self._tables.bases(model)
        waiting = [owner for owner, _ in self._tables.classes(model)[1:]]
        bases += [base for owner in waiting for base in self._tables.bases(owner)]
        tables = (
            table
            for base in bases
            if self._models.model_kind(base, self._dependencies) in ("concrete", "proxy")
            for table in self._models.tables(base, self._registry, self._dependencies)
        )
        return tuple(dict.fromkeys(tables))

    def deletions(self, model: Target, class_: Class) -> Iterator[Deletion]:
        """Yield what deletions of other rows do to the rows of a model, and what deleting one of its rows does."""
        linked_models = set()
        taken_names: set[str] = set()
        for owner, owner_class in self._tables.classes(model):
            if owner != model and not self._models.model_kind(owner, self._dependencies):
                continue  # Django leaves out the fields of a mixin that is no model.
            first = self._sites(owner.module).get(owner_class.name, 0) + 1 + len(owner_class.bases)
            for site, field in enumerate(owner_class.fields, first):
                if field.name not in taken_names:
                    for deletion in self._of_field(model, owner.module, field, site):
                        linked_models.add(deletion.deleted if deletion.way == "child" else NOWHERE)
                        yield deletion
            taken_names.update(field.name for field in owner_class.fields)
            taken_names.update(name for name, _ in owner_class.attributes)
        for parent in self.parents(model):
            name = f"{class_.name}.{link(parent)}"
            if parent not in linked_models:
                yield self._deletion(parent, model, "child", name, CASCADE, model.module, self._site_of(model))
            yield self._deletion(model, parent, "parent", name, CASCADE, model.module, self._site_of(model))

    def added_relations(self) -> Iterator[Deletion]:
        """Yield the deletions by the relations that calls put into models: `Order.add_to_class("invoice", field)`."""
        for module in self._models.names.modules.paths:
            facts = self._models.names.facts(module)
            for number, declaration in enumerate(facts.declarations if facts is not None else ()):
                if facts is None or declaration.form != "relation" or declaration.reason:
                    continue
                owner, name = split_attribute(declaration.symbol)
                app = self._models.apps.owner(module)
                model = self._references_target(owner, module, app)
                if model in self.labels:
                    field = Field(name, declaration.callee, declaration.target, "", on_delete=declaration.on_delete)
                    yield from self._of_field(model, module, field, Sites.of(facts).declarations + number)

    def _of_field(self, model: Target, module: str, field: Field, site: int) -> Iterator[Deletion]:
        relation = self._models.relation(field, module, self._dependencies)
        if relation is None or not relation.mechanism:
            return
        expression, home = relation.leads_to(field.target, module)
        related = model if expression == SELF else self._references_target(expression, home, self.labels.get(model, ""))
        if not related:
            return
        name = f"{model.name}.{field.name}"
        if relation.is_key:
            on_delete = self._models.on_delete(relation, field, module, self._dependencies)
            way: DeletionWay = "child" if field.parent_link else "key"
            yield self._deletion(related, model, way, name, on_delete, module, site)
        elif relation.mechanism == "generic":
            yield self._deletion(model, related, "generic", name, CASCADE, module, site)
        elif not field.through:
            table = Target(model.module, f"{model.name}_{field.name}", True)
            self.labels[table] = self.labels.get(model, "")
            for end in dict.fromkeys((model, related)):
                yield self._deletion(end, table, "join table", name, CASCADE, module, site)

    def _references_target(self, expression: str, module: str, label: str) -> Target:
        """Return the model with the table that an expression leads to; also one of an installed package."""
        target = self._models.references.target(expression, module, label, self._registry, self._dependencies)
        return self._tables.of(target, self._dependencies).concrete if target.in_project else foreign_model(target)

    def _deletion(
        self, deleted: Target, model: Target, way: DeletionWay, field: str, on_delete: str, module: str, site: int
    ) -> Deletion:
        label = self.labels.get(model, "") or self._label(model)
        path = self._models.names.modules.paths[module]
        return Deletion(deleted, model, label, way, field, on_delete, path, site)

    def _label(self, model: Target) -> str:
        class_ = self._models.names.find_class(model.module, model.name, self._dependencies)
        label = self._models.label(model.module, class_, self._dependencies) if class_ is not None else model.module
        return self.labels.setdefault(model, label)

    def _site_of(self, model: Target) -> int:
        return self._sites(model.module).get(model.name, 0)

    def _class_sites(self, module: str) -> Mapping[str, int]:
        facts = self._models.names.facts(module)
        return {it.name: site for it, site in class_sites(facts)} if facts is not None else {}
