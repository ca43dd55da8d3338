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
    """The labels of all apps."""
    for label, app in sorted(snapshot.apps.items()):
        note = snapshot.ruleset.note(label)
        sort = "shared app" if app.shared else "app"
        yield Value(label, "app", sort, note.role if note is not None else "", uses[label] if uses else 0)


def uses_of(found_edges: Iterable[Edge], side: Side, snapshot: Snapshot) -> Counter[str]:
    """How many edges start, or lead, where: by every selector that names a part of their end on that side."""
    found: Counter[str] = Counter()
    for edge in found_edges:
        app, module, symbol = (
            (edge.app, edge.module, edge.symbol) if side == "from" else (edge.to_app, edge.to_module, edge.to_symbol)
        )
        found[app] += 1
        for inside in (inside_of(snapshot, app, module), tuple(filter(None, symbol.split(".")))):
            found.update(".".join((app, *inside[:n])) for n in range(1, len(inside) + 1))
    return found


def edges(
    snapshot: Snapshot, sources: Iterable[str] = (), targets: Iterable[str] = (), kinds: Iterable[Kind] = ()
) -> list[Edge]:
    """The edges between the ends that some selectors name; without any, that end may be anywhere."""
    ends = [tuple(_selectors(snapshot, written)) or (_ANYWHERE,) for written in (sources, targets)]
    rule = Rule("", ends[0], ends[1], tuple(kinds), "intentional", "", Fix(), "", "", WHOLE_FIRST_LINE)
    matcher = Matcher(RuleSet(rules=(rule,)), snapshot.apps)
    everywhere = ends == [(_ANYWHERE,), (_ANYWHERE,)] and not rule.via
    return [edge for edge, _ in snapshot.edges() if everywhere or matcher.decide(edge).rule is not None]


_ANYWHERE = Selector("*", "*", (), WHOLE_FIRST_LINE)


def _selectors(snapshot: Snapshot, written: Iterable[str]) -> Iterator[Selector]:
    for it in written:
        label, _, rest = it.partition(".")
        if label in snapshot.apps:
            yield Selector(it, label, tuple(rest.split(".")) if rest else (), WHOLE_FIRST_LINE)


def inside_of(snapshot: Snapshot, label: str, module: str) -> tuple[str, ...]:
    """The path of a module inside the package of its app."""
    app = snapshot.apps.get(label)
    if app is not None and module == app.package:
        return ()
    return tuple((module.removeprefix(f"{app.package}.") if app is not None else module).split("."))


def inside(snapshot: Snapshot, head: tuple[str, ...], side: Side, uses: Counter[str]) -> list[Value]:
    """What stands behind an app's label and perhaps more: modules, models, symbols, fields."""
    label, *rest = head
    at = tuple(rest)
    written = ".".join(head)
    found: dict[str, Value] = {}
    for name in _modules(snapshot, label, at):
        text = f"{written}.{name}"
        found[text] = Value(text, "module", "module", uses=uses[text])
    for name, told in _symbols(snapshot, label, at, side):
        text = f"{written}.{name}"
        found[text] = Value(text, "model" if told == "model" else "symbol", told, uses=uses[text])
    for text, number in uses.items():
        if text.startswith(f"{written}.") and text not in found:
            is_module = ".".join((snapshot.apps[label].package, *text.split(".")[1:])) in snapshot.index.names.modules
            found[text] = Value(text, "module" if is_module else "symbol", "module" if is_module else "", uses=number)
    return sorted(found.values(), key=lambda it: (it.text.count("."), it.text))


def modules_of(snapshot: Snapshot, label: str) -> list[str]:
    """The full names of the modules of an app, without those whose edges are not reported."""
    is_left_out = path_matcher((*snapshot.ruleset.config.exclude, *snapshot.ruleset.config.tests))
    names = snapshot.index.names.modules.names
    return [it for path, it in names.items() if snapshot.index.apps.owner(it) == label and not is_left_out(path) and it]


def models_of(snapshot: Snapshot, label: str) -> list[tuple[str, str]]:
    """The models of an app: the module and the name of each."""
    prefix = f"{label.lower()}."
    registry = snapshot.index.types.registry
    return [(it.module, it.name) for key, it in sorted(registry.items()) if key.startswith(prefix)]


def _modules(snapshot: Snapshot, label: str, at: tuple[str, ...]) -> Iterator[str]:
    paths = (inside_of(snapshot, label, it) for it in modules_of(snapshot, label))
    yield from dict.fromkeys(it[len(at)] for it in paths if len(it) > len(at) and it[: len(at)] == at)


def _symbols(snapshot: Snapshot, label: str, at: tuple[str, ...], side: Side) -> Iterator[tuple[str, str]]:
    """Models, classes and relation fields, each with what it is."""
    models = models_of(snapshot, label)
    if not at:
        yield from ((name, "model") for _, name in models)
        return
    names = snapshot.index.names
    of_app = {inside_of(snapshot, label, it): it for it in modules_of(snapshot, label)}
    if at in of_app:
        facts = names.facts(of_app[at])
        for it in facts.classes if facts is not None else ():
            if "." not in it.name:
                yield it.name, "model" if (of_app[at], it.name) in models else "class"
    if side == "from":
        module, name = next(((module, name) for module, name in models if name == at[-1]), ("", ""))
        if len(at) == 1 or inside_of(snapshot, label, module) == at[:-1]:
            yield from (
                (it, "field") for it in _relations(snapshot, module, names.find_class(module, name, Dependencies()))
            )


def _relations(snapshot: Snapshot, module: str, it: Class | None) -> Iterator[str]:
    for field in it.fields if it is not None else ():
        relation = snapshot.index.models.relation(field, module, Dependencies())
        if relation is not None and relation.mechanism:
            yield field.name
