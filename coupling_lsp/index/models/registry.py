"""What each file declares for the others: models, their tables, and the classes that its classes name."""

from collections.abc import Mapping
from typing import NamedTuple

from coupling_lsp.index.incremental.dependencies import Dependencies, Dependency
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.references import registry_key
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy, NamedClasses, named_classes
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model import class_options
from coupling_lsp.model.expression import literal_value
from coupling_lsp.model.facts import Facts


class FileModels(NamedTuple):
    """What one file declares for others: its models by registry key, and what its classes name.

    `tables` are those that `Meta.db_table` names, in lower case.
    """

    models: tuple[tuple[str, Target], ...]
    dependencies: tuple[Dependency, ...]
    tables: tuple[tuple[str, Target], ...] = ()
    named_classes: NamedClasses = NamedClasses()


def file_models_of(path: str, facts: Facts, models: Models) -> FileModels:
    """Return what a file declares."""
    module = models.names.modules.names.get(path, "")
    dependencies = Dependencies()
    registered_models: list[tuple[str, Target]] = []
    tables: list[tuple[str, Target]] = []
    for class_ in facts.classes if module else ():
        target = Target(module, class_.name, True)
        if class_.type_checked:
            continue  # The program never makes it.
        if (kind := models.model_kind(target, dependencies)) and (label := models.label(module, class_, dependencies)):
            registered_models.append((registry_key(label, class_.name.rpartition(".")[2]), target))
            table = literal_value(class_.option(class_options.DB_TABLE))
            if kind == "concrete" and table:
                tables.append((_table_name(table), target))
    named = named_classes(facts, module, models.names, dependencies) if module else NamedClasses()
    return FileModels(tuple(registered_models), dependencies.frozen(), tuple(tables), named)


def build_registry(file_models: Mapping[str, FileModels]) -> dict[str, Target]:
    """Return the models of all files by key; of two with the same key the first one in path order stands."""
    registry: dict[str, Target] = {}
    for path in sorted(file_models):
        for key, target in file_models[path].models:
            registry.setdefault(key, target)
    return registry


def build_class_hierarchy(file_models: Mapping[str, FileModels]) -> ClassHierarchy:
    """Return which classes of all files name which others."""
    return ClassHierarchy([file_models[path].named_classes for path in sorted(file_models)])


def _table_name(table: str) -> str:
    """Return the name of a table in lower case, without schema and quotes: `"main"."billing_invoice"`."""
    return table.strip('"').rpartition(".")[2].strip('"').lower()
