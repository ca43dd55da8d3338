"""The classes of a project as rules name them, and the selectors whose class is not there any more."""

from functools import cached_property
from typing import NamedTuple

from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import NO_FACTS
from coupling_lsp.model.rules import Selector
from coupling_lsp.snapshot.state import Snapshot


class ClassName(NamedTuple):
    """A class: the label of its app, the parts of its module inside the app, and its name."""

    label: str
    module: tuple[str, ...]
    name: str


class LostClass(NamedTuple):
    """The part of a selector that names a class which is not there: in a module, or with an empty one in its app."""

    label: str
    module: tuple[str, ...]
    name: str

    @property
    def written(self) -> str:
        """The class as the selector names it."""
        return ".".join((self.label, *self.module, self.name))


class ProjectClasses:
    """The classes of the apps of a project, without those of tests and of files whose edges are not reported."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def by_name(self) -> dict[str, set[ClassName]]:
        """The classes by name."""
        snapshot, config = self._snapshot, self._snapshot.ruleset.config
        labels = {(it.module, it.name): key.partition(".")[0] for key, it in snapshot.index.types.registry.items()}
        label_of = {label.lower(): label for label in snapshot.apps}
        classes: dict[str, set[ClassName]] = {}
        for path, module in snapshot.index.names.modules.names.items():
            if config.is_test(path) or config.is_excluded(path):
                continue
            owner = snapshot.index.apps.owner(module)
            for class_ in snapshot.index.facts.get(path, NO_FACTS).classes:
                label = label_of.get(labels.get((module, class_.name), ""), owner)
                if label and not class_.type_checked and "." not in class_.name:
                    name = ClassName(label, self.inner(label, module), class_.name)
                    classes.setdefault(class_.name, set()).add(name)
        return classes

    def inner(self, label: str, module: str) -> tuple[str, ...]:
        """Return the parts of a module inside the package of an app."""
        package = self._snapshot.apps[label].package
        inner_module = "" if module == package else module.removeprefix(f"{package}.")
        return tuple(inner_module.split(".")) if inner_module else ()

    def fields(self, name: ClassName) -> set[str]:
        """Return the names of the fields of a class, those it inherits in the project included."""
        names, fields = self._snapshot.index.names, set[str]()
        module = ".".join((self._snapshot.apps[name.label].package, *name.module))
        target = Target(module if module in names.modules else ".".join(name.module), name.name, True)
        for owner in names.mro(target, Dependencies()):
            facts = names.facts(owner.module) or NO_FACTS
            fields.update(it.name for class_ in facts.classes if class_.name == owner.name for it in class_.fields)
            fields.update(it.name for it in facts.columns if it.class_name == owner.name)
        return fields

    def lost(self, selector: Selector) -> LostClass | None:
        """Return the class of a selector that is not there; None where it is there, or a wildcard stands before it.

        Its module may be gone, too. By its name a class begins with a capital letter (https://peps.python.org/pep-0008/#class-names).
        """
        app = self._snapshot.apps.get(selector.app)
        for position, part in enumerate(selector.parts if app is not None else ()):
            module = ".".join((app.package if app is not None else "", *selector.parts[: position + 1]))
            if "*" in part:
                return None
            if part[:1].isupper() and module not in self._snapshot.index.names.modules:
                head = selector.parts[:position]
                return None if self._is_there(selector.app, head, part) else LostClass(selector.app, head, part)
        return None

    def _is_there(self, label: str, head: tuple[str, ...], name: str) -> bool:
        places = (it for it in self.by_name.get(name, ()) if it.label == label)
        return any(it.module[: len(head)] == head for it in places) or (label, name) in self._symbols_with_edges

    @cached_property
    def _symbols_with_edges(self) -> set[tuple[str, str]]:
        """The symbols that edges lead to and that are no classes, as constants are, each with the label of its app."""
        symbols: set[tuple[str, str]] = set()
        for edge, _ in self._snapshot.edges():
            if not any(it.name == edge.to_symbol for it in self.by_name.get(edge.to_symbol, ())):
                symbols.add((edge.to_app, edge.to_symbol.partition(".")[0]))
        return symbols
