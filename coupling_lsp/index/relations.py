"""The relations between models, in both directions, with the accessor names Django gives them.

Reverse names: https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ForeignKey.related_name
"""

import re
from collections.abc import Iterable
from functools import cached_property

from coupling_lsp.index.accessors import ByName, Relation
from coupling_lsp.index.models import Models, Registry
from coupling_lsp.index.names import NOWHERE, Target
from coupling_lsp.index.shapes import ANY
from coupling_lsp.model.facts import Class, Facts, Field
from coupling_lsp.model.words import Words

KEY = "relations"
"""What a file notes that looked at relations: any change of a model may alter them."""


def relation_names(files: Iterable[Facts]) -> Words:
    """The attributes and lookups that, by how fields are spelt, lead from one model to another, and back."""
    attributes: set[str] = set()
    lookups: set[str] = set()
    for it in (it for facts in files for it in facts.classes):
        model = it.name.rpartition(".")[2].lower()
        for field in it.fields:
            if field.target and field.callee.endswith(_FIELDS):
                is_single = field.callee.endswith("OneToOneField")
                related = field.related if field.related.isidentifier() else ""
                attributes.update((field.name, related or (model if is_single else f"{model}_set")))
                lookups.add(related or model)
    return Words(frozenset(attributes), frozenset(), frozenset(attributes | lookups))


_FIELDS = ("Key", "OneToOneField", "ManyToManyField")


def stated(facts: Facts) -> tuple[object, ...]:
    """What a file says that relations may hang on: its classes, and the names it gives to fields and models."""
    return facts.classes, tuple(it for it in facts.aliases if _MODEL_OR_FIELD.search(it[1]))


_MODEL_OR_FIELD = re.compile(r'(?:^|[.:])[A-Z]\w*$|^"(?:\w+\.)?[A-Z]\w*$|partial\(|get_model|get_user_model|load_model')


def _foreign(target: Target) -> Target:
    """A model of an installed package by label and name, however it was reached."""
    if not target.module or not target.name:
        return NOWHERE
    return Target(target.module.removesuffix(".models").rpartition(".")[2], target.name, False)


