"""The relations between models, in both directions, with the accessor names Django gives them.

Reverse names: https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ForeignKey.related_name
"""

from collections.abc import Iterable
from copy import copy
from functools import cached_property

from coupling_lsp.django.fields import CLASS_PLACEHOLDERS, LABEL_PLACEHOLDER, ONE_TO_ONE_FIELD, RELATION_ENDINGS
from coupling_lsp.django.managers import REVERSE_ENDING
from coupling_lsp.django.model_classes import AUTH_LABEL, GROUPED_USERS, GROUPS, GROUPS_BACK
from coupling_lsp.index.incremental.dependencies import (
    ACCESSOR,
    CLASS_BODY,
    FOREIGN_MODEL,
    MODEL_NAME,
    THROUGH_TABLES,
    Dependencies,
    Dependency,
    differing,
)
from coupling_lsp.index.models.accessors import Accessor, UniqueNames
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import Registry
from coupling_lsp.index.models.table_inheritance import Tables, link
from coupling_lsp.index.symbols.target import ANY_MODEL, NOWHERE, Target
from coupling_lsp.model.class_options import DEFAULT_RELATED_NAME
from coupling_lsp.model.expression import SELF, text_of
from coupling_lsp.model.facts import Class, Facts, Field
from coupling_lsp.model.search_terms import SearchTerms


def relation_names(files: Iterable[Facts]) -> SearchTerms:
    """Return the attributes and lookups that lead between models, as far as the spelling of fields tells."""
    attributes: set[str] = set()
    lookups: set[str] = set()
    for class_ in (it for facts in files for it in facts.classes):
        model = class_.name.rpartition(".")[2].lower()
        for field in class_.fields:
            if field.target and field.callee.endswith(RELATION_ENDINGS):
                is_single = field.callee.endswith(ONE_TO_ONE_FIELD)
                related_name = field.related or text_of(class_.option(DEFAULT_RELATED_NAME))
                related = related_name if related_name.isidentifier() else ""
                attributes.update((field.name, related or (model if is_single else f"{model}{REVERSE_ENDING}")))
                lookups.add(field.query or related or model)
    return SearchTerms(frozenset(attributes), frozenset(), frozenset(attributes | lookups))


def foreign_model(target: Target) -> Target:
    """Return a model of an installed package by label and name, however it was reached."""
    if not target.module or not target.name:
        return NOWHERE
    return Target(target.module.removesuffix(".models").rpartition(".")[2], target.name, False)


def _filled(related_name: str, model: str, label: str) -> str:
    """Return a `related_name` with what stands in it for the model and its app replaced."""
    for placeholder in CLASS_PLACEHOLDERS:
        related_name = related_name.replace(placeholder, model)
    return related_name.replace(LABEL_PLACEHOLDER, label)


