"""What else needs a name that a module imports, so that the import has to stay where it is."""

import re

from coupling_lsp.fixes.imports import names
from coupling_lsp.fixes.imports.imported_name import ImportedName
from coupling_lsp.fixes.service import other_files
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.snapshot.state import Snapshot

_NAMESPACE = re.compile(rb"\b(?:globals|vars|eval|exec)\s*\(|sys\.modules\[\s*__name__\s*\]")
"""What gets at the names of a module without saying them."""


def dependent(snapshot: Snapshot, path: str, name: ImportedName, read_text: ReadText) -> str:
    """Return who needs a name of the module at `path`, in words for the user; empty where nobody does."""
    if names.is_exported(name.tree, name.bound):
        return f"`{names.EXPORTS}` lists `{name.bound}`"
    if _NAMESPACE.search(name.source.data):
        return "the file gets at its names by `globals()`, `vars()` or `eval()`"
    has_exports = bool(names.module_bindings(name.tree, names.EXPORTS))
    for module in snapshot.index.names.modules.names_of(path):
        if naming_file := other_files.naming_file(snapshot, module, name.bound, read_text):
            return f"{naming_file} names `{name.bound}` of this module in a string, as to replace it"
        if importer := other_files.importer(snapshot, module, name.bound, read_text, has_exports=has_exports):
            return f"{importer} takes `{name.bound}` from this module"
    return ""
