"""The names that rules may use, as the index knows them: apps, modules, models and symbols, with their edges."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from coupling_lsp.features.rules_file.items import Value
from coupling_lsp.globs.dialects import path_matcher
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Class
from coupling_lsp.model.rules import Fix, Rule, RuleSet, Selector
from coupling_lsp.rules.matching.matcher import Matcher
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE

Side = Literal["from", "to"]


def apps(snapshot: Snapshot, uses: Counter[str] | None = None) -> Iterator[Value]:
    """Yield the labels of all apps."""
    for label, app in sorted(snapshot.apps.items()):
        note = snapshot.ruleset.note(label)
        sort = "shared app" if app.shared else "app"
        yield Value(label, "app", sort, note.role if note is not None else "", uses[label] if uses else 0)


def package_folders(snapshot: Snapshot) -> Iterator[Value]:
    """Yield the folders right around packages, as the rules file sees them; those that are no source root yet first."""
    folder = snapshot.ruleset.config.folder
    prefix = f"{folder}/" if folder else ""
    packages = {path.removesuffix("/__init__.py") for path in snapshot.index.facts if path.endswith("/__init__.py")}
    homes = {it.rpartition("/")[0] for it in packages} - packages - {""}
    roots = snapshot.index.names.modules.roots
    for home in sorted(homes, key=lambda it: (it in roots, it)):
        if home.startswith(prefix):
            yield Value(home.removeprefix(prefix), "folder", "is one already" if home in roots else "holds packages")


def uses_of(found_edges: Iterable[Edge], side: Side, snapshot: Snapshot) -> Counter[str]:
    """Count the edges by every selector that names a part of their end on that side."""
    tally: Counter[str] = Counter()
    for edge in found_edges:
        app, module, symbol = (
            (edge.app, edge.module, edge.symbol) if side == "from" else (edge.to_app, edge.to_module, edge.to_symbol)
        )
        tally[app] += 1
        for parts in (inner_module(snapshot, app, module), tuple(filter(None, symbol.split(".")))):
            tally.update(".".join((app, *parts[:n])) for n in range(1, len(parts) + 1))
    return tally


def edges(
    snapshot: Snapshot, sources: Iterable[str] = (), targets: Iterable[str] = (), kinds: Iterable[Kind] = ()
) -> list[Edge]:
    """Return the edges between the ends that some selectors name; without any, that end may be anywhere."""
    ends = [tuple(_selectors(snapshot, selectors)) or (_ANY_END,) for selectors in (sources, targets)]
    rule = Rule("", ends[0], ends[1], tuple(kinds), "intentional", "", Fix(), "", "", WHOLE_FIRST_LINE)
    matcher = Matcher(RuleSet(rules=(rule,)), snapshot.apps)
    is_unrestricted = ends == [(_ANY_END,), (_ANY_END,)] and not rule.via
    return [edge for edge, _ in snapshot.edges() if is_unrestricted or matcher.decide(edge).rule is not None]


_ANY_END = Selector("*", "*", (), WHOLE_FIRST_LINE)


def _selectors(snapshot: Snapshot, texts: Iterable[str]) -> Iterator[Selector]:
    for selector_text in texts:
        label, _, rest = selector_text.partition(".")
        if label in snapshot.apps:
            yield Selector(selector_text, label, tuple(rest.split(".")) if rest else (), WHOLE_FIRST_LINE)


def inner_module(snapshot: Snapshot, label: str, module: str) -> tuple[str, ...]:
    """Return the path of a module inside the package of its app."""
    app = snapshot.apps.get(label)
    if app is not None and module == app.package:
        return ()
    return tuple((module.removeprefix(f"{app.package}.") if app is not None else module).split("."))


def members(snapshot: Snapshot, head: tuple[str, ...], side: Side, uses: Counter[str]) -> list[Value]:
    """Return what may follow an app's label and perhaps more: modules, models, symbols, fields."""
    label, *rest = head
    inner_parts = tuple(rest)
    prefix = ".".join(head)
    values: dict[str, Value] = {}
    for name in _modules(snapshot, label, inner_parts):
        text = f"{prefix}.{name}"
        values[text] = Value(text, "module", "module", uses=uses[text])
    for name, sort in _symbols(snapshot, label, inner_parts, side):
        text = f"{prefix}.{name}"
        values[text] = Value(text, "model" if sort == "model" else "symbol", sort, uses=uses[text])
    for text, number in uses.items():
        if text.startswith(f"{prefix}.") and text not in values:
            is_module = ".".join((snapshot.apps[label].package, *text.split(".")[1:])) in snapshot.index.names.modules
            values[text] = Value(text, "module" if is_module else "symbol", "module" if is_module else "", uses=number)
    return sorted(values.values(), key=lambda it: (it.text.count("."), it.text))


def modules_of(snapshot: Snapshot, label: str) -> list[str]:
    """Return the full names of the modules of an app, without those whose edges are not reported."""
    config = snapshot.ruleset.config
    is_left_out = path_matcher(config.from_base((*config.exclude, *config.tests)))
    names = snapshot.index.names.modules.names
    return [it for path, it in names.items() if snapshot.index.apps.owner(it) == label and not is_left_out(path) and it]


def models_of(snapshot: Snapshot, label: str) -> list[tuple[str, str]]:
    """Return the models of an app: the module and the name of each."""
    prefix = f"{label.lower()}."
    registry = snapshot.index.types.registry
    return [(it.module, it.name) for key, it in sorted(registry.items()) if key.startswith(prefix)]


def _modules(snapshot: Snapshot, label: str, inner_parts: tuple[str, ...]) -> Iterator[str]:
    paths = (inner_module(snapshot, label, it) for it in modules_of(snapshot, label))
    n_parts = len(inner_parts)
    yield from dict.fromkeys(it[n_parts] for it in paths if len(it) > n_parts and it[:n_parts] == inner_parts)


def _symbols(snapshot: Snapshot, label: str, inner_parts: tuple[str, ...], side: Side) -> Iterator[tuple[str, str]]:
    """Models, classes and relation fields, each with what it is."""
    models = models_of(snapshot, label)
    if not inner_parts:
        yield from ((name, "model") for _, name in models)
        return
    names = snapshot.index.names
    of_app = {inner_module(snapshot, label, module): module for module in modules_of(snapshot, label)}
    if inner_parts in of_app:
        facts = names.facts(of_app[inner_parts])
        for definition in facts.classes if facts is not None else ():
            if "." not in definition.name:
                yield definition.name, "model" if (of_app[inner_parts], definition.name) in models else "class"
    if side == "from":
        module, name = next(((module, name) for module, name in models if name == inner_parts[-1]), ("", ""))
        if len(inner_parts) == 1 or inner_module(snapshot, label, module) == inner_parts[:-1]:
            yield from (
                (field_name, "field")
                for field_name in _relations(snapshot, module, names.find_class(module, name, Dependencies()))
            )


def _relations(snapshot: Snapshot, module: str, definition: Class | None) -> Iterator[str]:
    for field in definition.fields if definition is not None else ():
        relation = snapshot.index.models.relation(field, module, Dependencies())
        if relation is not None and relation.mechanism:
            yield field.name
