"""What a value path (see `source.values`) evaluates to: an instance, a queryset, a class, a container of them."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from coupling_lsp.index import conventions
from coupling_lsp.index.callers import Callers
from coupling_lsp.index.members import Members
from coupling_lsp.index.models import Models, Registry
from coupling_lsp.index.names import Names, Target
from coupling_lsp.index.paths import alternatives, steps_of
from coupling_lsp.index.relations import KEY, Relations

_PARAMETER = re.compile(r"([\w.]+)#(\d*):(\w+)")
_ROOT = re.compile(r"[.\w]*:[^\W\d]?\w*|[^\W\d]\w*")
_ONE = frozenset(
    re.findall(r"\w+", "get first last create latest earliest aget afirst alast acreate alatest aearliest")
)
_PAIR = frozenset(["get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"])
_MANY = frozenset(["bulk_create", "in_bulk", "abulk_create", "ain_bulk"])
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        """
        count exists aggregate values values_list dates datetimes update delete explain contains bulk_update
        acount aexists aaggregate aupdate adelete abulk_update add remove set clear save refresh_from_db
        """,
    )
)
_NARROWING = frozenset(
    re.findall(
        r"\w+",
        """
        all filter exclude order_by select_related prefetch_related annotate distinct using none only defer reverse
        select_for_update iterator extra union intersection difference alias raw complex_filter
        """,
    )
)
_TAKING = frozenset(["get", "pop", "popleft", "setdefault"])
_MANAGERS = ("objects", "_default_manager", "_base_manager")
_DEEPEST = 40
_MOST = 6

Shape = Literal["class", "instance", "query", "container", "method", "module", "pair"]
Found = tuple["Type", ...]
Known = dict[tuple[str, str], tuple[Found, frozenset[str]]]


class Type(NamedTuple):
    """A shape and what it is of. For a query `name` tells by which accessor it was reached, `m2m` of which sort."""

    shape: Shape
    target: Target
    name: str = ""
    m2m: bool = False
    inner: "Type | None" = None


class Types:
    """Evaluates value paths over the names, models, relations and calls of a project."""

    def __init__(
        self, models: Models, registry: Registry, members: Members, callers: Callers, relations: Relations | None = None
    ) -> None:
        self.models = models
        self.names: Names = models.names
        self.registry = registry
        self.relations = relations or Relations(models, registry)
        self._members = members
        self._callers = callers
        self._known: Known = {}
        self._busy: dict[tuple[str, str], int] = {}
        self._lowest = _DEEPEST

    def after(self, touched: set[str], members: Members, callers: Callers) -> "Types":
        """The types when functions return, keep or are called with something else: what was seen there is forgotten."""
        after = Types(self.models, self.registry, members, callers, self.relations)
        after._known = {key: it for key, it in self._known.items() if touched.isdisjoint(it[1])}
        return after

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
        found = _few(self._evaluate(key[1], key[0], seen))
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
            yield from self._walk(_few(given), path[parameter.end() :], seen)
        elif "get_model(" in path or "get_user_model(" in path:
            called, paren, rest = path.partition(")")
            target = self.models.reference(called + paren, module, "", self.registry, seen)
            if target.in_project:
                yield from self._walk([Type("class", target)], rest, seen)
        elif (root := _ROOT.match(path)) is not None:
            found = self._rooted(root[0], path, module, seen)
            yield from self._walk([found[0]], path[found[1] :], seen) if found is not None else ()

    def _rooted(self, written: str, path: str, module: str, seen: set[str]) -> tuple[Type, int] | None:
        """What the name at the start of a path is, and where the rest of the path begins."""
        target = self.names.expression(written, module, seen)
        if not target and ":" not in written and self._members.result(module, written, seen) is not None:
            target = Target(module, written, True)
        found = self._of_target(target)
        if found is None and ".AUTH_USER_MODEL" in path:
            setting = path[: path.index(".AUTH_USER_MODEL") + len(".AUTH_USER_MODEL")]
            user = self.models.reference(setting, module, "", self.registry, seen)
            return (Type("class", user), len(setting)) if user.in_project else None
        return (found, len(written)) if found is not None else None

    def _given(self, function: str, number: str, name: str, module: str, seen: set[str]) -> Iterable[Type]:
        """What a parameter is: what Django hands to such a method, else what the calls of the project hand in."""
        owner = function.rpartition(".")[0]
        if owner and name in conventions.PARAMETERS and self.names.find_class(module, owner) is not None:
            declared = self.declared(Target(module, owner, True), seen)
            if declared is not None:
                return [Type("instance", declared)]
        calls = self._callers.given(f"{module}.{function}", number, name, seen)
        return [it for where, path in calls for it in self.evaluate(path, where, seen)]

    def declared(self, target: Target, seen: set[str]) -> Target | None:
        """The model that a view, form, serializer or admin class is declared for."""
        if self.models.sort(target, seen):
            return None
        for owner in self.names.lineage(target, seen):
            it = self.names.find_class(owner.module, owner.name)
            for name, path in it.attributes if it is not None else ():
                if name in conventions.DECLARED_BY:
                    for found in self.evaluate(path, owner.module, seen):
                        if found.shape in ("class", "query") and self.models.sort(found.target, seen):
                            return found.target
            written = it.option("Meta.model") if it is not None else ""
            if written:
                label = self.models.apps.owner(owner.module)
                meant = self.models.reference(written, owner.module, label, self.registry, seen)
                if meant.in_project and self.models.sort(meant, seen):
                    return meant
        return None

    def _of_target(self, target: Target) -> Type | None:
        if not target.in_project:
            return None
        if not target.name:
            return Type("module", target)
        if self.names.find_class(target.module, target.name) is not None:
            return Type("class", Target(*target[:3]))
        return None if target.assigned else Type("method", target)

    def _walk(self, found: Iterable[Type], steps: str, seen: set[str]) -> Iterable[Type]:
        current = list(found)
        for step in steps_of(steps):
            if not current:
                break
            if step.startswith("."):
                current = [it for one in current for it in self._attribute(one, step[1:], seen)]
            elif step.startswith("("):
                current = [it for one in current for it in self._call(one, seen)]
            elif step == "{}":
                current = [Type("container", it.target, inner=it) for it in current]
            else:
                current = [it for one in current if (it := _element(one, step)) is not None]
        return current

    def _attribute(self, current: Type, name: str, seen: set[str]) -> Iterable[Type]:
        target = current.target
        match current.shape:
            case "module":
                found = self._of_target(self.names.member(target.module, name, seen))
                return [found] if found is not None else []
            case "class":
                if self.models.sort(target, seen) and (name in _MANAGERS or self.models.manager(target, name, seen)):
                    return [Type("query", target, name)]
                return self._member(target, name, seen, of_class=True)
            case "instance":
                if name == "__class__":
                    return [Type("class", target)]
                if self.models.sort(target, seen):
                    seen.add(KEY)
                    relation = self.relations.accessor(target, name)
                    if relation is not None:
                        shape: Shape = "query" if relation.many else "instance"
                        return [Type(shape, relation.target, name, relation.m2m)]
                return self._member(target, name, seen, of_class=False)
            case "query" if name == "model":
                return [Type("class", target)]
            case "query" | "container":
                return [Type("method", target, name, current.m2m, current)]
        return []

    def _member(self, target: Target, name: str, seen: set[str], *, of_class: bool) -> Iterable[Type]:
        """An attribute of a class or instance: what it is annotated or set to hold, or a method with its result."""
        for owner in self.names.lineage(target, seen):
            it = self.names.find_class(owner.module, owner.name)
            own = f"{owner.name}.{name}"
            held = next((path for key, path in it.attributes if key == name), None) if it is not None else None
            if held is None:
                held = self._members.held(owner.module, own, seen)
            if held is not None and (found := self.evaluate(held, owner.module, seen)):
                return found
            if self._members.result(owner.module, own, seen) is not None:
                return [Type("method", Target(owner.module, own, True))]
        if of_class:
            nested = Target(target.module, f"{target.name}.{name}", True)
            return [Type("class", nested)] if self.names.find_class(*nested[:2]) is not None else []
        return self._by_convention(target, name, seen)

    def _by_convention(self, target: Target, name: str, seen: set[str]) -> Iterable[Type]:
        one, many = name in conventions.INSTANCES, name in conventions.QUERIES
        if not (one or many or name in conventions.METHODS or name == "model"):
            return []
        declared = self.declared(target, seen)
        if declared is None:
            return []
        query = Type("query", declared, "objects")
        if name in conventions.METHODS:
            return [Type("method", declared, conventions.METHODS[name], inner=query)]
        return [Type("instance", declared) if one else query if many else Type("class", declared)]

    def _call(self, current: Type, seen: set[str]) -> Iterable[Type]:
        if current.shape == "class":
            return [Type("instance", current.target)]
        if current.shape != "method":
            return []
        inner, name = current.inner, current.name
        if inner is None:
            path = self._members.result(current.target.module, current.target.name, seen)
            return self.evaluate(path, current.target.module, seen) if path is not None else []
        if inner.shape == "container":
            if name in _TAKING:
                return [inner.inner] if inner.inner is not None else []
            return [inner] if name in ("values", "copy") else []
        if name in _ONE:
            return [Type("instance", inner.target)]
        if name in _PAIR:
            return [Type("pair", inner.target)]
        if name in _MANY:
            return [Type("container", inner.target, inner=Type("instance", inner.target))]
        if name in _PLAIN:
            return []
        if name not in _NARROWING and (found := list(self._own_method(inner, name, seen))):
            return found
        # Methods that projects add to their querysets and managers mostly narrow them.
        return [Type("query", inner.target, inner.name, inner.m2m)]

    def _own_method(self, query: Type, name: str, seen: set[str]) -> Iterable[Type]:
        """The result of a method the project gave to a manager or queryset: in it, `self` stands for the query."""
        manager = query.name if self.models.manager(query.target, query.name, seen) else "objects"
        for holder in self.models.manager_classes(query.target, manager, seen):
            for owner in self.names.lineage(holder, seen):
                path = self._members.result(owner.module, f"{owner.name}.{name}", seen)
                own = f"{owner.name}()"
                if path is not None and path.startswith(own):
                    return self._walk([query], path[len(own) :], seen)
                if path is not None:
                    return self.evaluate(path, owner.module, seen)
        return []


def _element(current: Type, step: str) -> Type | None:
    if current.shape == "query" and step == "[]":
        return Type("instance", current.target)
    if current.shape == "container":
        return current.inner
    return Type("instance", current.target) if current.shape == "pair" and step == "[0]" else None


def _few(found: Iterable[Type]) -> Found:
    """The types, each once; none of many: code for any model is no access to each."""
    distinct = tuple(dict.fromkeys(found))
    return distinct if len(distinct) <= _MOST else ()
