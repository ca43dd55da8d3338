"""Lookup of names as agents write them: `orders.views` or `billing.Invoice`."""

from typing import NamedTuple

from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules.suggestions import suggest
from coupling_lsp.snapshot.state import Snapshot


class UnknownNameError(Exception):
    """A name that stands for nothing in the project; the text says so, and suggests similar names."""


class EndName(NamedTuple):
    """One end of an edge: an app, a module of it by its full name, and a symbol in that; the last two may be empty."""

    app: str
    module: str
    symbol: str

    @property
    def text(self) -> str:
        """The name as edges have it: `billing.Invoice`, or the module, or the app."""
        return f"{self.app}.{self.symbol}" if self.symbol else self.module or self.app


def look_up(project: ProjectView, name: str) -> EndName:
    """Return the end that a name stands for.

    Forms are `app`, `app.module`, `app.Symbol` and `app.module.Symbol`, the app by its label or its package. Raises
    `UnknownNameError`.
    """
    snapshot = project.snapshot
    label, path_in_app = _split_app(snapshot, name.strip().strip("."))
    package = snapshot.apps[label].package
    modules = snapshot.index.names.modules
    parts = path_in_app.split(".") if path_in_app else []
    for length in range(len(parts), 0, -1):
        module = ".".join((package, *parts[:length]))
        if module in modules:
            return EndName(label, module, ".".join(parts[length:]))
    if not parts:
        return EndName(label, "", "")
    classes = _classes(snapshot, label)
    if parts[0] in classes:
        return EndName(label, classes[parts[0]], ".".join(parts))
    candidates = [*classes, *_modules(snapshot, label)]
    raise UnknownNameError(f"{label} has no module and no class `{path_in_app}`{suggest(path_in_app, candidates)}")


def _split_app(snapshot: Snapshot, name: str) -> tuple[str, str]:
    """Return the label of the app a name begins with, and the rest of the name."""
    label, _, rest = name.partition(".")
    if label in snapshot.apps:
        return label, rest
    owner = snapshot.index.apps.owner(name)
    if owner:
        return owner, name.removeprefix(snapshot.apps[owner].package).removeprefix(".")
    hint = suggest(label, snapshot.apps) or f". The apps are {', '.join(sorted(snapshot.apps))}"
    raise UnknownNameError(f"There is no app `{label}` in this project{hint}")


def _classes(snapshot: Snapshot, label: str) -> dict[str, str]:
    """Return the classes of an app with their modules; of two with one name, the one in its models."""
    module_of: dict[str, str] = {}
    modules = (name for name in snapshot.index.names.modules.paths if snapshot.index.apps.owner(name) == label)
    for module in sorted(modules, key=lambda name: (".models" not in name, name)):
        facts = snapshot.index.names.facts(module)
        for class_facts in facts.classes if facts is not None else ():
            module_of.setdefault(class_facts.name, module)
    return module_of


def _modules(snapshot: Snapshot, label: str) -> list[str]:
    prefix = f"{snapshot.apps[label].package}."
    return [name.removeprefix(prefix) for name in snapshot.index.names.modules.paths if name.startswith(prefix)]
