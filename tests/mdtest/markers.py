"""Comments that say what must be found, and the places they speak of."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.text import Span, Text
from mdtest.suite import Block, Line, SuiteError

KINDS = (
    *("edge", "error", "warning", "info", "hint", "hover", "unresolved", "fix", "unchanged", "changed"),
    *("lens", "references", "definition", "declaration", "type-definition"),
    "refactoring",
)
_OTHER_COMMENTS = ("coupling", "type", "noqa", "pragma", "fmt", "wrong")

_MARKER = re.compile(r"\{?#\s*([a-z][a-z-]*):\s+(.*?)(?:\s*#\})?$")
_BODY = re.compile(
    r"(?P<payload>[^`\"]*?)\s*(?:\bat `(?P<anchor>[^`]+)`(?:#(?P<ordinal>\d+))?)?\s*(?P<words>(?:\"[^\"]*\"\s*)*)"
)
_PAYLOADS = {
    "edge": re.compile(r"(\S+) -> (\S+) \(([^()]+)\)"),
    "hover": re.compile(r"(?:nothing)?"),
    "unresolved": re.compile(""),
    "fix": re.compile(r"(?:not )?[a-z-]+"),
    "refactoring": re.compile(r"(?:not )?[a-z-]+"),
    "unchanged": re.compile("edges"),
    "changed": re.compile("edges"),
    **dict.fromkeys(("lens", "references", "definition", "declaration", "type-definition"), re.compile("")),
}
_DIAGNOSTIC = re.compile(r"\[[a-z-]+\]")


class Marker(NamedTuple):
    """An expectation. `span` is the place it names, if it names one; `lines` are those of the text it speaks of."""

    kind: str
    path: str
    payload: str
    span: Span | None
    lines: range
    words: tuple[str, ...]
    number: int

    def covers(self, span: Span) -> bool:
        """Whether a place is the one the marker speaks of."""
        return span == self.span if self.span is not None else span.line in self.lines


def markers(block: Block, text: Text) -> Iterator[Marker]:
    """The markers of a block. A marker alone on its line speaks of the nearest other line above it."""
    target: Line | None = None
    for line in block.lines:
        match = _find(line)
        if match is None or line.text[: match.start()].strip():
            target = line
        if match is None:
            continue
        if target is None and match[1] in ("unchanged", "changed"):
            target = line
        if target is None:
            raise SuiteError([(line.number, "there is no line above this marker")])
        code = target.text[: match.start()] if target is line else target.text
        yield _read(block.path, match, line.number, code, target.byte, text)


def _find(line: Line) -> re.Match[str] | None:
    match = _MARKER.search(line.text)
    if match is None or match[1] in _OTHER_COMMENTS:
        return None
    alone = not line.text[: match.start()].strip()
    if match[1] in KINDS:
        return match
    if alone and "-" not in match[1]:
        raise SuiteError([(line.number, f"`{match[1]}:` is no marker; there are {', '.join(KINDS)}")])
    return None


def _read(path: str, match: re.Match[str], number: int, code: str, byte: int, text: Text) -> Marker:
    kind = match[1]
    body = _BODY.fullmatch(match[2].strip())
    if body is None or not _PAYLOADS.get(kind, _DIAGNOSTIC).fullmatch(body["payload"]):
        raise SuiteError([(number, f"cannot read the marker {match[0]!r}")])
    start, end = text.place(byte)[0], text.place(byte + len(code.encode()))[0]
    span = None
    if body["anchor"]:
        span = _span(body["anchor"], int(body["ordinal"] or 1), code, byte, text, number)
    words = tuple(re.findall(r'"([^"]*)"', body["words"]))
    return Marker(kind, path, body["payload"], span, range(start, end + 1), words, number)


def _span(anchor: str, ordinal: int, code: str, byte: int, text: Text, number: int) -> Span:
    position = -1
    for _ in range(ordinal):
        position = code.find(anchor, position + 1)
        if position < 0:
            which = f" {ordinal} times" if ordinal > 1 else ""
            raise SuiteError([(number, f"`{anchor}` does not stand{which} on the line {code.strip()!r}")])
    start = byte + len(code[:position].encode())
    return text.span(start, start + len(anchor.encode()))
