"""Names as agents write them, `orders.views` or `billing.Invoice`, and the ends of an edge they stand for."""

from typing import NamedTuple

from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules.reader import suggest
from coupling_lsp.snapshot.state import Snapshot


class UnknownNameError(Exception):
    """A name stands for nothing in the project; the text says so, and what was probably meant."""


class EndName(NamedTuple):
    """An app, a module of it by its full name (empty when only the app is named), and a symbol in it or nothing."""

    app: str
    module: str
    symbol: str

    @property
    def told(self) -> str:
        """As edges name it: `billing.Invoice`, or the module, or the app."""
        return f"{self.app}.{self.symbol}" if self.symbol else self.module or self.app


def look_up(project: ProjectView, written: str) -> EndName:
    """What `app`, `app.module`, `app.Symbol`, `app.module.Symbol` or the same by package stands for."""
    snapshot = project.snapshot
    label, inside = _split_app(snapshot, written.strip().strip("."))
    package = snapshot.apps[label].package
    modules = snapshot.index.names.modules
    parts = inside.split(".") if inside else []
    for length in range(len(parts), 0, -1):
        module = ".".join((package, *parts[:length]))
        if module in modules:
            return EndName(label, module, ".".join(parts[length:]))
    if not parts:
        return EndName(label, "", "")
    classes = _classes(snapshot, label)
    if parts[0] in classes:
        return EndName(label, classes[parts[0]], ".".join(parts))
    known = [*classes, *_modules(snapshot, label)]
    raise UnknownNameError(f"{label} has no module and no class `{inside}`{suggest(inside, known)}")


def _split_app(snapshot: Snapshot, written: str) -> tuple[str, str]:
    label, _, rest = written.partition(".")
    if label in snapshot.apps:
        return label, rest
    owner = snapshot.index.apps.owner(written)
    if owner:
        return owner, written.removeprefix(snapshot.apps[owner].package).removeprefix(".")
    told = suggest(label, snapshot.apps) or f". The apps are {', '.join(sorted(snapshot.apps))}"
    raise UnknownNameError(f"There is no app `{label}` in this project{told}")


def _classes(snapshot: Snapshot, label: str) -> dict[str, str]:
    """The classes of an app with their modules; of two of one name, the one in its models counts."""
    found: dict[str, str] = {}
    modules = (name for name in snapshot.index.names.modules.paths if snapshot.index.apps.owner(name) == label)
    for module in sorted(modules, key=lambda name: (".models" not in name, name)):
        facts = snapshot.index.names.facts(module)
        for it in facts.classes if facts is not None else ():
            found.setdefault(it.name, module)
    return found


def _modules(snapshot: Snapshot, label: str) -> list[str]:
    inside = f"{snapshot.apps[label].package}."
    return [name.removeprefix(inside) for name in snapshot.index.names.modules.paths if name.startswith(inside)]
