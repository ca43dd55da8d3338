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
from coupling_lsp.index.models.accessors import ByName, Relation
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import Registry
from coupling_lsp.index.models.table_inheritance import Tables, link
from coupling_lsp.index.symbols.target import ANY_MODEL, NOWHERE, Target
from coupling_lsp.model.facts import Class, Facts, Field
from coupling_lsp.model.search_terms import SearchTerms


def relation_names(files: Iterable[Facts]) -> SearchTerms:
    """The attributes and lookups that, by how fields are spelt, lead from one model to another, and back."""
    attributes: set[str] = set()
    lookups: set[str] = set()
    for it in (it for facts in files for it in facts.classes):
        model = it.name.rpartition(".")[2].lower()
        for field in it.fields:
            if field.target and field.callee.endswith(RELATION_ENDINGS):
                is_single = field.callee.endswith(ONE_TO_ONE_FIELD)
                given = field.related or it.option("Meta.default_related_name").removeprefix('"')
                related = given if given.isidentifier() else ""
                attributes.update((field.name, related or (model if is_single else f"{model}{REVERSE_ENDING}")))
                lookups.add(field.query or related or model)
    return SearchTerms(frozenset(attributes), frozenset(), frozenset(attributes | lookups))


def _foreign(target: Target) -> Target:
    """A model of an installed package by label and name, however it was reached."""
    if not target.module or not target.name:
        return NOWHERE
    return Target(target.module.removesuffix(".models").rpartition(".")[2], target.name, False)


def _filled(written: str, model: str, label: str) -> str:
    """Return a `related_name` with what stands in it for the model and its app replaced."""
    for placeholder in CLASS_PLACEHOLDERS:
        written = written.replace(placeholder, model)
    return written.replace(LABEL_PLACEHOLDER, label)


