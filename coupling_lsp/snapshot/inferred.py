"""A snapshot with the edges that follow from classes somebody else told, in places our own reading left open."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import NamedTuple

from msgspec.structs import replace

from coupling_lsp.index import answers
from coupling_lsp.index.answers import Answered, Told
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Access, Extraction
from coupling_lsp.model.rules import Decision
from coupling_lsp.rules.match import Matcher
from coupling_lsp.snapshot.decided import decide
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span


class Answer(NamedTuple):
    """What is known of a use of a model: where it stands, what the name before it is, and the steps from there."""

    access: Access
    span: Span
    told: tuple[Told, ...]
    rest: str


def apart(snapshot: Snapshot) -> Snapshot:
    """The same snapshot, to be asked beside the thread that makes the next one."""
    after = copy(snapshot)
    after.index = snapshot.index._replace(types=snapshot.index.types.apart())
    return after


def edges(snapshot: Snapshot, path: str, answer: Answer) -> list[tuple[Edge, Decision]]:
    """The edges that follow from one answer, with their verdicts. Their sites are none of the file's."""
    found = answers.resolve(snapshot.index, path, [Answered(answer.access, 0, answer.told, answer.rest)]).edges
    matcher = Matcher(snapshot.ruleset, snapshot.apps)
    return [(edge, matcher.decide(edge)) for edge in found]


def with_answers(snapshot: Snapshot, given: Mapping[str, Sequence[Answer]]) -> Snapshot:
    """The snapshot with the edges that follow from answers, by path. It is for reports: edits do not go on from it."""
    extractions, resolved = dict(snapshot.extractions), dict(snapshot.index.resolved)
    for path, found in given.items():
        before = extractions[path]
        first = len(before.spans) // 16
        asked = [Answered(it.access, site, it.told, it.rest) for site, it in enumerate(found, first)]
        after = answers.resolve(snapshot.index, path, asked)
        extractions[path] = _with_spans(before, [it.span for it in found])
        known = {extractions[path].span(site) for site in after.known}
        resolved[path] = resolved[path]._replace(
            edges=(*resolved[path].edges, *after.edges),
            unresolved=tuple(it for it in resolved[path].unresolved if before.span(it.site) not in known),
        )
    index = snapshot.index._replace(resolved=resolved)
    decisions = decide(index, snapshot.ruleset, {}, None)
    return Snapshot(
        snapshot.layout,
        extractions,
        index,
        snapshot.ruleset,
        decisions,
        snapshot.texts,
        {},
        snapshot.words,
        snapshot.linted,
    )


def _with_spans(extraction: Extraction, spans: Sequence[Span]) -> Extraction:
    more = b"".join(number.to_bytes(4, "little") for span in spans for number in span)
    return replace(extraction, spans=extraction.spans + more)
