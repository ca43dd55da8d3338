"""What finds facts in the text of one file. A detector is one module, listed here.

Most are asked where one of their patterns stands: a scan over the bytes finds these places, and nothing else is parsed.
Some read each piece of a sort as a whole.
"""

from typing import Protocol

from coupling_lsp.detect import channels
from coupling_lsp.detect.detectors import (
    aliases,
    annotated_results,
    classes,
    comments,
    declarations,
    dynamic_imports,
    dynamic_models,
    imports,
    instance_attributes,
    instance_calls,
    manager_calls,
    results,
    settings,
)
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.source.tree import Tree


class PatternDetector(Protocol):
    """Gathers facts where one of its patterns stands.

    A module may have `is_candidate(data, start, end)` as well, which tells by the bytes around a pattern whether the
    place deserves a tree at all, and `more_places(data, loaders)`, which yields ranges of bytes that no fixed pattern
    finds.
    """

    @property
    def PATTERNS(self) -> tuple[bytes, ...]:  # noqa: N802 - the constant of a module
        """The bytes that call the detector."""

    def visit(self, tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
        """Gather what stands at a pattern; `start` and `end` are offsets in the bytes of the tree."""


class PieceDetector(Protocol):
    """Gathers facts from whole pieces."""

    def concerns(self, kind: PieceKind) -> bool:
        """Return whether pieces of a kind may say something here."""

    def read(self, tree: Tree, facts: FactsBuilder) -> None:
        """Gather what a piece says."""


class TextDetector(Protocol):
    """Gathers facts from the text of functions, so that most of these need no tree."""

    def has_candidates(self, data: bytes, header: bytes) -> bool:
        """Return whether the text of a function says something here; `header` completes a method to its class."""

    def read_text(self, data: bytes, header: bytes, facts: FactsBuilder, *, is_parsed: bool) -> None:
        """Gather what the text says; `is_parsed` tells that other detectors read the piece as well."""


DETECTORS: tuple[PatternDetector, ...] = (
    imports,
    classes,
    manager_calls,
    instance_calls,
    annotated_results,
    dynamic_imports,
    comments,
    channels,
    declarations,
    dynamic_models,
)

PIECE_DETECTORS: tuple[PieceDetector, ...] = (classes, results, instance_attributes, aliases, settings)

TEXT_DETECTORS: tuple[TextDetector, ...] = (annotated_results,)
