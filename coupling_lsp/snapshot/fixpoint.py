"""Runs second passes until no file says a name that would make another one interesting."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, Self, TypeVar

from coupling_lsp import detect
from coupling_lsp.index.project import Index
from coupling_lsp.index.types.call_graph import searched_parameters
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.words import NO_WORDS, Words


class Searchable(Protocol):
    """A snapshot, as far as second passes go."""

    words: Words
    extractions: Mapping[str, Extraction]
    index: Index

    def with_words(self, words: Words, changes: Mapping[str, Extraction]) -> Self:
        """Return the snapshot after a second pass for more words."""


_SnapshotT = TypeVar("_SnapshotT", bound=Searchable)


def settled(snapshots: Sequence[_SnapshotT], look: detect.Look) -> list[_SnapshotT]:
    """Return the snapshots of one folder after second passes over each other's files, for all words that they want.

    `look` gives the extractions of theirs that say more when words are wanted besides.
    """
    current = list(snapshots)
    while missing_words := _missing_words(current):
        extractions = {path: it for snapshot in current for path, it in snapshot.extractions.items()}
        words, changes = current[0].words, dict[str, Extraction]()
        while missing_words:  # What these say in turn is looked for at once: an index of it would tell nothing more.
            words = words.union(missing_words)
            extended = look(extractions, missing_words)
            changes.update(extended)
            extractions.update(extended)
            parameters = searched_parameters(extraction.facts for extraction in extended.values())
            missing_words = Words(parameters=parameters).without(words)
        for number, snapshot in enumerate(current):
            own_changes = {path: it for path, it in changes.items() if path in snapshot.extractions}
            current[number] = snapshot.with_words(words, own_changes)
    return current


def _missing_words(snapshots: Iterable[Searchable]) -> Words:
    missing_words = NO_WORDS
    for snapshot in snapshots:
        missing_words = missing_words.union(snapshot.index.wanted().without(snapshot.words))
    return missing_words
