"""What a value path (see `source.values`) evaluates to: an instance, a queryset, a class, a container of them."""

import re
from collections.abc import Iterable, Iterator

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
from coupling_lsp.index.types.value_paths import PARAMETER, alternatives

_ROOT = re.compile(r"[.\w]*:[^\W\d]?\w*|[^\W\d]\w*")


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
        if path.startswith("<"):
            roots, rest = alternatives(path)
            yield from self._member_access.walk(
                [it for root in roots for it in self.evaluate(root, module, dependencies)], rest, dependencies
            )
        elif (parameter := PARAMETER.match(path)) is not None:
            given = self.given(parameter[1], parameter[2], parameter[3], module, dependencies)
            yield from self._member_access.walk(self._few(given, dependencies), path[parameter.end() :], dependencies)
        elif path.partition("(")[0].endswith(("get_model", "get_user_model")):
            called, paren, rest = path.partition(")")
            yield from self._member_access.walk(
                self._referred(called + paren, module, dependencies), rest, dependencies
            )
        elif path.startswith(("?", "*")):
            yield from self._member_access.walk(
                [Type("unknown" if path[0] == "?" else "class", ANY_MODEL)], path[1:], dependencies
            )
        elif (root := _ROOT.match(path)) is not None:
            found = self._rooted(root[0], path, module, dependencies)
            types, rest = ([found[0]], path[found[1] :]) if found is not None else ([], path[root.end() :])
            yield from self._member_access.walk(types, rest, dependencies)

    def _rooted(self, written: str, path: str, module: str, dependencies: Dependencies) -> tuple[Type, int] | None:
        """What the name at the start of a path is, and where the rest of the path begins."""
        target = self.names.expression(written, module, dependencies)
        if not target and ":" not in written and self._members.result(module, written, dependencies) is not None:
            target = Target(module, written, True)
        found = self.of_target(target, dependencies)
        if found is None and ".AUTH_USER_MODEL" in path:
            setting = path[: path.index(".AUTH_USER_MODEL") + len(".AUTH_USER_MODEL")]
            return next(((user, len(setting)) for user in self._referred(setting, module, dependencies)), None)
        return (found, len(written)) if found is not None else None

    def given(
        self, function: str, number: str, name: str, module: str, dependencies: Dependencies, on: Target | None = None
    ) -> list[Type]:
        """What a parameter is: what Django hands to such a method, what the calls of the project hand in, its name.

        With `on` only calls on that class, its bases and its hierarchy count.
        """
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
        if "(" in target.assigned:  # `Product = get_model("catalogue", "Product")`
            return next(iter(self._referred(target.assigned, target.module, dependencies)), None)
        return None if target.assigned else Type("method", target)
