"""Lenses: above a model, which apps depend on it and how; above what a service module offers, which apps use it."""

from collections import Counter
from typing import NamedTuple

from coupling_lsp.features import wording
from coupling_lsp.features.navigation.references import Use, through_module, uses
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edge_kinds import EDGE_KINDS, LOOKED_UP, ORM_KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import class_sites
from coupling_lsp.model.findings import Lens, Place
from coupling_lsp.model.rules import Verdict
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source import definitions

_KEY, _SUBCLASS = ("key", "keys"), ("subclass", "subclasses")
_NOUNS_OF_MECHANISMS = {"fk": _KEY, "one-to-one": _KEY, "mti": _SUBCLASS, "proxy": _SUBCLASS, "abstract": _SUBCLASS}
_FIRST_NOUNS = (*(EDGE_KINDS[kind].lens for kind in ORM_KINDS), _KEY, EDGE_KINDS["schema"].lens, _SUBCLASS)
_NOUNS_OF_KINDS = tuple(kind.lens for kind in EDGE_KINDS.values() if kind.lens != LOOKED_UP)
_NOUNS = tuple(dict.fromkeys((*_FIRST_NOUNS, *_NOUNS_OF_KINDS, LOOKED_UP)))
"""One use and several, in the order in which they are told."""

_SHOWN_VERDICTS: tuple[Verdict, ...] = ("tech-debt", "undeclared", "forbidden")


class LensContent(NamedTuple):
    """The title of a lens, and the places that it counts."""

    title: str
    places: tuple[Place, ...]


def lenses(snapshot: Snapshot, path: str, read_text: ReadText) -> list[Lens]:
    """Return the lenses of a file: one for each model, and each part of a service, that other apps use; tests aside."""
    module = snapshot.index.names.modules.names.get(path)
    extraction = snapshot.extractions.get(path)
    if module is None or extraction is None:
        return []
    lenses_of_file = [
        Lens(extraction.span(site), module, definition.name)
        for definition, site in class_sites(extraction.facts)
        if any(
            edge.symbol_kind == "model" and not edge.test
            for edge, _ in snapshot.uses.get((module, definition.name), ())
        )
    ]
    text = read_text(path) if _is_service(snapshot, module) else None
    if text is not None:
        used_names = {name for use, name in through_module(snapshot, module, read_text) if not use.edge.test}
        for name, span in definitions.definitions(text):
            edges = snapshot.uses.get((module, name), ())
            if name in used_names or any(edge.symbol_kind == "service" and not edge.test for edge, _ in edges):
                lenses_of_file.append(Lens(span, module, name))
    return sorted(lenses_of_file)


def lens_content(snapshot: Snapshot, module: str, symbol: str, read_text: ReadText) -> LensContent:
    """Return the title of the lens of a symbol, and the places that it counts."""
    symbol_uses = [it for it in uses(snapshot, module, symbol, read_text) if not it.edge.test]
    if any(it.edge.symbol_kind == "model" for it in symbol_uses):
        apps_beyond_imports = {it.edge.app for it in symbol_uses if it.edge.kind != "import"}
        symbol_uses = [it for it in symbol_uses if it.edge.kind != "import" or it.edge.app not in apps_beyond_imports]
        tally = Counter(_noun(it.edge) for it in symbol_uses)
        detail = f": {', '.join(_counted(tally[noun], *noun) for noun in _NOUNS if tally[noun])}"
        verb = "depend on it"
    else:
        detail, verb = f", in {wording.count(len(symbol_uses), 'place')}", "use it"
    n_apps = len({it.edge.app for it in symbol_uses})
    if not n_apps:
        return LensContent("No other app uses it", ())
    verb = verb if n_apps > 1 else verb.replace("depend", "depends").replace("use", "uses")
    title = f"{wording.count(n_apps, 'app')} {verb}{detail}{_verdict_counts(snapshot, symbol_uses)}"
    return LensContent(title, tuple(sorted({it.place for it in symbol_uses})))


def _noun(edge: Edge) -> tuple[str, str]:
    noun = EDGE_KINDS[edge.kind].lens
    return _NOUNS_OF_MECHANISMS.get(edge.mechanism, noun) if edge.kind == "schema" else noun


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _verdict_counts(snapshot: Snapshot, symbol_uses: list[Use]) -> str:
    """Return how many of the uses the rules do not approve, if there are any; and how many are only probable."""
    rules = snapshot.ruleset
    judged_uses = [it for it in symbol_uses if rules.judges(it.edge, it.decision.rule) and not it.edge.probable]
    tally = Counter(it.decision.verdict for it in judged_uses)
    if not rules.path or rules.broken:
        tally.pop("undeclared", None)
    phrases = [f"{tally[verdict]} {wording.VERDICTS[verdict]}" for verdict in _SHOWN_VERDICTS if tally[verdict]]
    if n_probable := sum(it.edge.probable for it in symbol_uses):
        phrases.append(f"{n_probable} probable")
    return f" · {', '.join(phrases)}" if phrases else ""


def _is_service(snapshot: Snapshot, module: str) -> bool:
    app = snapshot.apps.get(snapshot.index.apps.owner(module))
    return app is not None and any(module == it or module.startswith(f"{it}.") for it in app.services)
