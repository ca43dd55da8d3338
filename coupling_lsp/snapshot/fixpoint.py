"""Runs second passes until no file says a name that would make another one interesting."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, Self, TypeVar

from coupling_lsp import detect
from coupling_lsp.index.types.call_graph import searched_parameters
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.search_terms import NO_SEARCH_TERMS, SearchTerms


class Searchable(Protocol):
    """A snapshot, as far as second passes go."""

    search_terms: SearchTerms
    extractions: Mapping[str, Extraction]

    @property
    def missing_terms(self) -> SearchTerms:
        """What the files deserve a second pass for, and have had none for."""

    def with_search_terms(self, search_terms: SearchTerms, changes: Mapping[str, Extraction]) -> Self:
        """Return the snapshot after a second pass for more search terms."""


_SnapshotT = TypeVar("_SnapshotT", bound=Searchable)


def settled(snapshots: Sequence[_SnapshotT], look: detect.SecondPass) -> list[_SnapshotT]:
    """Return the snapshots of one folder after second passes over each other's files, for all search terms they have.

    `look` gives the extractions of theirs that say more when terms are searched for besides.
    """
    current = list(snapshots)
    while missing_terms := _missing_terms(current):
        extractions = {path: it for snapshot in current for path, it in snapshot.extractions.items()}
        search_terms, changes = current[0].search_terms, dict[str, Extraction]()
        while missing_terms:  # What these say in turn is looked for at once: an index of it would tell nothing more.
            search_terms = search_terms.union(missing_terms)
            extended = look(extractions, missing_terms)
            changes.update(extended)
            extractions.update(extended)
            parameters = searched_parameters(extraction.facts for extraction in extended.values())
            missing_terms = SearchTerms(parameters=parameters).without(search_terms)
        for number, snapshot in enumerate(current):
            own_changes = {path: it for path, it in changes.items() if path in snapshot.extractions}
            current[number] = snapshot.with_search_terms(search_terms, own_changes)
    return current


def _missing_terms(snapshots: Iterable[Searchable]) -> SearchTerms:
    missing_terms = NO_SEARCH_TERMS
    for snapshot in snapshots:
        missing_terms = missing_terms.union(snapshot.missing_terms)
    return missing_terms