class Relations:
    """The accessors of each model, those inherited included. What is looked for is noted, found or not."""

    def __init__(self, models: Models, registry: Registry) -> None:
        self._models = models
        self._registry = registry
        self.tables = Tables(models, registry)
        self.lookups: dict[Target, dict[str, Relation]] = {}
        """What queries call the way back from a model: https://docs.djangoproject.com/en/stable/topics/db/queries/"""
        self.through: dict[Target, str] = {}
        """The tables Django makes for many-to-many relations, with the app they belong to."""

    def among(self, models: Models, registry: Registry, touched: set[Dependency]) -> "Relations":
        """The relations after an edit, which are the same where it touched nothing they were worked out from."""
        if registry is not self._registry or not touched.isdisjoint(self.tables.dependencies):
            return Relations(models, registry)
        relations = copy(self)
        relations._models = models
        relations.tables = self.tables.among(models)
        return relations

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The names under which a model leads to rows of another."""
        return frozenset(name for it in self._accessors.values() for name in it)

    @cached_property
    def by_name(self) -> ByName:
        """What names alone tell of models and accessors."""
        is_test = self._models.names.modules.is_test
        models = [it for it in self._registry.values() if not is_test(it.module)]
        concrete = (it for it in models if self._models.model_kind(it, self.tables.dependencies) == "concrete")
        return ByName(concrete, (it for model, it in self._accessors.items() if not is_test(model.module)))

    def foreign(self, target: Target, dependencies: Dependencies) -> Target:
        """A model of an installed package that models of the project have relations to; `NOWHERE` for any other."""
        found = _foreign(target)
        dependencies.add(FOREIGN_MODEL.of(found.name))
        return found if found in self._accessors else NOWHERE

    def lookup_names(self) -> frozenset[str]:
        """The names under which queries walk from one model to another."""
        return self.attributes | frozenset(name for it in self.lookups.values() for name in it)

    def lookup(self, model: Target, name: str, dependencies: Dependencies) -> Relation | None:
        """Where a name in a query leads from a model, as far as the model has it itself."""
        dependencies.add(ACCESSOR.of(name))
        target = Target(*model[:3])
        found = self._accessors.get(target, {}).get(name)
        return self.lookups.get(target, {}).get(name) if found is None or found.back else found

    @cached_property
    def names_alone(self) -> frozenset[str]:
        """The names that make a query join with nothing behind them; `-order` for one that does so to put in order."""
        forward = [it for one in self._accessors.values() for it in one.items() if not it[1].back]
        many = (name for name, it in forward if it.many and it.through not in self.through)
        ordered = (
            f"-{name}"
            for name, it in forward
            if not it.many and self.tables.of(it.target, self.tables.dependencies).ordered
        )
        return frozenset((*many, *ordered, *(name for it in self.lookups.values() for name in it)))

    def accessor(self, model: Target, name: str, dependencies: Dependencies) -> Relation | None:
        """What `instance.name` leads to, None when that is no relation. Any model's is where all that have it lead."""
        dependencies.add(ACCESSOR.of(name))
        if model == ANY_MODEL:
            return self.by_name.accessor(name)
        accessors = (self._accessors.get(owner, {}).get(name) for owner in self.tables.of(model, dependencies).mro)
        return next((accessor for accessor in accessors if accessor is not None), None)

    def model_named(self, name: str, dependencies: Dependencies) -> Target | None:
        """The one model that a parameter of that name stands for, where nothing else tells."""
        dependencies.add(MODEL_NAME.of(name))
        return self.by_name.model(name)

    def label(self, made: Target, dependencies: Dependencies) -> str:
        """The app of a table that Django makes for a many-to-many relation; empty for any other."""
        dependencies.add(THROUGH_TABLES.of(""))
        return self.through.get(made, "")

    def changed(self, before: "Relations") -> set[Dependency]:
        """The keys under which something else is found than before."""
        if self.tables.dependencies is before.tables.dependencies:
            return set()
        touched = self.tables.changed(before.tables)
        for now, then in ((self._accessors, before._accessors), (self.lookups, before.lookups)):
            for model in differing(now, then):
                has, had = now.get(model, {}), then.get(model, {})
                touched |= ACCESSOR.anywhere(has, had)
        touched |= {MODEL_NAME.of(name) for name in self.by_name.differing(before.by_name)}
        touched |= {
            FOREIGN_MODEL.of(it.name) for it in self._accessors.keys() ^ before._accessors.keys() if not it.in_project
        }
        return touched | ({THROUGH_TABLES.of("")} if self.through != before.through else set())

    @cached_property
    def _accessors(self) -> dict[Target, dict[str, Relation]]:
        accessors: dict[Target, dict[str, Relation]] = {}
        dependencies = self.tables.dependencies
        for target in dict.fromkeys(self._registry.values()):
            it = self._models.names.find_class(target.module, target.name, dependencies)
            if it is None:
                continue
            kind = self._models.model_kind(target, dependencies)
            label = self._models.label(target.module, it, dependencies)
            if kind == "concrete":
                self._add_parents(accessors, target, it)
                self._add_groups(accessors, target)
            for owner, declared in self.tables.with_abstract_bases(target, it, dependencies):
                self._add_fields(accessors, target, it, label, owner, declared, abstract=kind == "abstract")
        return accessors

    def _add_fields(
        self,
        accessors: dict[Target, dict[str, Relation]],
        target: Target,
        it: Class,
        label: str,
        owner: Target,
        declared: Class,
        *,
        abstract: bool,
    ) -> None:
        dependencies = self.tables.dependencies
        dependencies.add(CLASS_BODY.of(owner.module, owner.name))
        for field in declared.fields:
            relation = self._models.relation(field, owner.module, dependencies)
            if relation is None or not relation.mechanism:
                continue
            if field.target == '"self':
                other = target
            else:
                written, module = relation.leads_to(field.target, owner.module)
                other = self._models.references.target(written, module, label, self._registry, dependencies)
            other = Target(*other[:3]) if other.in_project else _foreign(other)
            if not other:
                continue
            many = relation.mechanism in ("many-to-many", "generic")
            m2m = relation.mechanism == "many-to-many"
            through = self._through(field, owner, target, label) if m2m else NOWHERE
            forward = Relation(other, many, m2m, through, key=field.key)
            known = accessors.setdefault(target, {}).get(field.name)
            accessors[target][field.name] = forward if known is None or known.back else known
            if abstract:
                continue
            related = field.related or self._default_name(target)
            if relation.mechanism == "generic" or (m2m and other == target and not field.related):
                related = "+"
            model = it.name.rpartition(".")[2].lower()
            default = model if relation.mechanism == "one-to-one" else f"{model}{REVERSE_ENDING}"
            name, lookup = (
                _filled(written, model, label) for written in (related or default, field.query or related or model)
            )
            back = Relation(target, relation.mechanism != "one-to-one", m2m, through, back=True)
            for names, given in ((accessors, name), (self.lookups, lookup)):
                if not given.endswith("+"):
                    names.setdefault(self.tables.of(other, dependencies).concrete, {}).setdefault(given, back)

    def _default_name(self, target: Target) -> str:
        """https://docs.djangoproject.com/en/stable/ref/models/options/#default-related-name"""
        declared = (one.option("Meta.default_related_name") for _, one in self.tables.classes(target))
        return next((written.removeprefix('"') for written in declared if written), "")

    def _through(self, field: Field, owner: Target, target: Target, label: str) -> Target:
        """https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ManyToManyField.through"""
        if field.through:
            found = self._models.references.target(
                field.through, owner.module, label, self._registry, self.tables.dependencies
            )
            return Target(*found[:3]) if found.in_project else NOWHERE
        made = Target(target.module, f"{target.name}_{field.name}", True)
        self.through[made] = label
        return made

    def _add_groups(self, accessors: dict[Target, dict[str, Relation]], target: Target) -> None:
        """The way back to users from the groups and permissions that Django gives them.

        https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-permissions
        """
        names, dependencies = self._models.names, self.tables.dependencies
        owners = names.mro(target, dependencies)
        dependencies.update(CLASS_BODY.of(owner.module, owner.name) for owner in owners)
        classes = [names.find_class(owner.module, owner.name, dependencies) for owner in owners]
        bases = {base.rpartition(".")[2] for declared in classes if declared is not None for base in declared.bases}
        own = {field.name for declared in classes if declared is not None for field in declared.fields}
        for field, model in GROUPS:
            if bases & GROUPED_USERS and field not in own:
                back = Relation(target, many=True, m2m=True, back=True)
                accessors.setdefault(Target(AUTH_LABEL, model, False), {}).setdefault(GROUPS_BACK, back)

    def _add_parents(self, accessors: dict[Target, dict[str, Relation]], target: Target, it: Class) -> None:
        """A model that inherits from one with a table leads to its row, and back: `place_ptr`, `restaurant`."""
        dependencies = self.tables.dependencies
        child = it.name.rpartition(".")[2].lower()
        for above in self.tables.bases(target):
            for base in self._models.tables(above, self._registry, dependencies):
                accessors.setdefault(target, {}).setdefault(link(base), Relation(base, many=False))
                for names in (accessors, self.lookups):
                    names.setdefault(base, {}).setdefault(child, Relation(target, many=False, back=True))
