"""Which edges of a project a row of a document speaks of."""

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
    """The edges of a row, and the names in it that are not in the code."""

    edges: tuple[Edge, ...]
    missing: tuple[str, ...] = ()


def app_label(snapshot: Snapshot, cell: str) -> str:
    """The app a cell names by its label or package, or nothing."""
    name = plain(cell)
    packages = {it.package: it.label for it in snapshot.apps.values()}
    endings = {it.package.rpartition(".")[2]: it.label for it in snapshot.apps.values()}
    return name if name in snapshot.apps else packages.get(name) or endings.get(name, "")


def schema_edges(edges: Iterable[Edge], source: str, target: str, cell: str) -> RowMatch:
    """`Order.invoice, .receipt → Invoice` or `Bill extends Invoice`."""
    mine = [it for it in edges if it.kind == "schema" and (it.app, it.to_app) == (source, target)]
    left, *right = _ARROW.split(plain(cell), maxsplit=1)
    wanted = _names(right[0] if right else "")
    found: list[Edge] = []
    missing = []
    model = ""
    for written in _names(left):
        name = f"{model}{written}" if written.startswith(".") else written
        model = name.partition(".")[0]
        hits = [it for it in mine if it.symbol == name and (not wanted or it.to_symbol in wanted)]
        found += hits
        missing += [] if hits else [name]
    return RowMatch(tuple(found), tuple(missing))


def orm_edges(snapshot: Snapshot, edges: Iterable[Edge], file: str, cell: str) -> RowMatch:
    """`billing.Invoice, Receipt` queried in a file."""
    mine = _edges_in_file(snapshot, [it for it in edges if it.kind.startswith("orm")], "", file)
    found: list[Edge] = []
    missing = []
    app = ""
    for written in _names(plain(cell)):
        named, _, model = written.rpartition(".")
        app = app_label(snapshot, named) or app if named else app
        hits = [it for it in mine if it.to_symbol == model and it.to_app == (app or it.to_app)]
        found += hits
        missing += [] if hits else [written]
    return RowMatch(tuple(found), tuple(missing))


def import_edges(snapshot: Snapshot, edges: Iterable[Edge], pair: Sequence[str], file: str, cell: str) -> RowMatch:
    """Symbols a file imports; `save_*` stands for several, words like `path helpers` for what is not named."""
    between = [it for it in edges if it.kind == "import" and [it.app, it.to_app] == [*pair]]
    mine = _edges_in_file(snapshot, between, pair[0], file)
    found: list[Edge] = []
    missing = []
    names = _names(plain(cell))
    for name in sorted(names, key=lambda it: " " in it):
        if " " in name:
            hits = [it for it in mine if it not in found]
        else:
            pattern = name.removesuffix("()").rpartition(".")[2]
            hits = [it for it in mine if any(fnmatchcase(known, pattern) for known in _imported_names(it))]
        found += [it for it in hits if it not in found]
        missing += [] if hits else [name]
    return RowMatch(tuple(found), tuple(missing))


def mentioned_edges(edges: Iterable[Edge], issue: str) -> list[Edge]:
    """Of some edges those into an app and in a file that a text names; it may name neither."""
    words = _WORDS.findall(plain(issue))
    apps = {it.partition(".")[0] for it in words}
    files = tuple(it for it in words if it.endswith(".py"))
    kept = list(edges)
    kept = [it for it in kept if it.to_app in apps] or kept
    return [it for it in kept if any(f"/{it.path}".endswith(f"/{file}") for file in files)] or kept


def _edges_in_file(snapshot: Snapshot, edges: Iterable[Edge], app: str, cell: str) -> list[Edge]:
    """The edges in a file named whole, or by its end behind an ellipsis; the one right in the app comes first."""
    end = _SOMEWHERE.sub("", plain(cell))
    found = [it for it in edges if end and f"/{it.path}".endswith(f"/{end}")]
    folder = snapshot.apps[app].path if app else ""
    return [it for it in found if folder and it.path == f"{folder}/{end}"] or found


def _imported_names(edge: Edge) -> Iterator[str]:
    yield from filter(None, (edge.to_symbol, edge.taken_as))
    if not edge.to_symbol:
        yield edge.to_module.rpartition(".")[2]


def _names(text: str) -> list[str]:
    return [name for it in _AND.split(text) if (name := it.strip(" .()") if not it.startswith(".") else it.strip())]
