"""Whether a new import at the top of a module would close a circle, by the imports that run when modules load."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.index.symbols.import_graph import Linking
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

_IMPORTED_MODULE = re.compile(rb"^from[ \t]+([\w.]+)[ \t]+import\b", re.M)


class ImportGraph:
    """The imports of a project that run when modules load: those of a snapshot, and some that edits add to them."""

    def __init__(self, snapshot: Snapshot, added: Mapping[str, frozenset[str]] = MappingProxyType({})) -> None:
        self._snapshot = snapshot
        self._added = added

    def with_texts(self, texts: Mapping[str, Text], read_before: ReadText) -> "ImportGraph":
        """Return the graph with the imports that texts have at their margin, and had not before."""
        modules = self._snapshot.index.names.modules
        added = dict(self._added)
        for path, text in texts.items():
            importer = modules.names.get(path, "")
            new = _modules_in(text) - _modules_in(read_before(path) or Text(b""))
            names = {modules.absolute(it.lstrip("."), len(it) - len(it.lstrip(".")), importer) for it in new}
            added[importer] = added.get(importer, frozenset()) | names
        return ImportGraph(self._snapshot, added)

    def circle(self, importer: str, imported: str) -> list[str]:
        """Return the modules from one that is to be imported back to its importer; none where there is no way back."""
        eager_imports = _cached_imports(self._snapshot)
        previous: dict[str, str] = {imported: ""}
        waiting = [imported]
        for module in waiting:
            if module == importer:
                return _way(previous, module)
            for target in (*eager_imports(module), *self._added.get(module, ())):
                if target not in previous:
                    previous[target] = module
                    waiting.append(target)
        return []


def circle(snapshot: Snapshot, importer: str, imported: str) -> list[str]:
    """Return the way back from an imported module to its importer in a snapshot, as `ImportGraph.circle` does."""
    return ImportGraph(snapshot).circle(importer, imported)


def _modules_in(text: Text) -> frozenset[str]:
    return frozenset(match[1].decode() for match in _IMPORTED_MODULE.finditer(text.data))


@lru_cache(maxsize=2)
def _cached_imports(snapshot: Snapshot) -> Callable[[str], tuple[str, ...]]:
    """Return what gives the modules that load with a module; it keeps what it gave."""
    linking = Linking(snapshot.index.names.modules)
    return cache(lambda module: tuple(dict.fromkeys(_eager_imports(snapshot, linking, module))))


def _eager_imports(snapshot: Snapshot, linking: Linking, module: str) -> Iterator[str]:
    """Yield the modules that load with a module: those it imports at its top level, and the packages around these."""
    paths = snapshot.index.names.modules.paths
    path = paths.get(module)
    facts = snapshot.index.facts.get(path) if path is not None else None
    if path is None or facts is None:
        return
    for target, site in linking.links(path, facts).imported:
        import_ = facts.imports[site]
        if import_.timing == "eager" and not import_.local:
            yield target
            while "." in target:
                target = target.rpartition(".")[0]
                yield target


def _way(previous: dict[str, str], module: str) -> list[str]:
    way = [module]
    while previous[way[-1]]:
        way.append(previous[way[-1]])
    return way[::-1]
