"""What a value path (see `source.values`) evaluates to: an instance, a queryset, a class, a container of them."""

import re
from collections.abc import Iterable, Iterator

from coupling_lsp.index import conventions
from coupling_lsp.index.callers import Callers
from coupling_lsp.index.declaring import Declaring
from coupling_lsp.index.members import Members
from coupling_lsp.index.models import Models, Registry
from coupling_lsp.index.names import Names, Target
from coupling_lsp.index.paths import alternatives, steps_of
from coupling_lsp.index.relations import KEY, Relations
from coupling_lsp.index.shapes import ANY, Found, Shape, Type, called, element, few
from coupling_lsp.model.facts import MANAGERS

_PARAMETER = re.compile(r"([\w.]+)#(\d*):(\w+)")
_ROOT = re.compile(r"[.\w]*:[^\W\d]?\w*|[^\W\d]\w*")
_DEEPEST = 40

Known = dict[tuple[str, str], tuple[Found, frozenset[str]]]


class Types:
    """Evaluates value paths over the names, models, relations and calls of a project."""

    def __init__(
        self, models: Models, registry: Registry, members: Members, callers: Callers, relations: Relations | None = None
    ) -> None:
        self.models = models
        self.names: Names = models.names
        self.registry = registry
        self.relations = relations or Relations(models, registry)
        self._declaring = Declaring(models, registry, self.evaluate)
        self._members = members
        self._callers = callers
        self._known: Known = {}
        self._busy: dict[tuple[str, str], int] = {}
        self._lowest = _DEEPEST
        self._asked: set[tuple[str, Target, str]] = set()

    def after(self, touched: set[str], members: Members, callers: Callers) -> "Types":
        """The types when functions return, keep or are called with something else: what was seen there is forgotten."""
        after = Types(self.models, self.registry, members, callers, self.relations)
        after._known = {key: it for key, it in self._known.items() if touched.isdisjoint(it[1])}
        return after

    def knowing(self, callers: Callers) -> "Types":
        """The types when it is known who calls whom."""
        return Types(self.models, self.registry, self._members, callers, self.relations)

    def apart(self) -> "Types":
        """The types with a memory of their own: what is being evaluated is noted there, so each thread needs one."""
        return Types(self.models, self.registry, self._members, self._callers, self.relations)

    def evaluate(self, path: str, module: str, seen: set[str]) -> Found:
        """The types of a path written in a module; none when it is not known, or any of many."""
        key = module, path
        known = self._known.get(key)
        if known is None:
            known = self._computed(key)
        seen |= known[1]
        return known[0]

    def _computed(self, key: tuple[str, str]) -> tuple[Found, frozenset[str]]:
        """What is found inside of a circle is not whole, so it is kept only for where the circle was entered."""
        depth = len(self._busy)
        if key in self._busy or depth >= _DEEPEST:
            self._lowest = min(self._lowest, self._busy.get(key, 0))
            return (), frozenset()
        self._busy[key] = depth
        seen: set[str] = set()
        found = self._few(self._evaluate(key[1], key[0], seen), seen)
        del self._busy[key]
        known = found, frozenset(seen)
        if self._lowest >= depth:
            self._lowest = _DEEPEST
            self._known[key] = known
        return known

    def _evaluate(self, path: str, module: str, seen: set[str]) -> Iterator[Type]:
        if path.startswith("<"):
            roots, rest = alternatives(path)
            yield from self._walk([it for root in roots for it in self.evaluate(root, module, seen)], rest, seen)
        elif (parameter := _PARAMETER.match(path)) is not None:
            given = self._given(parameter[1], parameter[2], parameter[3], module, seen)
            yield from self._walk(self._few(given, seen), path[parameter.end() :], seen)
        elif "get_model(" in path or "get_user_model(" in path:
            called, paren, rest = path.partition(")")
            yield from self._walk(self._referred(called + paren, module, seen), rest, seen)
        elif path.startswith(("?", "*")):
            yield from self._walk([Type("unknown" if path[0] == "?" else "class", ANY)], path[1:], seen)
        elif (root := _ROOT.match(path)) is not None:
            found = self._rooted(root[0], path, module, seen)
            types, rest = ([found[0]], path[found[1] :]) if found is not None else ([], path[root.end() :])
            yield from self._walk(types, rest, seen)

    def _rooted(self, written: str, path: str, module: str, seen: set[str]) -> tuple[Type, int] | None:
        """What the name at the start of a path is, and where the rest of the path begins."""
        target = self.names.expression(written, module, seen)
        if not target and ":" not in written and self._members.result(module, written, seen) is not None:
            target = Target(module, written, True)
        found = self._of_target(target, seen)
        if found is None and ".AUTH_USER_MODEL" in path:
            setting = path[: path.index(".AUTH_USER_MODEL") + len(".AUTH_USER_MODEL")]
            return next(((user, len(setting)) for user in self._referred(setting, module, seen)), None)
        return (found, len(written)) if found is not None else None

    def _given(self, function: str, number: str, name: str, module: str, seen: set[str]) -> Iterable[Type]:
        """What a parameter is: what Django hands to such a method, what the calls of the project hand in, its name."""
        owner = function.rpartition(".")[0]
        if owner and name in conventions.PARAMETERS and self.names.find_class(module, owner) is not None:
            declared = self._declaring.model(Target(module, owner, True), seen)
            if declared is not None:
                return [Type("instance", declared)]
        calls = self._callers.given(f"{module}.{function}", number, name, seen)
        given = [it for where, path in calls for it in self.evaluate(path, where, seen)]
        seen.add(KEY)
        named = self.relations.by_name.model(name) if not given else None
        return [Type("named", named)] if named is not None else given

    def following(self, found: Iterable[Type], steps: str, seen: set[str]) -> Found:
        """The types that the steps of a path lead to from others."""
        return self._few(self._walk(found, steps, seen), seen)

    def _few(self, found: Iterable[Type], seen: set[str]) -> Found:
        return few(found, lambda target: self.is_model(target, seen))

    def managers(self, query: Type, seen: set[str]) -> list[Target]:
        """The classes of the project whose methods can be called on a query; none for any other type."""
        if query.shape != "query":
            return []
        manager = query.name if self.models.manager(query.target, query.name, seen) else "objects"
        return self.models.manager_classes(query.target, manager, seen)

    def _referred(self, written: str, module: str, seen: set[str]) -> list[Type]:
        """The class an expression names as a model."""
        target = self.models.reference(written, module, "", self.registry, seen)
        return [Type("class", target)] if target.in_project else self._foreign(target, seen)

    def _foreign(self, target: Target, seen: set[str]) -> list[Type]:
        """The class of an installed package that models of the project have relations to."""
        seen.add(KEY)
        foreign = self.relations.foreign(target)
        return [Type("class", foreign)] if foreign else []

    def _of_target(self, target: Target, seen: set[str]) -> Type | None:
        if not target.in_project:
            return next(iter(self._foreign(target, seen)), None)
        if not target.name:
            return Type("module", target)
        if self.names.find_class(target.module, target.name) is not None:
            return Type("class", Target(*target[:3]))
        return None if target.assigned else Type("method", target)

    def is_model(self, target: Target, seen: set[str]) -> bool:
        """Whether a class is a model: of the project, of an installed package, or the table of a relation."""
        return not target.in_project or bool(self.models.sort(target, seen)) or target in self.relations.through

    def _walk(self, found: Iterable[Type], steps: str, seen: set[str]) -> Iterable[Type]:
        current = list(found)
        for step in steps_of(steps):
            if not current and step[1:] in MANAGERS:
                current = [Type("query", ANY, step[1:])]  # Whatever it is called on has to be a model.
            elif step.startswith("."):
                current = [it for one in current for it in self._attribute(one, step[1:], seen)]
            elif step.startswith("("):
                current = [it for one in current for it in self._call(one, seen)]
            elif step == "^":
                current = [Type("super", it.target) for it in current]
            elif step == "{}":
                current = [Type("container", it.target, inner=it) for it in current]
            else:
                current = [it for one in current if (it := element(one, step)) is not None]
        return current

    def _attribute(self, current: Type, name: str, seen: set[str]) -> Iterable[Type]:
        target = current.target
        match current.shape:
            case "module":
                found = self._of_target(self.names.member(target.module, name, seen), seen)
                return [found] if found is not None else []
            case "class":
                if self.is_model(target, seen) and (name in MANAGERS or self.models.manager(target, name, seen)):
                    return [Type("query", target, name)]
                seen.add(KEY)
                if (relation := self.relations.accessor(target, name)) is not None and relation.through:
                    return [Type("descriptor", relation.through)]
                return self._member(target, name, seen, of_class=True)
            case "unknown" | "named":
                return self._by_name(current, name, seen)
            case "descriptor" if name == "through":
                return [Type("class", target)]
            case "instance":
                if name == "__class__":
                    return [Type("class", target)]
                if self.is_model(target, seen):
                    seen.add(KEY)
                    relation = self.relations.accessor(target, name)
                    if relation is not None:
                        shape: Shape = "query" if relation.many else "instance"
                        return [Type(shape, relation.target, name, relation.m2m)]
                return self._member(target, name, seen, of_class=False)
            case "super":
                return self._member(target, name, seen, of_class=False, above=True)
            case "query" if name == "model":
                return [Type("class", target)]
            case "query" | "rows" | "container":
                return [Type("method", target, name, current.m2m, current)]
        return []

    def _by_name(self, current: Type, name: str, seen: set[str]) -> Iterable[Type]:
        """What an accessor gives of what only looks like a model; of the unknown it has to be a manager."""
        seen.add(KEY)
        is_named = current.shape == "named"
        relation = self.relations.accessor(current.target, name)
        if relation is None or not (is_named or relation.many):
            return []
        return [Type("query" if relation.many else "instance", relation.target, name, relation.m2m)]

    def _member(
        self, target: Target, name: str, seen: set[str], *, of_class: bool, above: bool = False
    ) -> Iterable[Type]:
        """An attribute of a class or instance: what it is annotated or set to hold, or a method with its result.

        `above` leaves the class itself out, as `super()` does.
        """
        for owner in self.names.lineage(target, seen)[above:]:
            it = self.names.find_class(owner.module, owner.name)
            own = f"{owner.name}.{name}"
            held = next((path for key, path in it.attributes if key == name), None) if it is not None else None
            if held is None:
                held = self._members.held(owner.module, own, seen)
            if held is None and it is not None:
                held = next((f"{field.callee}()" for field in it.fields if field.name == name), None)
                if held is not None and held.endswith("GenericForeignKey()"):
                    return [Type("instance", ANY)]
            if held is not None and (found := self.evaluate(held, owner.module, seen)):
                # A row that an object holds was loaded elsewhere, by whatever name.
                return [it._replace(name="") if it.shape == "instance" else it for it in found]
            if self._members.result(owner.module, own, seen) is not None:
                return [Type("method", Target(owner.module, own, True))]
        if of_class:
            nested = Target(target.module, f"{target.name}.{name}", True)
            return [Type("class", nested)] if self.names.find_class(*nested[:2]) is not None else []
        return self._declaring.member(target, name, seen) or self._of_heirs(target, name, seen)

    def _of_heirs(self, target: Target, name: str, seen: set[str]) -> Iterable[Type]:
        """What an attribute is in the classes that inherit from a mixin or an abstract model."""
        seen.add(KEY)
        heirs = self.names.heirs.get(target, ())
        found = (it for heir in heirs for it in self._attribute(Type("instance", heir), name, seen))
        return self._once(("heirs", target, name), found)

    def _once(self, asked: tuple[str, Target, str], found: Iterable[Type]) -> list[Type]:
        """What is found, and nothing within itself: classes and methods may lead back to themselves."""
        if asked in self._asked:
            return []
        self._asked.add(asked)
        try:
            return list(found)
        finally:
            self._asked.discard(asked)

    def _call(self, current: Type, seen: set[str]) -> Iterable[Type]:
        if current.shape == "class":
            return [Type("instance", current.target)]
        if current.shape != "method":
            return []
        inner, name = current.inner, current.name
        if inner is None:
            path = self._members.result(current.target.module, current.target.name, seen)
            return self.evaluate(path, current.target.module, seen) if path is not None else []
        known = called(inner, name)
        if known is not None:
            return known
        # Methods that projects add to their querysets and managers mostly narrow them.
        own = self._once(("method", inner.target, name), self._own_method(inner, name, seen))
        return own or [inner._replace(inner=None)]

    def _own_method(self, query: Type, name: str, seen: set[str]) -> Iterator[Type]:
        """The result of a method the project gave to a manager or queryset: in it, `self` stands for the query."""
        for holder in self.managers(query, seen):
            for owner in self.names.lineage(holder, seen):
                path = self._members.result(owner.module, f"{owner.name}.{name}", seen)
                own = f"{owner.name}()"
                if path is not None and path.startswith(own):
                    yield from self._walk([query], path[len(own) :].removeprefix("^"), seen)
                    return
                if path is not None:
                    yield from self.evaluate(path, owner.module, seen)
                    return
