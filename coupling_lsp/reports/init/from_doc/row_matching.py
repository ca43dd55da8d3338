"""The edges of a project that a row of a document speaks of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from coupling_lsp.model.edges import Edge
from coupling_lsp.reports.init.from_doc.table_forms import plain
from coupling_lsp.snapshot.state import Snapshot

_ARROW = re.compile(r"\s*(?:→|->|=>|\bextends\b|\binherits(?: from)?\b)\s*")
_AND = re.compile(r"\s*(?:,|;|\band\b|&)\s*")
_SOMEWHERE = re.compile(r"^(?:…|\.\.\.)/?")
_WORDS = re.compile(r"[\w./*-]+")


class RowMatch(NamedTuple):
    """The edges a row speaks of, and the names in it that the code does not have."""

    edges: tuple[Edge, ...]
    missing_names: tuple[str, ...] = ()


def app_label(snapshot: Snapshot, cell: str) -> str:
    """Return the app that a cell names by label or package, or nothing."""
    name = plain(cell)
    packages = {it.package: it.label for it in snapshot.apps.values()}
    endings = {it.package.rpartition(".")[2]: it.label for it in snapshot.apps.values()}
    return name if name in snapshot.apps else packages.get(name) or endings.get(name, "")


def schema_edges(edges: Iterable[Edge], source: str, target: str, cell: str) -> RowMatch:
    """Return the relations in a cell such as `Order.invoice, .receipt → Invoice` or `Bill extends Invoice`."""
    pair_edges = [it for it in edges if it.kind == "schema" and (it.app, it.to_app) == (source, target)]
    fields, *targets = _ARROW.split(plain(cell), maxsplit=1)
    target_models = _names(targets[0] if targets else "")
    matched_edges: list[Edge] = []
    missing_names = []
    model = ""
    for short_name in _names(fields):
        name = f"{model}{short_name}" if short_name.startswith(".") else short_name
        model = name.partition(".")[0]
        hits = [it for it in pair_edges if it.symbol == name and (not target_models or it.to_symbol in target_models)]
        matched_edges += hits
        missing_names += [] if hits else [name]
    return RowMatch(tuple(matched_edges), tuple(missing_names))


def orm_edges(snapshot: Snapshot, edges: Iterable[Edge], file: str, cell: str) -> RowMatch:
    """Return the queries of a file to the models in a cell: `billing.Invoice, Receipt`."""
    file_edges = _edges_in_file(snapshot, [it for it in edges if it.kind.startswith("orm")], "", file)
    matched_edges: list[Edge] = []
    missing_names = []
    app = ""
    for name in _names(plain(cell)):
        app_name, _, model = name.rpartition(".")
        app = app_label(snapshot, app_name) or app if app_name else app
        hits = [it for it in file_edges if it.to_symbol == model and it.to_app == (app or it.to_app)]
        matched_edges += hits
        missing_names += [] if hits else [name]
    return RowMatch(tuple(matched_edges), tuple(missing_names))


def import_edges(snapshot: Snapshot, edges: Iterable[Edge], pair: Sequence[str], file: str, cell: str) -> RowMatch:
    """Return the imports of a file that a cell names; `save_*` names several, words with spaces all the others."""
    pair_edges = [it for it in edges if it.kind == "import" and [it.app, it.to_app] == [*pair]]
    file_edges = _edges_in_file(snapshot, pair_edges, pair[0], file)
    matched_edges: list[Edge] = []
    missing_names = []
    names = _names(plain(cell))
    for name in sorted(names, key=lambda it: " " in it):
        if " " in name:
            hits = [it for it in file_edges if it not in matched_edges]
        else:
            pattern = name.removesuffix("()").rpartition(".")[2]
            hits = [it for it in file_edges if any(fnmatchcase(name, pattern) for name in _imported_names(it))]
        matched_edges += [it for it in hits if it not in matched_edges]
        missing_names += [] if hits else [name]
    return RowMatch(tuple(matched_edges), tuple(missing_names))


def mentioned_edges(edges: Iterable[Edge], issue: str) -> list[Edge]:
    """Return the edges whose target app and file a text mentions; it may leave out either."""
    words = _WORDS.findall(plain(issue))
    apps = {it.partition(".")[0] for it in words}
    files = tuple(it for it in words if it.endswith(".py"))
    remaining = list(edges)
    remaining = [it for it in remaining if it.to_app in apps] or remaining
    return [it for it in remaining if any(f"/{it.path}".endswith(f"/{file}") for file in files)] or remaining


def _edges_in_file(snapshot: Snapshot, edges: Iterable[Edge], app: str, cell: str) -> list[Edge]:
    """Return the edges in a file named whole, or by its end behind an ellipsis; one directly in the app goes first."""
    end = _SOMEWHERE.sub("", plain(cell))
    file_edges = [it for it in edges if end and f"/{it.path}".endswith(f"/{end}")]
    folder = snapshot.apps[app].path if app else ""
    return [it for it in file_edges if folder and it.path == f"{folder}/{end}"] or file_edges


def _imported_names(edge: Edge) -> Iterator[str]:
    yield from filter(None, (edge.to_symbol, edge.taken_as))
    if not edge.to_symbol:
        yield edge.to_module.rpartition(".")[2]


def _names(text: str) -> list[str]:
    return [name for it in _AND.split(text) if (name := it.strip(" .()") if not it.startswith(".") else it.strip())]
