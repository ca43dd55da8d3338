"""The managers of models: which there are, and which classes are behind them.

https://docs.djangoproject.com/en/stable/topics/db/managers/
"""

from collections.abc import Iterator

from coupling_lsp.django.managers import AS_MANAGER, FROM_QUERYSET, MANAGER
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.exports import callee
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.expression import Expression, call_of, last_name, split_attribute

_MAX_ALIASES = 24
"""How many names in a row may stand for one made by `from_queryset`; what is behind more is not known."""


class Managers:
    """Tells the managers of classes from the calls that make them."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def has(self, model: Target, name: str, dependencies: Dependencies) -> bool:
        """Return whether a model has a manager of that name."""
        constructor = self._constructor(model, name, dependencies)
        return constructor is not None and self._makes_manager(*constructor, dependencies)

    def classes(self, model: Target, name: str, dependencies: Dependencies) -> list[Target]:
        """Return the classes behind a model's manager: its own, and the queryset it was made from."""
        constructor = self._constructor(model, name, dependencies)
        return self._constructed(*constructor, dependencies) if constructor is not None else []

    def _constructor(self, model: Target, name: str, dependencies: Dependencies) -> tuple[str, str] | None:
        """Return what a model or the nearest of its bases calls to make an attribute, and the module of that class."""
        for owner in self._names.mro(model, dependencies):
            class_ = self._names.find_class(owner.module, owner.name, dependencies)
            constructor = callee(class_, name, owner.module, dependencies) if class_ is not None else None
            if constructor is not None:
                return constructor, owner.module
        return None

    def _constructed(self, constructor: str, module: str, dependencies: Dependencies, depth: int = 0) -> list[Target]:
        """Return the classes a call names: `Manager.from_queryset(Rows)`, or a name that stands for that."""
        classes: list[Target] = []
        for part in _class_expressions(constructor):
            target = self._names.expression(part, module, dependencies)
            if _is_from_queryset(target.assigned) and depth <= _MAX_ALIASES:
                classes += self._constructed(target.assigned, target.module, dependencies, depth + 1)
            elif target.in_project and target.name:
                classes.append(target)
                for base, base_module in self._made_bases(target, dependencies) if depth <= _MAX_ALIASES else ():
                    classes += self._constructed(base, base_module, dependencies, depth + 1)
        return list(dict.fromkeys(classes))

    def _made_bases(self, manager: Target, dependencies: Dependencies) -> Iterator[tuple[str, str]]:
        """Yield the bases of a class that `from_queryset` makes, also by an alias, with the module that says so."""
        for owner in self._names.mro(manager, dependencies):
            class_ = self._names.find_class(owner.module, owner.name, dependencies)
            for base in class_.bases if class_ is not None else ():
                if _is_from_queryset(base):
                    yield base, owner.module
                elif _is_from_queryset((target := self._names.expression(base, owner.module, dependencies)).assigned):
                    yield target.assigned, target.module

    def _makes_manager(self, constructor: str, module: str, dependencies: Dependencies) -> bool:
        """Return whether a call gives a manager: its class or a base of it is named so, or it is of a queryset."""
        if _is_named_manager(constructor):
            return True
        target = self._names.expression(constructor, module, dependencies)
        if _is_from_queryset(target.assigned):
            return True
        if not target.in_project:
            return False
        for owner in self._names.mro(target, dependencies):
            class_ = self._names.find_class(owner.module, owner.name, dependencies)
            if class_ is not None and any(map(_is_named_manager, class_.bases)):
                return True
        return any(self._made_bases(target, dependencies))


def _is_named_manager(expression: str) -> bool:
    """Return whether an expression is called like a manager, or makes the class of one."""
    name = last_name(expression)
    return MANAGER in name or name == AS_MANAGER or _is_from_queryset(expression)


def _is_from_queryset(expression: str) -> bool:
    """Return whether an expression is `Manager.from_queryset(Rows)`."""
    call = call_of(expression)
    return call is not None and call.name == FROM_QUERYSET


def _class_expressions(constructor: str) -> list[Expression]:
    """Return the manager and the queryset that the callee of a manager names."""
    call = call_of(constructor)
    if call is not None and call.name == FROM_QUERYSET:
        return [split_attribute(call.callee)[0], *call.arguments[:1]]
    owner, name = split_attribute(constructor)
    return [owner if name == AS_MANAGER else Expression(constructor)]