class Relations:
    """The accessors of each model, those inherited included."""

    def __init__(self, models: Models, registry: Registry) -> None:
        self._models = models
        self._registry = registry
        self.lookups: dict[Target, dict[str, Relation]] = {}
        """What queries call the way back from a model: https://docs.djangoproject.com/en/stable/topics/db/queries/"""
        self.through: dict[Target, str] = {}
        """The tables Django makes for many-to-many relations, with the app they belong to."""

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The names under which a model leads to rows of another."""
        return frozenset(name for it in self._accessors.values() for name in it)

    @cached_property
    def by_name(self) -> ByName:
        """What names alone tell of models and accessors."""
        is_test = self._models.names.modules.is_test
        models = [it for it in self._registry.values() if not is_test(it.module)]
        concrete = (it for it in models if self._models.sort(it, set()) == "concrete")
        return ByName(concrete, (it for model, it in self._accessors.items() if not is_test(model.module)))

    def foreign(self, target: Target) -> Target:
        """A model of an installed package that models of the project have relations to; `NOWHERE` for any other."""
        found = _foreign(target)
        return found if found in self._accessors else NOWHERE

    def lookup_names(self) -> frozenset[str]:
        """The names under which queries walk from one model to another."""
        return self.attributes | frozenset(name for it in self.lookups.values() for name in it)

    def lookup(self, model: Target, name: str) -> tuple[Target, Relation] | None:
        """Where a name in a query leads, and the model that has it: the one asked, or one it inherits from."""
        accessors = self._accessors
        seen: list[Target] = [Target(*model[:3])]
        for target in seen:
            found = accessors.get(target, {}).get(name) or self.lookups.get(target, {}).get(name)
            if found is not None:
                return target, found
            seen += [it for it in self._bases(target) if it not in seen]
        return None

    def accessor(self, model: Target, name: str) -> Relation | None:
        """What `instance.name` leads to, None when that is no relation. Any model's is where all that have it lead."""
        if model == ANY:
            return self.by_name.accessor(name)
        seen: set[Target] = set()
        waiting = [Target(*model[:3])]
        while waiting:
            target = waiting.pop(0)
            if target in seen:
                continue
            seen.add(target)
            found = self._accessors.get(target, {}).get(name)
            if found is not None:
                return found
            waiting.extend(self._bases(target))
        return None

    @cached_property
    def _accessors(self) -> dict[Target, dict[str, Relation]]:
        accessors: dict[Target, dict[str, Relation]] = {}
        looked: set[str] = set()
        for target in dict.fromkeys(self._registry.values()):
            it = self._models.names.find_class(target.module, target.name)
            if it is None:
                continue
            sort = self._models.sort(target, looked)
            label = self._models.label(target.module, it, looked)
            if sort == "concrete":
                self._add_parents(accessors, target, it)
            for owner, declared in self.with_abstract_bases(target, it, looked):
                self._add_fields(accessors, target, it, label, owner, declared, abstract=sort == "abstract")
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
        looked: set[str] = set()
        for field in declared.fields:
            relation = self._models.relation(field, owner.module, looked)
            if relation is None or not relation.mechanism:
                continue
            if field.target == '"self':
                other = target
            else:
                written, module = relation.leads_to(field.target, owner.module)
                other = self._models.reference(written, module, label, self._registry, looked)
            other = Target(*other[:3]) if other.in_project else _foreign(other)
            if not other:
                continue
            many = relation.mechanism in ("many-to-many", "generic")
            m2m = relation.mechanism == "many-to-many"
            through = self._through(field, owner, target, label) if m2m else NOWHERE
            accessors.setdefault(target, {}).setdefault(field.name, Relation(other, many, m2m, through))
            if abstract or relation.mechanism == "generic" or field.related.endswith("+"):
                continue
            model = it.name.rpartition(".")[2]
            default = model.lower() if relation.mechanism == "one-to-one" else f"{model.lower()}_set"
            name = field.related.replace("%(class)s", model.lower()).replace("%(app_label)s", label) or default
            lookup = name if field.related else model.lower()
            self.lookups.setdefault(other, {}).setdefault(lookup, Relation(target, True, m2m, through))
            back = Relation(target, relation.mechanism != "one-to-one", m2m, through)
            accessors.setdefault(other, {}).setdefault(name, back)

    def _through(self, field: Field, owner: Target, target: Target, label: str) -> Target:
        """https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ManyToManyField.through"""
        if field.through:
            found = self._models.reference(field.through, owner.module, label, self._registry, set())
            return Target(*found[:3]) if found.in_project else NOWHERE
        made = Target(target.module, f"{target.name}_{field.name}", True)
        self.through[made] = label
        return made

    def _add_parents(self, accessors: dict[Target, dict[str, Relation]], target: Target, it: Class) -> None:
        """A model that inherits from one with a table leads to its row, and back: `place_ptr`, `restaurant`."""
        looked: set[str] = set()
        for above in self._bases(target):
            for base in self._models.tables(above, self._registry, looked):
                name = base.name.rpartition(".")[2].lower()
                accessors.setdefault(target, {}).setdefault(f"{name}_ptr", Relation(base, many=False))
                child = it.name.rpartition(".")[2].lower()
                accessors.setdefault(base, {}).setdefault(child, Relation(target, many=False))

    def with_abstract_bases(self, target: Target, it: Class, seen: set[str]) -> list[tuple[Target, Class]]:
        """A model and the abstract ones whose fields it has as its own."""
        found = [(target, it)]
        waiting = self._models.bases(target, self._registry, seen)
        while waiting and len(found) < 64:
            base = waiting.pop(0)
            declared = self._models.names.find_class(base.module, base.name)
            if declared is not None and self._models.sort(base, seen) in ("abstract", ""):
                found.append((base, declared))
                waiting.extend(self._models.bases(base, self._registry, seen))
        return found

    def _bases(self, target: Target) -> list[Target]:
        return self._models.bases(target, self._registry, set())
