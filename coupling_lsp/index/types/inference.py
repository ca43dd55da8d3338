"""What a value path (see `source.values`) evaluates to: an instance, a queryset, a class, a container of them."""

from collections.abc import Iterable, Iterator

from coupling_lsp.django.settings_names import AUTH_USER_MODEL
from coupling_lsp.index.incremental.dependencies import Dependencies, Dependency
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import Registry
from coupling_lsp.index.models.relations import Relations
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import ANY_MODEL, Target
from coupling_lsp.index.types.call_graph import CallGraph
from coupling_lsp.index.types.declared_models import DeclaredModels
from coupling_lsp.index.types.member_access import MemberAccess
from coupling_lsp.index.types.memo import Memo
from coupling_lsp.index.types.type_kinds import Found, Type, few
from coupling_lsp.model import value_path
from coupling_lsp.model.expression import is_call, is_local_import
from coupling_lsp.model.value_path import Parameter, Path


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
        memory: Memo | None = None,
    ) -> None:
        self.models = models
        self.names: Names = models.names
        self.registry = registry
        self.hierarchy = hierarchy
        self.relations = relations or Relations(models, registry)
        self._given = models, registry, hierarchy
        self._declared_models = DeclaredModels(models, registry, hierarchy, self.evaluate)
        self._members = members
        self._call_graph = callers
        self._memo = memory or Memo()
        self._member_access = MemberAccess(self, members, self._declared_models, self._memo)

    def after(self, touched: set[Dependency], members: Members, callers: CallGraph) -> "Types":
        """Return the types after functions return, keep or are called with something else."""
        return Types(*self._given, members, callers, self.relations, self._memo.without(touched))

    def among(self, models: Models, registry: Registry, hierarchy: ClassHierarchy, relations: Relations) -> "Types":
        """Return the types after classes and names changed; results that depend on these are dropped by `after`."""
        return Types(models, registry, hierarchy, self._members, self._call_graph, relations, self._memo)

    def knowing(self, callers: CallGraph) -> "Types":
        """The types when it is known who calls whom."""
        return Types(*self._given, self._members, callers, self.relations)

    def apart(self) -> "Types":
        """The types with a memory of their own: what is being evaluated is noted there, so each thread needs one."""
        return Types(*self._given, self._members, self._call_graph, self.relations)

    def evaluate(self, path: str, module: str, dependencies: Dependencies) -> Found:
        """The types of a path written in a module; none when it is not known."""

        def types(own: Dependencies) -> Found:
            return self._few(self._evaluate(path, module, own), own)

        return self._memo.once((module, path), types, dependencies)

    def _evaluate(self, path: str, module: str, dependencies: Dependencies) -> Iterator[Type]:
        parts = value_path.parse(path)
        types: Iterable[Type] = ()
        rest = parts.rest
        if parts.alternatives:
            types = [it for root in parts.alternatives for it in self.evaluate(root, module, dependencies)]
        elif parts.parameter is not None:
            types = self._few(self.given(parts.parameter, module, dependencies), dependencies)
        elif parts.reference:
            types = self._referred(parts.reference, module, dependencies)
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
        if type_ is not None:
            return [type_], parts.rest
        before, setting, rest = parts.rest.partition(f".{AUTH_USER_MODEL}")
        if not setting:
            return [], parts.rest
        return self._referred(parts.name + before + setting, module, dependencies), rest

    def given(
        self, parameter: Parameter, module: str, dependencies: Dependencies, on: Target | None = None
    ) -> list[Type]:
        """What a parameter is: what Django hands to such a method, what the calls of the project hand in, its name.

        With `on` only calls on that class, its bases and its subclasses count.
        """
        function, number, name = parameter
        owner, _, method = function.rpartition(".")
        if owner and self.names.find_class(module, owner, dependencies) is not None:
            declared = self._declared_models.row(on or Target(module, owner, True), method, number, name, dependencies)
            if declared is not None:
                return [Type("instance", declared)]
        is_test = self.names.modules.is_test
        given: list[Type] = []
        for where, called, path in self._call_graph.given(f"{module}.{function}", number, name, dependencies):
            if (is_test(module) or not is_test(where)) and (on is None or self._is_kin(on, called, dependencies)):
                given += self.evaluate(path, where, dependencies)
        named = self.relations.model_named(name, dependencies) if not given else None
        return [Type("named", named)] if named is not None else given

    def _is_kin(self, one: Target, other: Target, dependencies: Dependencies) -> bool:
        return not other or one in self.names.mro(other, dependencies) or other in self.names.mro(one, dependencies)

    def following(self, found: Iterable[Type], steps: str, dependencies: Dependencies) -> Found:
        """The types that the steps of a path lead to from others."""
        return self._few(self._member_access.walk(found, steps, dependencies), dependencies)

    def _few(self, found: Iterable[Type], dependencies: Dependencies) -> Found:
        return few(found, lambda target: self._member_access.is_model(target, dependencies))

    def managers(self, query: Type, dependencies: Dependencies) -> list[Target]:
        """The classes of the project whose methods can be called on a query; none for any other type."""
        return self._member_access.managers(query, dependencies)

    def is_model(self, target: Target, dependencies: Dependencies) -> bool:
        """Whether a class is a model: of the project, of an installed package, or the table of a relation."""
        return self._member_access.is_model(target, dependencies)

    def _referred(self, written: str, module: str, dependencies: Dependencies) -> list[Type]:
        """The class an expression names as a model."""
        target = self.models.references.target(written, module, "", self.registry, dependencies)
        return [Type("class", target)] if target.in_project else self._foreign(target, dependencies)

    def _foreign(self, target: Target, dependencies: Dependencies) -> list[Type]:
        """The class of an installed package that models of the project have relations to."""
        foreign = self.relations.foreign(target, dependencies)
        return [Type("class", foreign)] if foreign else []

    def of_target(self, target: Target, dependencies: Dependencies) -> Type | None:
        """The type of a name that was resolved; None for one that stands for nothing known."""
        if not target.in_project:
            return next(iter(self._foreign(target, dependencies)), None)
        if not target.name:
            return Type("module", target)
        if self.names.find_class(target.module, target.name, dependencies) is not None:
            return Type("class", Target(*target[:3]))
        if is_call(target.assigned):  # `Product = get_model("catalogue", "Product")`
            return next(iter(self._referred(target.assigned, target.module, dependencies)), None)
        return None if target.assigned else Type("method", target)
