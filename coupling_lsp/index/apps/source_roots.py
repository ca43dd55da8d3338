"""Which folders are on the import path: those a project is found by, and those its settings must have put there.

An import path entry is hardly ever inside a package. A folder with `__init__.py` is one only where nothing that the
settings install goes by a name that begins further out: `shop.orders` tells that `shop` is a package and no entry.
The rules are written down in docs/detection.md, section Apps.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coupling_lsp.django.app_layout import CONFIG_MODULE
from coupling_lsp.globs.dialects import path_matcher
from coupling_lsp.index.apps.settings import Item
from coupling_lsp.index.apps.source_search import find_sources
from coupling_lsp.index.apps.source_tree import is_inside, modules_of_entry
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.edges import Unresolved
from coupling_lsp.model.facts import Facts
from coupling_lsp.model.folder_link import FolderLink


class Surroundings(NamedTuple):
    """What lies around the files of a project.

    `links` lead to folders, `other_files` are Python files of other projects, which are not read. Only in its
    `own_folder` apps are looked for that the settings do not name.
    """

    links: tuple[FolderLink, ...] = ()
    other_files: tuple[str, ...] = ()
    own_folder: str = ""


ALONE = Surroundings()


class SourceRoots(NamedTuple):
    """The source roots, the links by which apps are installed, and the installed apps whose source is not read."""

    folders: tuple[str, ...]
    links: tuple[FolderLink, ...] = ()
    unread: tuple[Unresolved, ...] = ()


def folders_matching(globs: tuple[str, ...], paths: Iterable[str]) -> tuple[str, ...]:
    """Return the folders with some files below them that match any of some globs."""
    if not globs:
        return ()
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return tuple(sorted(filter(path_matcher(globs), folders)))


def source_roots(
    folders: Iterable[str],
    stated_folders: Iterable[str],
    items: Iterable[Item],
    modules: Modules,
    facts: Mapping[str, Facts],
    surroundings: Surroundings = ALONE,
) -> SourceRoots:
    """Return the source roots among some folders, and those under which an installed app lies that is no module.

    `modules` are the modules of the project with all these folders as source roots, `facts` those of all its files.
    `stated_folders` are the source roots that the rules name: nothing speaks against these.
    """
    places: set[tuple[str, str]] = set()
    unknown_items: list[Item] = []
    for item in items:
        place = _place(item.value, modules)
        if place is not None:
            places.add(place)
        elif item.value:
            unknown_items.append(item)
    roots = {it for it in folders if not _is_inside_package(it, places, modules)} | set(stated_folders)
    linked = {it: link for it in unknown_items if (link := _link(it.value, roots, surroundings.links)) is not None}
    links = {it for it in linked.values() if it.target and any(is_inside(path, it.target) for path in facts)}
    app_folders = {folder.removesuffix(f"/{CONFIG_MODULE}") for _, folder in places} - roots

    def is_closed(folder: str) -> bool:
        return _is_inside_package(folder, places, modules) or any(is_inside(folder, it) for it in app_folders)

    missing_items = [it for it in unknown_items if it not in linked]
    entries = [it.value for it in missing_items]
    sources = find_sources(entries, facts, is_closed, modules, surroundings.other_files)
    roots.update(it.root for it in sources.values() if it.root is not None)
    doubts = {it: sources[it.value].doubt for it in missing_items if sources[it.value].doubt}
    unread_links = {it: link.path for it, link in linked.items() if link not in links}
    doubts |= {it: f"`{path}` links to a folder that is not read" for it, path in unread_links.items()}
    unread = tuple(_unread(it, doubt) for it, doubt in doubts.items())
    return SourceRoots(tuple(sorted(roots)), tuple(sorted(links)), unread)


def _unread(item: Item, doubt: str) -> Unresolved:
    return Unresolved(item.path, item.site, f"`{item.value}` is left out: {doubt}", "source", item.value)


def _is_inside_package(root: str, places: Iterable[tuple[str, str]], modules: Modules) -> bool:
    """Return whether a folder is a package, so that the settings install apps in it by a name from further out."""
    if f"{root}/__init__.py" not in modules.names:
        return False
    return any(place.startswith(f"{root}/") and place != f"{root}/{path}" for path, place in places)


def _place(entry: str, modules: Modules) -> tuple[str, str] | None:
    """Return the path that an entry of `INSTALLED_APPS` gives from its source root, and the folder it lies in."""
    module = next((it for it in modules_of_entry(entry) if it in modules), None)
    return (module.replace(".", "/"), modules.folder(module)) if module is not None else None


def _link(entry: str, roots: Iterable[str], links: Iterable[FolderLink]) -> FolderLink | None:
    """Return the link that an app lies behind by its name; None when it lies behind none."""
    path = entry.replace(".", "/")
    places = [f"{root}/{path}" if root else path for root in sorted(roots)]
    return next((it for it in links if any(is_inside(place, it.path) for place in places)), None)
