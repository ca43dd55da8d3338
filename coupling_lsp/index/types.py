"""What a value path (see `source.values`) evaluates to: an instance, a queryset, a class, a container of them."""

import re
from typing import Literal, NamedTuple

from coupling_lsp.index.models import Models, Registry
from coupling_lsp.index.names import Names, Target
from coupling_lsp.index.relations import KEY, Relations

_STEP = re.compile(r"\.([^\W\d]\w*)|(\([^()]*\))|(\[0\]|\[\]|\{\})")
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
_TAKING = frozenset(["get", "pop", "popleft", "setdefault"])
_DEEPEST = 16

Shape = Literal["class", "instance", "query", "container", "method", "module", "pair"]


class Type(NamedTuple):
    """A shape and what it is of. For a query `relation` tells by which accessor it was reached: name, and if m2m."""

    shape: Shape
    target: Target
    name: str = ""
    m2m: bool = False
    inner: "Type | None" = None


class Types:
    """Evaluates value paths over the names, models and relations of a project."""

    def __init__(self, models: Models, registry: Registry) -> None:
        self.models = models
        self._names: Names = models.names
        self.registry = registry
        self._relations = Relations(models, registry)
        self._known: dict[tuple[str, str], tuple[Type | None, frozenset[str]]] = {}

    def evaluate(self, path: str, module: str, seen: set[str], depth: int = 0) -> Type | None:
        """The type of a path written in a module; None when it is not known."""
        key = module, path
        known = self._known.get(key)
        if known is None:
            looked: set[str] = set()
            known = self._known[key] = self._evaluate(path, module, looked, depth), frozenset(looked)
        seen |= known[1]
        return known[0]

    def _evaluate(self, path: str, module: str, seen: set[str], depth: int) -> Type | None:
        if depth > _DEEPEST:
            return None
        root = _ROOT.match(path)
        if root is None:
            return None
        if "get_model(" in path or "get_user_model(" in path:
            called, paren, rest = path.partition(")")
            target = self.models.reference(called + paren, module, "", self.registry, seen)
            return self._walk(Type("class", target), rest, seen, depth) if target.in_project else None
        found = self._rooted(root[0], module, seen)
        return self._walk(found, path[root.end() :], seen, depth) if found is not None else None

    def _rooted(self, written: str, module: str, seen: set[str]) -> Type | None:
        target = self._names.expression(written, module, seen)
        if not target and ":" not in written and self._returns(module, written) is not None:
            target = Target(module, written, True)
        return self._of_target(target)

    def _of_target(self, target: Target) -> Type | None:
        if not target.in_project:
            return None
        if not target.name:
            return Type("module", target)
        if self._names.find_class(target.module, target.name) is not None:
            return Type("class", Target(*target[:3]))
        if target.assigned:
            return None
        return Type("method", target)

    def _walk(self, found: Type, steps: str, seen: set[str], depth: int) -> Type | None:
        current: Type | None = found
        position = 0
        while current is not None and position < len(steps):
            step = _STEP.match(steps, position)
            if step is None:
                return None
            position = step.end()
            if step[1]:
                current = self._attribute(current, step[1], seen, depth)
            elif step[2]:
                current = self._call(current, seen, depth)
            elif step[3] == "{}":
                current = Type("container", current.target, inner=current)
            else:
                current = self._element(current, step[3])
        return current

    def _attribute(self, current: Type, name: str, seen: set[str], depth: int) -> Type | None:
        target = current.target
        match current.shape:
            case "module":
                return self._of_target(self._names.member(target.module, name, seen))
            case "class":
                if self.models.sort(target, seen) and self._is_manager(target, name, seen):
                    return Type("query", target, name)
                return self._member(target, name, seen, depth, called=True)
            case "instance":
                if self.models.sort(target, seen):
                    seen.add(KEY)
                    relation = self._relations.accessor(target, name)
                    if relation is not None:
                        shape: Shape = "query" if relation.many else "instance"
                        return Type(shape, relation.target, name, relation.m2m)
                return self._member(target, name, seen, depth, called=False)
            case "query":
                return Type("method", target, name, current.m2m, current)
            case "container":
                return Type("method", target, name, inner=current)
        return None

    def _is_manager(self, target: Target, name: str, seen: set[str]) -> bool:
        return name in ("objects", "_default_manager", "_base_manager") or self.models.manager(target, name, seen)

    def _call(self, current: Type, seen: set[str], depth: int) -> Type | None:
        if current.shape == "class":
            return Type("instance", current.target)
        if current.shape != "method":
            return None
        inner = current.inner
        if inner is None:
            return self._result(current.target, seen, depth)
        if inner.shape == "container":
            return inner.inner if current.name in _TAKING else inner if current.name in ("values", "copy") else None
        if current.name in _ONE:
            return Type("instance", inner.target)
        if current.name in _PAIR:
            return Type("pair", inner.target)
        if current.name in _MANY:
            return Type("container", inner.target, inner=Type("instance", inner.target))
        # Methods that projects add to their querysets and managers mostly narrow them.
        return None if current.name in _PLAIN else Type("query", inner.target, inner.name, inner.m2m)

    def _element(self, current: Type, step: str) -> Type | None:
        if current.shape == "query" and step == "[]":
            return Type("instance", current.target)
        if current.shape == "container":
            return current.inner
        return Type("instance", current.target) if current.shape == "pair" and step == "[0]" else None

    def _member(self, target: Target, name: str, seen: set[str], depth: int, *, called: bool) -> Type | None:
        """An attribute of a class or instance: what it is annotated or set to hold, or a method with its result."""
        for owner in self._lineage(target, seen):
            it = self._names.find_class(owner.module, owner.name)
            held = next((path for key, path in it.attributes if key == name), None) if it is not None else None
            if held is not None:
                return self.evaluate(held, owner.module, seen, depth + 1)
            if self._returns(owner.module, f"{owner.name}.{name}") is not None:
                method = Target(owner.module, f"{owner.name}.{name}", True)
                return Type("method", method)
        nested = Target(target.module, f"{target.name}.{name}", True)
        return self._of_target(nested) if called and self._names.find_class(*nested[:2]) is not None else None

    def _lineage(self, target: Target, seen: set[str]) -> list[Target]:
        found = [Target(*target[:3])]
        for current in found:
            it = self._names.find_class(current.module, current.name)
            seen.add(current.module)
            for base in it.bases if it is not None and len(found) < 32 else ():
                above = self._names.expression(base, current.module, seen)
                if above.in_project and above.name and Target(*above[:3]) not in found:
                    found.append(Target(*above[:3]))
        return found

    def _result(self, target: Target, seen: set[str], depth: int) -> Type | None:
        seen.add(target.module)
        path = self._returns(target.module, target.name)
        return self.evaluate(path, target.module, seen, depth + 1) if path is not None else None

    def _returns(self, module: str, name: str) -> str | None:
        facts = self._names.facts(module)
        return next((path for key, path in facts.returns if key == name), None) if facts is not None else None
