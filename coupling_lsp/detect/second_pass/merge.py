"""Puts the results of the second pass into the extraction of a file."""

from array import array
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec.structs import replace

from coupling_lsp.detect.second_pass.uses import Uses
from coupling_lsp.model.facts import Access, Call, Extraction, Sites
from coupling_lsp.text import Span

PlacedAccess = tuple[Span, Access]

PieceUses = list[tuple[Uses, int]]
"""Results of the second pass by piece, each with the number of lines before the piece."""


def replace_uses(extraction: Extraction, piece_uses: PieceUses) -> Extraction:
    """Return the extraction with the results of a second pass in place of those of an earlier one."""
    return _with_uses(
        extraction, list(_placed(piece_uses, "reads")), list(_placed(piece_uses, "queries")), _calls(piece_uses)
    )


def add_uses(extraction: Extraction, piece_uses: PieceUses) -> Extraction:
    """Return the extraction with the results of a pass for other search terms besides its own."""
    facts, sites = extraction.facts, Sites.of(extraction.facts)
    known_reads = ((extraction.span(site), access) for site, access in enumerate(facts.reads, sites.reads))
    known_queries = ((extraction.span(site), access) for site, access in enumerate(facts.queries, sites.queries))
    reads, queries = (
        [*known_reads, *_placed(piece_uses, "reads")],
        [*known_queries, *_placed(piece_uses, "queries")],
    )
    return _with_uses(extraction, reads, queries, [*facts.calls, *_calls(piece_uses)])


def _placed(piece_uses: PieceUses, field: Literal["reads", "queries"]) -> Iterator[PlacedAccess]:
    for uses, lines in piece_uses:
        for access, (line, column, end_line, end_column) in getattr(uses, field):
            yield Span(line + lines, column, end_line + lines, end_column), access


def _calls(piece_uses: PieceUses) -> list[Call]:
    return [call for uses, _ in piece_uses for call in uses.calls]


def _with_uses(
    extraction: Extraction, reads: list[PlacedAccess], queries: list[PlacedAccess], calls: list[Call]
) -> Extraction:
    """Order accesses by place and calls by content, so that the number of passes has no effect."""
    first = extraction.facts
    if not (reads or queries or calls or first.reads or first.queries or first.calls):
        return extraction
    ordered_reads, ordered_queries = _ordered(reads), _ordered(queries)
    spans = array("I", (number for span, _ in (*ordered_reads, *ordered_queries) for number in span))
    facts = replace(
        first,
        reads=tuple(access for _, access in ordered_reads),
        queries=tuple(access for _, access in ordered_queries),
        calls=tuple(sorted(set(calls), key=lambda call: (call.callee, call.key, call.path))),
        answers=(),
    )
    spans_before = extraction.spans[: Sites.of(first).reads * 16]
    return Extraction(facts, spans_before + spans.tobytes(), extraction.ignores, extraction.statements)


def _ordered(accesses: Iterable[PlacedAccess]) -> list[PlacedAccess]:
    return sorted(set(accesses), key=lambda it: (it[0], it[1].root, it[1].manager, it[1].links))
