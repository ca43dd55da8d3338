"""The managers of models: which there are, which classes are behind them, which of their methods write.

https://docs.djangoproject.com/en/stable/topics/db/managers/
"""

from coupling_lsp.django.managers import AS_MANAGER, FROM_QUERYSET, MANAGER
from coupling_lsp.index.incremental.dependencies import WRITING_METHOD, Dependencies
from coupling_lsp.index.symbols.exports import callee
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import Target

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

    def writes(self, model: Target, name: str, method: str, dependencies: Dependencies) -> bool:
        """Return whether a method that the project gave to a manager or its queryset calls one that writes."""
        classes = self.classes(model, name, dependencies)
        owners = (owner for manager in classes for owner in self._names.mro(manager, dependencies))
        return any(self._is_writer(owner, method, dependencies) for owner in owners)

    def _is_writer(self, owner: Target, method: str, dependencies: Dependencies) -> bool:
        dotted = f"{owner.name}.{method}"
        dependencies.add(WRITING_METHOD.of(owner.module, dotted))
        facts = self._names.facts(owner.module)
        return facts is not None and dotted in facts.writers

    def _constructor(self, model: Target, name: str, dependencies: Dependencies) -> tuple[str, str] | None:
        """Return what a model or the nearest of its bases calls to make an attribute, and the module of that class."""
        for owner in self._names.mro(model, dependencies):
            declared = self._names.find_class(owner.module, owner.name, dependencies)
            called = callee(declared, name, owner.module, dependencies) if declared is not None else None
            if called is not None:
                return called, owner.module
        return None

    def _constructed(self, called: str, module: str, dependencies: Dependencies, depth: int = 0) -> list[Target]:
        """Return the classes a call names: `Manager.from_queryset(Rows)`, or a name that stands for that."""
        classes: list[Target] = []
        for part in called.replace(f".{FROM_QUERYSET}(", "|").replace(f".{AS_MANAGER}", "").rstrip("()").split("|"):
            target = self._names.expression(part, module, dependencies)
            if f".{FROM_QUERYSET}(" in target.assigned and depth <= _MAX_ALIASES:
                classes += self._constructed(target.assigned, target.module, dependencies, depth + 1)
            elif target.in_project and target.name:
                classes.append(target)
        return classes

    def _makes_manager(self, called: str, module: str, dependencies: Dependencies) -> bool:
        """Return whether a call gives a manager: its class or a base of it is named so, or it is of a queryset."""
        if _is_named_manager(called):
            return True
        target = self._names.expression(called, module, dependencies)
        for owner in self._names.mro(target, dependencies) if target.in_project else ():
            declared = self._names.find_class(owner.module, owner.name, dependencies)
            if declared is not None and any(map(_is_named_manager, declared.bases)):
                return True
        return False


def _is_named_manager(called: str) -> bool:
    name = called.rpartition(".")[2]
    return MANAGER in name or name == AS_MANAGER or f"{FROM_QUERYSET}(" in called