class Relations:
    """Tells where the accessors of models lead, those they inherit included."""

    def __init__(self, models: Models, registry: Registry) -> None:
        self._models = models
        self._registry = registry
        self.tables = Tables(models, registry)
        self.lookups: dict[Target, dict[str, Accessor]] = {}
        """What queries call the way back from a model: https://docs.djangoproject.com/en/stable/topics/db/queries/"""
        self.through: dict[Target, str] = {}
        """The tables Django makes for many-to-many relations, with the app they belong to."""

    def rebind(self, models: Models, registry: Registry, changes: set[Dependency]) -> "Relations":
        """Return the relations after an edit: the same ones, where they depend on nothing it changed."""
        if registry is not self._registry or not changes.isdisjoint(self.tables.dependencies):
            return Relations(models, registry)
        relations = copy(self)
        relations._models = models
        relations.tables = self.tables.rebind(models)
        return relations

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The names under which a model leads to rows of another."""
        return frozenset(name for it in self._accessors.values() for name in it)

    @cached_property
    def unique_names(self) -> UniqueNames:
        """What names alone tell of models and accessors."""
        is_test = self._models.names.modules.is_test
        models = [it for it in self._registry.values() if not is_test(it.module)]
        concrete = (it for it in models if self._models.model_kind(it, self.tables.dependencies) == "concrete")
        return UniqueNames(concrete, (it for model, it in self._accessors.items() if not is_test(model.module)))

    def foreign(self, target: Target, dependencies: Dependencies) -> Target:
        """Return a model of an installed package to which models have relations; `NOWHERE` for any other."""
        model = foreign_model(target)
        dependencies.add(FOREIGN_MODEL.of(model.name))
        return model if model in self._accessors else NOWHERE

    @cached_property
    def lookup_names(self) -> frozenset[str]:
        """The names under which queries walk from one model to another."""
        return self.attributes | frozenset(name for it in self.lookups.values() for name in it)

    def lookup(self, model: Target, name: str, dependencies: Dependencies) -> Accessor | None:
        """Return where a name in a query leads from a model by a relation of its own."""
        dependencies.add(ACCESSOR.of(name))
        target = Target(*model[:3])
        accessor = self._accessors.get(target, {}).get(name)
        return self.lookups.get(target, {}).get(name) if accessor is None or accessor.back else accessor

    @cached_property
    def names_alone(self) -> frozenset[str]:
        """The names that make a query join with nothing behind them."""
        many = (name for name, it in self._forward() if it.many and it.through not in self.through)
        return frozenset((*many, *(name for it in self.lookups.values() for name in it)))

    @cached_property
    def ordering_names(self) -> frozenset[str]:
        """The names that make a query join with nothing behind them where they put its rows in order."""
        dependencies = self.tables.dependencies
        to_one = ((name, it.target) for name, it in self._forward() if not it.many)
        return frozenset(name for name, target in to_one if self.tables.of(target, dependencies).ordered)

    def _forward(self) -> Iterable[tuple[str, Accessor]]:
        return ((name, it) for accessors in self._accessors.values() for name, it in accessors.items() if not it.back)

    def accessor(self, model: Target, name: str, dependencies: Dependencies) -> Accessor | None:
        """Return where `instance.name` leads; for an instance of any model, if it leads there from all that have it."""
        dependencies.add(ACCESSOR.of(name))
        if model == ANY_MODEL:
            return self.unique_names.accessor(name)
        accessors = (self._accessors.get(owner, {}).get(name) for owner in self.tables.of(model, dependencies).mro)
        return next((accessor for accessor in accessors if accessor is not None), None)

    def model_named(self, name: str, dependencies: Dependencies) -> Target | None:
        """Return the only model that the name of a parameter may stand for."""
        dependencies.add(MODEL_NAME.of(name))
        return self.unique_names.model(name)

    def label(self, table: Target, dependencies: Dependencies) -> str:
        """Return the app of a table that Django makes for a many-to-many relation; empty for any other."""
        dependencies.add(THROUGH_TABLES.of(""))
        return self.through.get(table, "")

    def changed(self, previous: "Relations") -> set[Dependency]:
        """Return the dependencies on relations that differ from a previous state."""
        if self.tables.dependencies is previous.tables.dependencies:
            return set()
        changes = self.tables.changed(previous.tables)
        for names, previous_names in ((self._accessors, previous._accessors), (self.lookups, previous.lookups)):
            for model in differing(names, previous_names):
                has, had = names.get(model, {}), previous_names.get(model, {})
                changes |= ACCESSOR.anywhere(has, had)
        changes |= {MODEL_NAME.of(name) for name in self.unique_names.differing(previous.unique_names)}
        changes |= {
            FOREIGN_MODEL.of(it.name) for it in self._accessors.keys() ^ previous._accessors.keys() if not it.in_project
        }
        return changes | ({THROUGH_TABLES.of("")} if self.through != previous.through else set())

    @cached_property
    def _accessors(self) -> dict[Target, dict[str, Accessor]]:
        accessors: dict[Target, dict[str, Accessor]] = {}
        dependencies = self.tables.dependencies
        for target in dict.fromkeys(self._registry.values()):
            class_ = self._models.names.find_class(target.module, target.name, dependencies)
            if class_ is None:
                continue
            kind = self._models.model_kind(target, dependencies)
            label = self._models.label(target.module, class_, dependencies)
            if kind == "concrete":
                self._add_parents(accessors, target, class_)
                self._add_groups(accessors, target)
            for owner, owner_class in self.tables.with_abstract_bases(target, class_, dependencies):
                self._add_fields(accessors, target, class_, label, owner, owner_class, abstract=kind == "abstract")
        return accessors

    def _add_fields(
        self,
        accessors: dict[Target, dict[str, Accessor]],
        target: Target,
        class_: Class,
        label: str,
        owner: Target,
        owner_class: Class,
        *,
        abstract: bool,
    ) -> None:
        dependencies = self.tables.dependencies
        dependencies.add(CLASS_BODY.of(owner.module, owner.name))
        for field in owner_class.fields:
            relation = self._models.relation(field, owner.module, dependencies)
            if relation is None or not relation.mechanism:
                continue
            if field.target == SELF:
                related_model = target
            else:
                expression, module = relation.leads_to(field.target, owner.module)
                related_model = self._models.references.target(expression, module, label, self._registry, dependencies)
            related_model = Target(*related_model[:3]) if related_model.in_project else foreign_model(related_model)
            if not related_model:
                continue
            to_many = relation.mechanism in ("many-to-many", "generic")
            m2m = relation.mechanism == "many-to-many"
            table = self._through(field, owner, target, label) if m2m else NOWHERE
            forward = Accessor(related_model, to_many, m2m, table, key=field.key)
            previous = accessors.setdefault(target, {}).get(field.name)
            accessors[target][field.name] = forward if previous is None or previous.back else previous
            if abstract:
                continue
            related = field.related or self._default_name(target)
            if relation.mechanism == "generic" or (m2m and related_model == target and not field.related):
                related = "+"
            model = class_.name.rpartition(".")[2].lower()
            default = model if relation.mechanism == "one-to-one" else f"{model}{REVERSE_ENDING}"
            name, lookup = (
                _filled(expression, model, label)
                for expression in (related or default, field.query or related or model)
            )
            reverse = Accessor(target, relation.mechanism != "one-to-one", m2m, table, back=True)
            for names, reverse_name in ((accessors, name), (self.lookups, lookup)):
                if not reverse_name.endswith("+"):
                    names.setdefault(self.tables.of(related_model, dependencies).concrete, {}).setdefault(
                        reverse_name, reverse
                    )

    def _default_name(self, target: Target) -> str:
        """Return `Meta.default_related_name`, also of an abstract model that is extended.

        https://docs.djangoproject.com/en/stable/ref/models/options/#default-related-name
        """
        names = (class_.option(DEFAULT_RELATED_NAME) for _, class_ in self.tables.classes(target))
        return next((text_of(name) for name in names if name), "")

    def _through(self, field: Field, owner: Target, target: Target, label: str) -> Target:
        """Return the model of the table of a many-to-many relation; one that Django makes goes into `through`.

        https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ManyToManyField.through
        """
        if field.through:
            model = self._models.references.target(
                field.through, owner.module, label, self._registry, self.tables.dependencies
            )
            return Target(*model[:3]) if model.in_project else NOWHERE
        table = Target(target.module, f"{target.name}_{field.name}", True)
        self.through[table] = label
        return table

    def _add_groups(self, accessors: dict[Target, dict[str, Accessor]], target: Target) -> None:
        """Add the way back to users from the groups and permissions that Django gives them.

        https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-permissions
        """
        names, dependencies = self._models.names, self.tables.dependencies
        owners = names.mro(target, dependencies)
        dependencies.update(CLASS_BODY.of(owner.module, owner.name) for owner in owners)
        classes = [names.find_class(owner.module, owner.name, dependencies) for owner in owners]
        bases = {base.rpartition(".")[2] for class_ in classes if class_ is not None for base in class_.bases}
        own = {field.name for class_ in classes if class_ is not None for field in class_.fields}
        for field, model in GROUPS:
            if bases & GROUPED_USERS and field not in own:
                reverse = Accessor(target, many=True, m2m=True, back=True)
                accessors.setdefault(Target(AUTH_LABEL, model, False), {}).setdefault(GROUPS_BACK, reverse)

    def _add_parents(self, accessors: dict[Target, dict[str, Accessor]], target: Target, class_: Class) -> None:
        """Add the way from a child to the rows of its parents, and back: `place_ptr`, `restaurant`."""
        dependencies = self.tables.dependencies
        child = class_.name.rpartition(".")[2].lower()
        for parent in self.tables.bases(target):
            for base in self._models.tables(parent, self._registry, dependencies):
                accessors.setdefault(target, {}).setdefault(link(base), Accessor(base, many=False))
                for names in (accessors, self.lookups):
                    names.setdefault(base, {}).setdefault(child, Accessor(target, many=False, back=True))
