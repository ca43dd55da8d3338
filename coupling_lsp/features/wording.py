"""The wording of edges and verdicts, the same in diagnostics, hovers and reports."""

from collections.abc import Iterable

from coupling_lsp.model.edge_kinds import CHANNELS, EDGE_KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision, Replacement

_TIMINGS = {"eager": "", "lazy": "lazy ", "lazy-import": "lazy ", "type-checking": "type-checking "}
VERDICTS = {"approved": "intentional", "tech-debt": "tech debt", "undeclared": "undeclared", "forbidden": "forbidden"}


def kind(edge: Edge) -> str:
    """Return what sort of edge it is: `foreign key`, `ORM read`, `lazy import`."""
    return f"{_kind(edge)}, probably" if edge.probable else _kind(edge)


def _kind(edge: Edge) -> str:
    if edge.kind == "import":
        return f"{_TIMINGS[edge.timing]}{'dynamic ' if edge.mechanism == 'dynamic' else ''}import"
    return _term_and_verb(edge)[0]


def sentence(edge: Edge) -> str:
    """Return an edge as a short clause: `orders reads billing.Invoice`."""
    verb = _term_and_verb(edge)[1]
    if edge.kind == "schema":
        subject = edge.symbol if edge.mechanism in ("mti", "proxy", "abstract") else edge.symbol or edge.app
        return f"{edge.app}.{subject} {verb} {edge.target}"
    adverb = "probably " if edge.probable and edge.kind not in CHANNELS else ""
    return f"{edge.app} {adverb}{verb} {edge.target}"


def _term_and_verb(edge: Edge) -> tuple[str, str]:
    row = EDGE_KINDS[edge.kind]
    return row.mechanisms.get(edge.mechanism, (row.term, row.verb))


def verdict(decision: Decision) -> str:
    """Return the verdict in words."""
    return VERDICTS[decision.verdict]


def calls(replacements: Iterable[Replacement]) -> str:
    """Return the calls to write in words: `find($ID) or count()`; empty where there are none."""
    return " or ".join(dict.fromkeys(it.call for it in replacements))


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 site`, `2 sites`; its plural where it is no `s` more."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
