"""Puts the results of the second pass into the extraction of a file."""

from array import array
from collections.abc import Iterator

from msgspec.structs import replace

from coupling_lsp.detect.second_pass.uses import Uses
from coupling_lsp.model.facts import Access, Call, Extraction, Sites
from coupling_lsp.text import Span

PieceUses = list[tuple[Uses, int]]
"""Results of the second pass by piece, each with the number of lines before the piece."""


def replace_uses(extraction: Extraction, piece_uses: PieceUses) -> Extraction:
    """Return the extraction with the results of a second pass in place of those of an earlier one."""
    return _with_uses(extraction, list(_reads(piece_uses)), [call for uses, _ in piece_uses for call in uses.calls])


def add_uses(extraction: Extraction, piece_uses: PieceUses) -> Extraction:
    """Return the extraction with the results of a pass for other search terms besides its own."""
    facts = extraction.facts
    known_reads = ((extraction.span(site), access) for site, access in enumerate(facts.reads, Sites.of(facts).reads))
    reads = [*known_reads, *_reads(piece_uses)]
    return _with_uses(extraction, reads, [*facts.calls, *(call for uses, _ in piece_uses for call in uses.calls)])


def _reads(piece_uses: PieceUses) -> Iterator[tuple[Span, Access]]:
    for uses, lines in piece_uses:
        for access, (line, column, end_line, end_column) in uses.reads:
            yield Span(line + lines, column, end_line + lines, end_column), access


def _with_uses(extraction: Extraction, reads: list[tuple[Span, Access]], calls: list[Call]) -> Extraction:
    """Order reads by place and calls by content, so that the number of passes has no effect."""
    first = extraction.facts
    if not (reads or calls or first.reads or first.calls):
        return extraction
    ordered_reads = sorted(set(reads), key=lambda it: (it[0], it[1].root, it[1].manager, it[1].links))
    spans = array("I", (number for span, _ in ordered_reads for number in span))
    facts = replace(
        first,
        reads=tuple(access for _, access in ordered_reads),
        calls=tuple(sorted(set(calls), key=lambda call: (call.callee, call.key, call.path))),
        answers=(),
    )
    spans_before = extraction.spans[: Sites.of(first).reads * 16]
    return Extraction(facts, spans_before + spans.tobytes(), extraction.ignores, extraction.statements)
