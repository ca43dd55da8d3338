"""What following the steps of a value path asks of inference: the types of what other paths begin at."""

from typing import Protocol

from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.models.model_classes import Models
from coupling_lsp.index.models.relations import Relations
from coupling_lsp.index.symbols.class_hierarchy import ClassHierarchy
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.index.types.type_kinds import Type, TypeSet
from coupling_lsp.model.value_path_parts import Parameter


class Roots(Protocol):
    """What tells the types of names and of whole paths."""

    models: Models
    relations: Relations
    hierarchy: ClassHierarchy

    def evaluate(self, path: str, module: str, dependencies: Dependencies) -> TypeSet:
        """Return the types of a path written in a module."""

    def parameter_types(
        self, parameter: Parameter, module: str, dependencies: Dependencies, receiver: Target | None = None
    ) -> list[Type]:
        """Return the types of a parameter, by the calls on a class, its bases and its subclasses."""

    def of_target(self, target: Target, dependencies: Dependencies) -> Type | None:
        """Return the type of what a name leads to; None where that is nothing known."""
