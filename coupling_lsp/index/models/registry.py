"""What each file declares for the others: models, their tables, and the classes that its classes name."""

from collections.abc import Mapping
from typing import NamedTuple

from coupling_lsp.index.incremental.dependencies import Dependencies, Dependency
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy, Pairs, bases, serializers
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.facts import Facts


class FileModels(NamedTuple):
    """The models one file declares, by registry key, and the keys of all that was looked at to know it.

    `tables` are those that `Meta.db_table` names, in lower case; `bases` and `serializers` what its classes name.
    """

    models: tuple[tuple[str, Target], ...]
    dependencies: tuple[Dependency, ...]
    tables: tuple[tuple[str, Target], ...] = ()
    bases: Pairs = ()
    serializers: Pairs = ()


def file_models_of(path: str, facts: Facts, models: Models) -> FileModels:
    """What a file declares."""
    module = models.names.modules.names.get(path, "")
    dependencies = Dependencies()
    found: list[tuple[str, Target]] = []
    tables: list[tuple[str, Target]] = []
    heirs: list[tuple[Target, Target]] = []
    views: list[tuple[Target, Target]] = []
    for it in facts.classes if module else ():
        target = Target(module, it.name, True)
        heirs += bases(it, target, models.names, dependencies)
        views += serializers(it, target, models.names, dependencies)
        if (kind := models.model_kind(target, dependencies)) and (label := models.label(module, it, dependencies)):
            found.append((f"{label}.{it.name.rpartition('.')[2]}".lower(), target))
            table = it.option("Meta.db_table")
            if kind == "concrete" and table.startswith('"'):
                tables.append((table[1:].strip('"').rpartition(".")[2].strip('"').lower(), target))
    return FileModels(tuple(found), dependencies.frozen(), tuple(tables), tuple(heirs), tuple(views))


def build_registry(declared: Mapping[str, FileModels]) -> dict[str, Target]:
    """The models of all files; of two with the same key the first one in path order stands."""
    registry: dict[str, Target] = {}
    for path in sorted(declared):
        for key, target in declared[path].models:
            registry.setdefault(key, target)
    return registry


def build_class_hierarchy(declared: Mapping[str, FileModels]) -> ClassHierarchy:
    """The classes of all files by what they name."""
    files = [declared[path] for path in sorted(declared)]
    return ClassHierarchy((it.bases for it in files), (it.serializers for it in files))
