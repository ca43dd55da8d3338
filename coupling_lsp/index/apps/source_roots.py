"""Which folders are on the import path: those a project is found by, and those its settings must have put there.

An import path entry is hardly ever inside a package. A folder with `__init__.py` is one only where nothing that the
settings install goes by a name that begins further out: `shop.orders` tells that `shop` is a package and no entry.
"""

from collections.abc import Iterable

from coupling_lsp.index.apps.settings import Item
from coupling_lsp.index.symbols.modules import Modules


def source_roots(folders: Iterable[str], items: Iterable[Item], modules: Modules) -> tuple[str, ...]:
    """Return the source roots among some folders, and those under which an installed app lies that is no module.

    `modules` are the modules of the project with all these folders as source roots.
    """
    entries = [item.value for item in items]
    places = {place for it in entries if (place := _place(it, modules))}
    unknown_apps = [it for it in entries if it.partition(".")[0] not in modules.tops]
    homes = {home for it in unknown_apps if (home := _home(it, modules))}
    return tuple(sorted(root for root in {*folders, *homes} if not _is_inside_package(root, places, modules)))


def _is_inside_package(root: str, places: Iterable[tuple[str, str]], modules: Modules) -> bool:
    """Return whether a folder is a package, so that the settings install apps in it by a name from further out."""
    if f"{root}/__init__.py" not in modules.names:
        return False
    return any(place.startswith(f"{root}/") and place != f"{root}/{path}" for path, place in places)


def _place(entry: str, modules: Modules) -> tuple[str, str] | None:
    """Return the path that an entry of `INSTALLED_APPS` gives from its source root, and the folder it lies in."""
    module = entry if entry in modules else entry.rpartition(".")[0]
    return (module.replace(".", "/"), modules.folder(module)) if module in modules else None


def _home(entry: str, modules: Modules) -> str:
    """Return the one folder under which an app lies by its name; empty when there is none, or more than one."""
    path_of_app = entry.replace(".", "/")
    marks = (
        f"/{path_of_app}/__init__.py",
        f"/{path_of_app}/apps.py",
        f"/{path_of_app}.py",
        f"/{path_of_app.rpartition('/')[0]}.py",
    )
    matches = {(path.removesuffix(mark), mark) for path in modules.names for mark in marks if path.endswith(mark)}
    homes = {home for home, mark in matches if not _is_lone(home, mark, modules)}
    return homes.pop() if len(homes) == 1 else ""


def _is_lone(home: str, mark: str, modules: Modules) -> bool:
    """Return whether a file is a module that only has the name of an installed library: `shop/celery.py`."""
    return mark.count("/") == 1 and f"{home}/__init__.py" in modules.names
