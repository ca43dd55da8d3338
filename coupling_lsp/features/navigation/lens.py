"""Lenses: above a model, which apps depend on it and how; above what a service module offers, which apps use it."""

from collections import Counter
from typing import NamedTuple

from coupling_lsp.features import wording
from coupling_lsp.features.navigation.places import Read
from coupling_lsp.features.navigation.references import Use, through_module, uses
from coupling_lsp.model.edge_kinds import EDGE_KINDS, LOOKED_UP, ORM_KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import class_sites
from coupling_lsp.model.findings import Lens, Place
from coupling_lsp.model.rules import Verdict
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source import definitions

_KEY, _SUBCLASS = ("key", "keys"), ("subclass", "subclasses")
_MECHANISMS = {"fk": _KEY, "one-to-one": _KEY, "mti": _SUBCLASS, "proxy": _SUBCLASS, "abstract": _SUBCLASS}
_BEFORE_OTHERS = (*(EDGE_KINDS[kind].lens for kind in ORM_KINDS), _KEY, EDGE_KINDS["schema"].lens, _SUBCLASS)
_OF_KINDS = tuple(kind.lens for kind in EDGE_KINDS.values() if kind.lens != LOOKED_UP)
_NOUNS = tuple(dict.fromkeys((*_BEFORE_OTHERS, *_OF_KINDS, LOOKED_UP)))
"""One use and several, in the order in which they are told."""

_VERDICTS: tuple[Verdict, ...] = ("tech-debt", "undeclared", "forbidden")


class Told(NamedTuple):
    """What a lens says, and the places it speaks of."""

    title: str
    places: tuple[Place, ...]


def lenses(snapshot: Snapshot, path: str, read: Read) -> list[Lens]:
    """The lenses of a file: one for each model, and each part of a service, that other apps use; tests aside."""
    module = snapshot.index.names.modules.names.get(path)
    extraction = snapshot.extractions.get(path)
    if module is None or extraction is None:
        return []
    found = [
        Lens(extraction.span(site), module, it.name)
        for it, site in class_sites(extraction.facts)
        if any(edge.symbol_kind == "model" and not edge.test for edge, _ in snapshot.uses.get((module, it.name), ()))
    ]
    text = read(path) if _is_service(snapshot, module) else None
    if text is not None:
        taken = {name for use, name in through_module(snapshot, module, read) if not use.edge.test}
        for name, span in definitions.definitions(text):
            edges = snapshot.uses.get((module, name), ())
            if name in taken or any(edge.symbol_kind == "service" and not edge.test for edge, _ in edges):
                found.append(Lens(span, module, name))
    return sorted(found)


def told(snapshot: Snapshot, module: str, symbol: str, read: Read) -> Told:
    """What the lens of a symbol says now."""
    used = [it for it in uses(snapshot, module, symbol, read) if not it.edge.test]
    if any(it.edge.symbol_kind == "model" for it in used):
        closer = {it.edge.app for it in used if it.edge.kind != "import"}
        used = [it for it in used if it.edge.kind != "import" or it.edge.app not in closer]
        tally = Counter(_noun(it.edge) for it in used)
        how = f": {', '.join(_count(tally[noun], *noun) for noun in _NOUNS if tally[noun])}"
        verb = "depend on it"
    else:
        how, verb = f", in {wording.count(len(used), 'place')}", "use it"
    n_apps = len({it.edge.app for it in used})
    if not n_apps:
        return Told("No other app uses it", ())
    verb = verb if n_apps > 1 else verb.replace("depend", "depends").replace("use", "uses")
    title = f"{wording.count(n_apps, 'app')} {verb}{how}{_judged(snapshot, used)}"
    return Told(title, tuple(sorted({it.place for it in used})))


def _noun(edge: Edge) -> tuple[str, str]:
    noun = EDGE_KINDS[edge.kind].lens
    return _MECHANISMS.get(edge.mechanism, noun) if edge.kind == "schema" else noun


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _judged(snapshot: Snapshot, used: list[Use]) -> str:
    """How many of the uses the rules do not approve, if there are any; and how many are only probable."""
    rules = snapshot.ruleset
    judged = [it for it in used if rules.judges(it.edge, it.decision.rule) and not it.edge.probable]
    tally = Counter(it.decision.verdict for it in judged)
    if not rules.path or rules.broken:
        tally.pop("undeclared", None)
    said = [f"{tally[verdict]} {wording.VERDICTS[verdict]}" for verdict in _VERDICTS if tally[verdict]]
    if n_probable := sum(it.edge.probable for it in used):
        said.append(f"{n_probable} probable")
    return f" · {', '.join(said)}" if said else ""


def _is_service(snapshot: Snapshot, module: str) -> bool:
    app = snapshot.apps.get(snapshot.index.apps.owner(module))
    return app is not None and any(module == it or module.startswith(f"{it}.") for it in app.services)
