"""Detectors find facts in the text of one file. Each is a module, and is listed here.

Most are called where one of their patterns matches: a scan over the bytes finds these places, and nothing else is
parsed. Some read whole pieces of a kind.
"""

from typing import Protocol

from coupling_lsp.detect import channels
from coupling_lsp.detect.detectors import (
    aliases,
    annotated_results,
    atomic_blocks,
    classes,
    comments,
    declarations,
    dynamic_imports,
    dynamic_models,
    imports,
    instance_attributes,
    instance_calls,
    manager_calls,
    replacements,
    results,
    settings,
    url_names,
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
        """The bytes at which the detector is called."""

    def visit(self, tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
        """Gather what stands at a pattern; `start` and `end` are offsets in the bytes of the tree."""


class PieceDetector(Protocol):
    """Gathers facts from whole pieces."""

    def concerns(self, kind: PieceKind) -> bool:
        """Return whether pieces of a kind may hold facts of this detector."""

    def read(self, tree: Tree, facts: FactsBuilder) -> None:
        """Gather the facts of a piece."""


class TextDetector(Protocol):
    """Gathers facts from the text of functions, so that most of these need no tree."""

    def has_candidates(self, data: bytes) -> bool:
        """Return whether the text of a function may hold facts."""

    def read_text(self, data: bytes, header: bytes, facts: FactsBuilder, *, is_parsed: bool) -> None:
        """Gather the facts of a text; `is_parsed` tells that other detectors read the tree of the piece."""


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
    atomic_blocks,
    dynamic_models,
    replacements,
    url_names,
)

PIECE_DETECTORS: tuple[PieceDetector, ...] = (classes, results, instance_attributes, aliases, settings)

TEXT_DETECTORS: tuple[TextDetector, ...] = (annotated_results,)
