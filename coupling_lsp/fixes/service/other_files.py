"""What other files need of a name that a module imports: they import it from there, or replace it there in tests."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.expression import is_literal, literal_value
from coupling_lsp.model.facts import Facts, Import
from coupling_lsp.snapshot.state import Snapshot


def importer(snapshot: Snapshot, module: str, name: str, read_text: ReadText, *, has_exports: bool) -> str:
    """Return the path of a file that takes a name from a module which only imports it; empty where none does.

    A star takes all names of a module that does not list what it exports: `has_exports` says that it does.
    """
    waiting, asked = [(module, has_exports)], {module}
    while waiting:
        source_module, lists_exports = waiting.pop()
        for path, importing_module, import_, takes_module in _imports_by_source(snapshot).get(source_module, ()):
            if takes_module:
                if _uses(path, import_.bound if import_.name else source_module, name, read_text):
                    return path
            elif import_.name == name:
                return path
            elif import_.name == "*" and not lists_exports:
                if importing_module not in asked:  # Others may take the name from there.
                    asked.add(importing_module)
                    waiting.append((importing_module, False))
                if _reads(path, name, read_text):
                    return path
    return ""


class _ImportOf(NamedTuple):
    """An import of a module, or of a name from it: the file, its module, and whether it takes the module itself."""

    path: str
    importer: str
    import_: Import
    takes_module: bool


@lru_cache(maxsize=2)
def _imports_by_source(snapshot: Snapshot) -> dict[str, list[_ImportOf]]:
    """Return the imports of a project by the module they take, or take a name from; none of a module from itself."""
    modules = snapshot.index.names.modules
    by_source: dict[str, list[_ImportOf]] = {}
    for path, facts in snapshot.index.facts.items():
        importer = modules.names.get(path, "")
        for import_ in facts.imports:
            source = modules.absolute(import_.module, import_.level, importer)
            if import_.name and source != importer:
                by_source.setdefault(source, []).append(_ImportOf(path, importer, import_, False))
            taken = f"{source}.{import_.name}" if import_.name else source
            if taken != importer:
                by_source.setdefault(taken, []).append(_ImportOf(path, importer, import_, True))
    return by_source


def replacing_test(snapshot: Snapshot, module: str, name: str) -> str:
    """Return the path of a test that replaces a name in a module, as `patch("orders.views.Account")` does."""
    return _patched_names(snapshot).get(f"{module}.{name}", "")


def replaced_module(snapshot: Snapshot, module: str) -> str:
    """Return the path of a test that replaces a module as a whole: `patch("orders.api")`."""
    return _patched_strings(snapshot).get(module, "")


def naming_file(snapshot: Snapshot, module: str, name: str, read_text: ReadText) -> str:
    """Return the path of a file that names a name of a module by a string: to replace it, to import it by its path.

    `patch("orders.views.Account")`, `patch.object(views, "Account")`, `import_string("orders.views.Account")`.
    """
    full_name = f"{module}.{name}"
    if path := _patched_names(snapshot).get(full_name, "") or _dotted_strings(snapshot).get(full_name, ""):
        return path
    modules = snapshot.index.names.modules
    for path, facts in snapshot.index.facts.items():
        for import_ in facts.imports if module != modules.names.get(path, "") else ():
            if not _may_concern(import_, module, name):
                continue
            source = modules.absolute(import_.module, import_.level, modules.names.get(path, ""))
            is_module = module == (f"{source}.{import_.name}" if import_.name else source)
            if is_module and _names_in_string(path, import_.bound if import_.name else module, name, read_text):
                return path
    return ""


@lru_cache(maxsize=2)
def _dotted_strings(snapshot: Snapshot) -> dict[str, str]:
    """Return the path of a file for each dotted string by which something is imported when the program runs."""
    return {
        literal_value(it.path): path
        for path, facts in snapshot.index.facts.items()
        for it in facts.dynamics
        if is_literal(it.path)
    }


@lru_cache(maxsize=2)
def _patched_strings(snapshot: Snapshot) -> dict[str, str]:
    """Return the path of a test for each string that names what some test replaces."""
    channels = ((path, it) for path, facts in snapshot.index.facts.items() for it in facts.channels)
    return {literal_value(it.target): path for path, it in channels if it.kind == "patch" and is_literal(it.target)}


@lru_cache(maxsize=2)
def _patched_names(snapshot: Snapshot) -> dict[str, str]:
    """Return the path of a test for each name that some test replaces, or replaces a part of."""
    return {name: path for path, facts in snapshot.index.facts.items() if facts.channels for name in _patched(facts)}


def _patched(facts: Facts) -> Iterator[str]:
    for channel in facts.channels:
        if channel.kind == "patch" and is_literal(channel.target):
            target = literal_value(channel.target)
            yield target
            while "." in target:
                target = target.rpartition(".")[0]
                yield target


def _reads(path: str, name: str, read_text: ReadText) -> bool:
    """Return whether a file says a name, which a star may have brought there."""
    source = read_text(path)
    return source is None or re.search(rb"\b%s\b" % re.escape(name).encode(), source.data) is not None


def _may_concern(import_: Import, module: str, name: str) -> bool:
    """Return whether an import may be of a module or of a name in it, by its words alone: most are not."""
    last = module[module.rfind(".") + 1 :]
    return import_.name in (name, "*", last) or import_.module[import_.module.rfind(".") + 1 :] == last


def _names_in_string(path: str, bound: str, name: str, read_text: ReadText) -> bool:
    """Return whether a file that imports a module names a name of it in a string: `patch.object(views, "Account")`."""
    source = read_text(path)
    if source is None:
        return True
    module, word = re.escape(bound).encode(), re.escape(name).encode()
    return re.search(rb"\b%s\s*,\s*[\"']%s[\"']" % (module, word), source.data) is not None


def _uses(path: str, bound: str, name: str, read_text: ReadText) -> bool:
    """Return whether a file that imports a module takes a name of it, or names it: `patch.object(views, "Account")`."""
    source = read_text(path)
    if source is None:
        return True
    module, word = re.escape(bound).encode(), re.escape(name).encode()
    return re.search(rb"\b%s\s*(?:\.\s*%s\b|,\s*[\"']%s[\"'])" % (module, word, word), source.data) is not None
