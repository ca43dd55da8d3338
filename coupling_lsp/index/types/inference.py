"""What a value path (see `source.values`) evaluates to: an instance, a queryset, a class, a container of them."""

import re
from collections.abc import Iterable, Iterator

from coupling_lsp.index.models.model_classes import Models, Registry
from coupling_lsp.index.models.relations import Relations
from coupling_lsp.index.symbols.class_hierarchy import Heirs
from coupling_lsp.index.symbols.members import Members
from coupling_lsp.index.symbols.name_resolution import ANY_MODEL, Names, Target
from coupling_lsp.index.types.call_graph import Callers
from coupling_lsp.index.types.declared_models import Declaring
from coupling_lsp.index.types.member_access import Steps
from coupling_lsp.index.types.memo import Memory
from coupling_lsp.index.types.type_kinds import Found, Type, few
from coupling_lsp.index.types.value_paths import PARAMETER, alternatives

_ROOT = re.compile(r"[.\w]*:[^\W\d]?\w*|[^\W\d]\w*")


class Types:
    """Evaluates value paths over the names, models, relations and calls of a project."""

    def __init__(
        self,
        models: Models,
        registry: Registry,
        heirs: Heirs,
        members: Members,
        callers: Callers,
        relations: Relations | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.models = models
        self.names: Names = models.names
        self.registry = registry
        self.heirs = heirs
        self.relations = relations or Relations(models, registry)
        self._given = models, registry, heirs
        self._declaring = Declaring(models, registry, heirs, self.evaluate)
        self._members = members
        self._callers = callers
        self._memory = memory or Memory()
        self._steps = Steps(self, members, self._declaring, self._memory)

    def after(self, touched: set[str], members: Members, callers: Callers) -> "Types":
        """The types when functions return, keep or are called with something else: what was seen there is forgotten."""
        return Types(*self._given, members, callers, self.relations, self._memory.without(touched))

    def among(self, models: Models, registry: Registry, heirs: Heirs, relations: Relations) -> "Types":
        """The types when classes and names changed: what was seen of these has to be forgotten, with `after`."""
        return Types(models, registry, heirs, self._members, self._callers, relations, self._memory)

    def knowing(self, callers: Callers) -> "Types":
        """The types when it is known who calls whom."""
        return Types(*self._given, self._members, callers, self.relations)

    def apart(self) -> "Types":
        """The types with a memory of their own: what is being evaluated is noted there, so each thread needs one."""
        return Types(*self._given, self._members, self._callers, self.relations)

    def evaluate(self, path: str, module: str, seen: set[str]) -> Found:
        """The types of a path written in a module; none when it is not known."""

        def found(looked: set[str]) -> Found:
            return self._few(self._evaluate(path, module, looked), looked)

        return self._memory.once((module, path), found, seen)

    def _evaluate(self, path: str, module: str, seen: set[str]) -> Iterator[Type]:
        if path.startswith("<"):
            roots, rest = alternatives(path)
            yield from self._steps.walk([it for root in roots for it in self.evaluate(root, module, seen)], rest, seen)
        elif (parameter := PARAMETER.match(path)) is not None:
            given = self.given(parameter[1], parameter[2], parameter[3], module, seen)
            yield from self._steps.walk(self._few(given, seen), path[parameter.end() :], seen)
        elif path.partition("(")[0].endswith(("get_model", "get_user_model")):
            called, paren, rest = path.partition(")")
            yield from self._steps.walk(self._referred(called + paren, module, seen), rest, seen)
        elif path.startswith(("?", "*")):
            yield from self._steps.walk([Type("unknown" if path[0] == "?" else "class", ANY_MODEL)], path[1:], seen)
        elif (root := _ROOT.match(path)) is not None:
            found = self._rooted(root[0], path, module, seen)
            types, rest = ([found[0]], path[found[1] :]) if found is not None else ([], path[root.end() :])
            yield from self._steps.walk(types, rest, seen)

    def _rooted(self, written: str, path: str, module: str, seen: set[str]) -> tuple[Type, int] | None:
        """What the name at the start of a path is, and where the rest of the path begins."""
        target = self.names.expression(written, module, seen)
        if not target and ":" not in written and self._members.result(module, written, seen) is not None:
            target = Target(module, written, True)
        found = self.of_target(target, seen)
        if found is None and ".AUTH_USER_MODEL" in path:
            setting = path[: path.index(".AUTH_USER_MODEL") + len(".AUTH_USER_MODEL")]
            return next(((user, len(setting)) for user in self._referred(setting, module, seen)), None)
        return (found, len(written)) if found is not None else None

    def given(
        self, function: str, number: str, name: str, module: str, seen: set[str], on: Target | None = None
    ) -> list[Type]:
        """What a parameter is: what Django hands to such a method, what the calls of the project hand in, its name.

        With `on` only calls on that class, its bases and its heirs count.
        """
        owner, _, method = function.rpartition(".")
        if owner and self.names.find_class(module, owner, seen) is not None:
            declared = self._declaring.row(on or Target(module, owner, True), method, number, name, seen)
            if declared is not None:
                return [Type("instance", declared)]
        is_test = self.names.modules.is_test
        given: list[Type] = []
        for where, called, path in self._callers.given(f"{module}.{function}", number, name, seen):
            if (is_test(module) or not is_test(where)) and (on is None or self._is_kin(on, called, seen)):
                given += self.evaluate(path, where, seen)
        named = self.relations.model_named(name, seen) if not given else None
        return [Type("named", named)] if named is not None else given

    def _is_kin(self, one: Target, other: Target, seen: set[str]) -> bool:
        return not other or one in self.names.lineage(other, seen) or other in self.names.lineage(one, seen)

    def following(self, found: Iterable[Type], steps: str, seen: set[str]) -> Found:
        """The types that the steps of a path lead to from others."""
        return self._few(self._steps.walk(found, steps, seen), seen)

    def _few(self, found: Iterable[Type], seen: set[str]) -> Found:
        return few(found, lambda target: self._steps.is_model(target, seen))

    def managers(self, query: Type, seen: set[str]) -> list[Target]:
        """The classes of the project whose methods can be called on a query; none for any other type."""
        return self._steps.managers(query, seen)

    def is_model(self, target: Target, seen: set[str]) -> bool:
        """Whether a class is a model: of the project, of an installed package, or the table of a relation."""
        return self._steps.is_model(target, seen)

    def _referred(self, written: str, module: str, seen: set[str]) -> list[Type]:
        """The class an expression names as a model."""
        target = self.models.reference(written, module, "", self.registry, seen)
        return [Type("class", target)] if target.in_project else self._foreign(target, seen)

    def _foreign(self, target: Target, seen: set[str]) -> list[Type]:
        """The class of an installed package that models of the project have relations to."""
        foreign = self.relations.foreign(target, seen)
        return [Type("class", foreign)] if foreign else []

    def of_target(self, target: Target, seen: set[str]) -> Type | None:
        """The type of a name that was resolved; None for one that stands for nothing known."""
        if not target.in_project:
            return next(iter(self._foreign(target, seen)), None)
        if not target.name:
            return Type("module", target)
        if self.names.find_class(target.module, target.name, seen) is not None:
            return Type("class", Target(*target[:3]))
        if "(" in target.assigned:  # `Product = get_model("catalogue", "Product")`
            return next(iter(self._referred(target.assigned, target.module, seen)), None)
        return None if target.assigned else Type("method", target)
