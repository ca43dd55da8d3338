"""What a value path (see `model.value_path`) evaluates to: an instance, a queryset, a class, a container of them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from coupling_lsp.django import conventions
from coupling_lsp.django.conventions import FORM_FACTORIES
from coupling_lsp.django.settings_names import AUTH_USER_MODEL
from coupling_lsp.index.incremental.dependencies import REGISTERED_MODEL, Dependencies, Dependency
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import Registry, registry_key
from coupling_lsp.index.models.relations import Relations
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import ANY_MODEL, NOWHERE, Target
from coupling_lsp.index.types.call_graph import CallGraph
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.member_access import MemberAccess
from coupling_lsp.index.types.memo import Memo
from coupling_lsp.index.types.query_writes import QueryWrites
from coupling_lsp.index.types.saves import Saves
from coupling_lsp.index.types.type_kinds import Type, TypeSet, bounded, takes_element
from coupling_lsp.model.expression import call_of, is_call, is_local_import
from coupling_lsp.model.value_path_parts import Parameter, Path, parse
from coupling_lsp.model.value_steps import form_class, split_behind, steps_of

_CLASS_OF_PACKAGE = re.compile(r"([a-z_]\w*(?:\.[a-z_]\w*)*)\.([A-Z]\w*)(.*)", re.S)


class Types:
    """Evaluates value paths over the names, models, relations and calls of a project."""

    def __init__(
        self,
        models: Models,
        registry: Registry,
        hierarchy: ClassHierarchy,
        members: Members,
        callers: CallGraph,
        relations: Relations | None = None,
        memo: Memo | None = None,
    ) -> None:
        self.models = models
        self.names: Names = models.names
        self.registry = registry
        self.hierarchy = hierarchy
        self.relations = relations or Relations(models, registry)
        self._symbols = models, registry, hierarchy
        self.declared_models = DeclaredModels(models, registry, hierarchy, members, self.evaluate)
        self._members = members
        self._call_graph = callers
        self._memo = memo or Memo()
        self._member_access = MemberAccess(self, members, self.declared_models, self._memo)
        self._query_writes = QueryWrites(self, members, self._member_access, self._memo)
        self.saves = Saves(self, members, self.declared_models, self._member_access, self._query_writes, self._memo)

    def invalidate(self, changes: set[Dependency], members: Members, callers: CallGraph) -> "Types":
        """Return the types after functions return, keep or are called with something else."""
        return Types(*self._symbols, members, callers, self.relations, self._memo.without(changes))

    def rebind(self, models: Models, registry: Registry, hierarchy: ClassHierarchy, relations: Relations) -> "Types":
        """Return the types after classes and names changed; `invalidate` drops the results that depend on these."""
        return Types(models, registry, hierarchy, self._members, self._call_graph, relations, self._memo)

    def with_callers(self, callers: CallGraph) -> "Types":
        """Return the types with what callers pass for parameters."""
        return Types(*self._symbols, self._members, callers, self.relations)

    def fork(self) -> "Types":
        """Return the types with a memo of their own, which each thread needs: it notes what is being evaluated."""
        return Types(*self._symbols, self._members, self._call_graph, self.relations)

    def evaluate(self, path: str, module: str, dependencies: Dependencies) -> TypeSet:
        """Return the types of a path written in a module; none when it is not known."""

        def types(own: Dependencies) -> TypeSet:
            return self._bounded(self._evaluate(path, module, own), own)

        return self._memo.once((module, path), types, dependencies)

    def _evaluate(self, path: str, module: str, dependencies: Dependencies) -> Iterator[Type]:
        parts = parse(path)
        types: Iterable[Type] = ()
        rest = parts.rest
        if parts.alternatives:
            types = [it for root in parts.alternatives for it in self.evaluate(root, module, dependencies)]
        elif parts.items:
            items = tuple(self.evaluate(item, module, dependencies) if item else () for item in parts.items)
            types = [Type("tuple", NOWHERE, items=items)]
        elif parts.parameter is not None:
            types = self._bounded(self.parameter_types(parts.parameter, module, dependencies), dependencies)
        elif parts.reference:
            types = self._referenced(parts.reference, module, dependencies)
        elif parts.is_unknown or parts.is_any_model:
            types = [Type("unknown" if parts.is_unknown else "class", ANY_MODEL)]
        elif parts.name:
            types, rest = self._named(parts, module, dependencies)
        yield from self._member_access.walk(types, rest, dependencies)

    def _named(self, parts: Path, module: str, dependencies: Dependencies) -> tuple[list[Type], str]:
        """Return what the name at the start of a path is, and the steps that follow."""
        target = self.names.expression(parts.name, module, dependencies)
        is_local = is_local_import(parts.name)
        if not target and not is_local and self._members.result(module, parts.name, dependencies) is not None:
            target = Target(module, parts.name, True)
        type_ = self.of_target(target, dependencies)
        if type_ is not None and type_.kind != "method":
            return [type_], parts.rest
        if not is_local and takes_element(steps_of(parts.rest)):
            table = self._class_table(target or Target(module, parts.name, True), dependencies)
            if table:
                return table, parts.rest
        if type_ is not None:
            return [type_], parts.rest
        setting, rest = split_behind(parts.rest, AUTH_USER_MODEL)
        if not setting:
            return self._quoted(parts, dependencies) if not target and not is_local else ([], parts.rest)
        return self._referenced(parts.name + setting, module, dependencies), rest

    def _quoted(self, parts: Path, dependencies: Dependencies) -> tuple[list[Type], str]:
        """Return the class that an annotation in quotes names by its module or app, though nothing imports it.

        `"billing.models.Invoice"` and `"billing.Invoice"`, as relation fields have the latter:
        https://docs.djangoproject.com/en/stable/ref/models/fields/#lazy-relationships
        """
        match = _CLASS_OF_PACKAGE.match(parts.name + parts.rest)
        if match is None:
            return [], parts.rest
        package, name, rest = match.groups()
        target = self.names.member(package, name, dependencies)
        if not target and "." not in package:
            dependencies.add(REGISTERED_MODEL.of(registry_key(package, name)))
            target = self.registry.get(registry_key(package, name), NOWHERE)
        type_ = self.of_target(target, dependencies) if target else None
        return ([type_], rest) if type_ is not None and type_.kind == "class" else ([], parts.rest)

    def _class_table(self, target: Target, dependencies: Dependencies) -> list[Type]:
        """Return the types of a list or dictionary of classes that a module has under a name."""
        path = self._members.instance_attribute(target.module, target.name, dependencies) if target.in_project else None
        return [*self.evaluate(path, target.module, dependencies)] if path is not None else []

    def parameter_types(
        self, parameter: Parameter, module: str, dependencies: Dependencies, receiver: Target | None = None
    ) -> list[Type]:
        """Return the types of a parameter: of what Django passes, else what calls pass, else what its name tells.

        Of a parameter that is known by its name alone, `instance`, calls tell more than Django.
        With `on` only calls on that class, its bases and its subclasses count.
        """
        function, number, name = parameter
        owner, _, method = function.rpartition(".")
        if owner and self.names.find_class(module, owner, dependencies) is not None:
            own_class = Target(module, owner, True)
            passed_types = self.declared_models.argument(receiver or own_class, method, parameter, dependencies)
            if passed_types:
                # What calls in a base pass, they pass for the models of all its heirs.
                is_own = name in conventions.PARAMETERS and receiver in (None, own_class)
                called_types = self._called_types(parameter, module, dependencies, receiver) if is_own else []
                is_model = self._member_access.is_model
                row_types = [it for it in called_types if it.target != ANY_MODEL and is_model(it.target, dependencies)]
                return row_types or list(passed_types)
        elif not owner and (
            rows := self.declared_models.action_argument(Target(module, function, True), number, dependencies)
        ):
            return list(rows)
        types = self._called_types(parameter, module, dependencies, receiver)
        model = self.relations.model_named(name, dependencies) if not types else None
        return [Type("named", model)] if model is not None else types

    def _called_types(
        self, parameter: Parameter, module: str, dependencies: Dependencies, receiver: Target | None
    ) -> list[Type]:
        """Return the types of what calls pass for a parameter."""
        function, number, name = parameter
        own_class = Target(module, function.rpartition(".")[0], True)
        is_test = self.names.modules.is_test
        types: list[Type] = []
        for caller, called_on, path in self._call_graph.arguments(f"{module}.{function}", number, name, dependencies):
            if (is_test(module) or not is_test(caller)) and (
                receiver is None or self._is_kin(receiver, called_on, dependencies)
            ):
                is_override = called_on and own_class not in self.names.mro(called_on, dependencies)
                types += (
                    self._passed_to_override(receiver or own_class, called_on, path, dependencies)
                    if is_override
                    else self.evaluate(path, caller, dependencies)
                )
        return types

    def _passed_to_override(self, class_: Target, base: Target, path: str, dependencies: Dependencies) -> TypeSet:
        """Return the types of what a base passes to a method of an heir; none where it passes the rows of all heirs."""
        types = self._member_access.bound(Type("instance", class_), base, path, dependencies)
        return types if len({it.target for it in types}) == 1 else ()

    def _is_kin(self, class_: Target, relative: Target, dependencies: Dependencies) -> bool:
        return (
            not relative
            or class_ in self.names.mro(relative, dependencies)
            or relative in self.names.mro(class_, dependencies)
        )

    def walk(self, types: Iterable[Type], steps: str, dependencies: Dependencies) -> TypeSet:
        """Return the types that steps lead to from some types."""
        return self._bounded(self._member_access.walk(types, steps, dependencies), dependencies)

    def _bounded(self, types: Iterable[Type], dependencies: Dependencies) -> TypeSet:
        return bounded(types, lambda target: self._member_access.is_model(target, dependencies))

    def managers(self, query: Type, dependencies: Dependencies) -> list[Target]:
        """Return the classes of the project whose methods can be called on a query; none for any other type."""
        return self._member_access.managers(query, dependencies)

    def writing_method(self, query: Type, links: Sequence[str], dependencies: Dependencies) -> str:
        """Return the method that writes, of those called one after the other on a query; empty when none does."""
        return self._query_writes.writing_method(query, links, dependencies)

    def writing_methods(self) -> frozenset[str]:
        """Return the names of the methods by which managers and querysets of the project may write."""
        return self._query_writes.method_names(self.relations.tables.manager_classes)

    def replaces(self, owner: Target, method: str, dependencies: Dependencies) -> bool:
        """Return whether a class defines a method that has the name of one of Django which saves."""
        return self._members.replaces(owner.module, f"{owner.name}.{method}", dependencies)

    def is_plain_field(self, name: str, dependencies: Dependencies) -> bool:
        """Return whether a class of the project has a field of that name which is no relation."""
        return bool(self._members.classes_with_field(name, dependencies))

    def is_model(self, target: Target, dependencies: Dependencies) -> bool:
        """Return whether a class is a model: of the project, of an installed package, or the table of a relation."""
        return self._member_access.is_model(target, dependencies)

    def _referenced(self, expression: str, module: str, dependencies: Dependencies) -> list[Type]:
        """Return the class an expression names as a model."""
        target = self.models.references.target(expression, module, "", self.registry, dependencies)
        return [Type("class", target)] if target.in_project else self._foreign(target, dependencies)

    def _foreign(self, target: Target, dependencies: Dependencies) -> list[Type]:
        """Return the class of an installed package that models of the project have relations to."""
        foreign = self.relations.foreign(target, dependencies)
        return [Type("class", foreign)] if foreign else []

    def _assigned(self, expression: str, module: str, dependencies: Dependencies) -> Iterable[Type]:
        """Return the class that a call gives: a model, or one of forms for it."""
        call = call_of(expression)
        if call is None or call.name not in FORM_FACTORIES:
            return self._referenced(expression, module, dependencies)
        number, _ = FORM_FACTORIES[call.name]
        subject = call.arguments[number] if number < len(call.arguments) else ""
        return self.evaluate(form_class(subject), module, dependencies)

    def of_target(self, target: Target, dependencies: Dependencies) -> Type | None:
        """Return the type of what a name leads to; None where that is nothing known."""
        if not target.in_project:
            return next(iter(self._foreign(target, dependencies)), None)
        if not target.name:
            return Type("module", target)
        if self.names.find_class(target.module, target.name, dependencies) is not None:
            return Type("class", Target(*target[:3]))
        if is_call(target.assigned):  # `Product = get_model("catalogue", "Product")`
            return next(iter(self._assigned(target.assigned, target.module, dependencies)), None)
        return None if target.assigned else Type("method", target)
