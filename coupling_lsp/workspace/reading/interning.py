"""One value for all equal ones in the facts of a project: most of what they hold is the same few strings."""

import msgspec

from coupling_lsp.model.facts import Access, Class, Extraction, Import
from coupling_lsp.model.timing import Timing

_TIMINGS: dict[Timing, Timing] = {name: name for name in ("eager", "lazy", "lazy-import", "type-checking")}


class Interner:
    """Strings and imports that facts have in common: `from django.db import models` stands in thousands of files."""

    def __init__(self) -> None:
        self._strings: dict[str, str] = {}
        self._imports: dict[Import, Import] = {}

    def extraction(self, extraction: Extraction) -> Extraction:
        """Return the extraction with its imports, classes and accesses made of values that others have too."""
        facts = msgspec.structs.replace(
            extraction.facts,
            imports=tuple(self._import(it) for it in extraction.facts.imports),
            classes=tuple(self._class(it) for it in extraction.facts.classes),
            accesses=tuple(self._access(it) for it in extraction.facts.accesses),
        )
        return Extraction(facts, extraction.spans, extraction.ignores, extraction.statements)

    def _import(self, statement: Import) -> Import:
        interned = self._imports.get(statement)
        if interned is None:
            intern = self._strings.setdefault
            module, name = intern(statement.module, statement.module), intern(statement.name, statement.name)
            bound_name = intern(statement.bound, statement.bound)
            interned = Import(module, name, bound_name, statement.level, _TIMINGS[statement.timing], statement.local)
            self._imports[interned] = interned
        return interned

    def _class(self, definition: Class) -> Class:
        intern = self._strings.setdefault
        return Class(
            intern(definition.name, definition.name),
            tuple(intern(base, base) for base in definition.bases),
            definition.fields,
            tuple((intern(key, key), intern(value, value)) for key, value in definition.options),
            definition.attributes,
            definition.partial,
            definition.type_checked,
        )

    def _access(self, access: Access) -> Access:
        intern = self._strings.setdefault
        return Access(
            intern(access.root, access.root),
            intern(access.manager, access.manager),
            tuple(intern(link, link) for link in access.links),
            intern(access.symbol, access.symbol),
            _TIMINGS[access.timing],
            intern(access.reason, access.reason),
        )
