"""Whether a new import at the top of a module would close a circle, by the imports that run when modules load."""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from coupling_lsp.index.symbols.import_graph import Linking
from coupling_lsp.snapshot.state import Snapshot


def circle(snapshot: Snapshot, importer: str, imported: str) -> list[str]:
    """Return the modules from one that is to be imported back to its importer; none where there is no way back."""
    eager_imports = _cached_imports(snapshot)
    previous: dict[str, str] = {imported: ""}
    waiting = [imported]
    for module in waiting:
        if module == importer:
            return _way(previous, module)
        for target in eager_imports(module):
            if target not in previous:
                previous[target] = module
                waiting.append(target)
    return []


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
