"""Where the classes of a project are written."""

from coupling_lsp.model.facts import class_sites
from coupling_lsp.model.findings import Place
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import WHOLE_FIRST_LINE


def class_place(snapshot: Snapshot, module: str, symbol: str) -> Place | None:
    """Return where a class of a module is written: its own name, else that of the class around it, else the module.

    A template counts as a module. None for one that is not in the project.
    """
    path = snapshot.index.names.modules.paths.get(module) or snapshot.index.files.path_of(module)
    if not path:
        return None
    for name in filter(None, (symbol, symbol.rpartition(".")[0])):
        for class_, site in class_sites(snapshot.extractions[path].facts):
            if class_.name == name:
                return Place(path, snapshot.span(path, site))
    return Place(path, WHOLE_FIRST_LINE)
