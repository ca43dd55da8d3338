"""What jedi said of a file, put into its facts: an input like the text, from which edges follow as from all others.

The next reading of the text is without it, so no answer outlives what it was about.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import NamedTuple

from msgspec.structs import replace

from coupling_lsp.index.types.inference import Types
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Answer, Extraction, Sites
from coupling_lsp.model.rules import Decision
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span


class Answered(NamedTuple):
    """An answer, and the place of the use it is about."""

    span: Span
    answer: Answer


def apart(snapshot: Snapshot, types: Types) -> Snapshot:
    """The same snapshot, to be asked beside the thread that makes the next one, with types of its own."""
    copied = copy(snapshot)
    copied.index = snapshot.index._replace(types=types)
    return copied


def with_answers(snapshot: Snapshot, answers: Mapping[str, Sequence[Answered]]) -> Snapshot:
    """The snapshot when this was said of some of its files, in place of what was said before."""
    extractions = {path: _with(snapshot.extractions[path], file_answers) for path, file_answers in answers.items()}
    return snapshot.with_extractions(extractions)


def edges(snapshot: Snapshot, path: str, answer: Answered) -> list[tuple[Edge, Decision]]:
    """The edges that would follow from one answer, with their verdicts."""
    answered_snapshot = with_answers(snapshot, {path: [answer]})
    return [(edge, decision) for edge, decision in answered_snapshot.edges_of(path) if edge.probable]


def given(snapshot: Snapshot, path: str) -> list[Answered]:
    """What was said of a file."""
    extraction = snapshot.extractions[path]
    first = Sites.of(extraction.facts).answers
    return [Answered(extraction.span(site), it) for site, it in enumerate(extraction.facts.answers, first)]


def without_answers(extraction: Extraction) -> Extraction:
    """What our own reading of a file says."""
    if not extraction.facts.answers:
        return extraction
    return replace(
        extraction,
        facts=replace(extraction.facts, answers=()),
        spans=extraction.spans[: Sites.of(extraction.facts).answers * 16],
    )


def _with(extraction: Extraction, file_answers: Sequence[Answered]) -> Extraction:
    own = without_answers(extraction)
    if not file_answers:
        return own
    first = Sites.of(own.facts).accesses
    open_sites = {own.span(site): site for site, it in enumerate(own.facts.accesses, first) if it.manager}
    answers = tuple(
        replace(it, open=open_sites.get(span, -1) if it.access.manager else -1) for span, it in file_answers
    )
    more_spans = b"".join(number.to_bytes(4, "little") for span, _ in file_answers for number in span)
    return replace(own, facts=replace(own.facts, answers=answers), spans=own.spans + more_spans)
