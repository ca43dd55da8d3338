"""What the detectors gather from one piece, and how pieces join to the extraction of a file."""

import struct
from array import array
from collections.abc import Iterable
from typing import NamedTuple

from coupling_lsp.model.facts import (
    Access,
    Channel,
    Class,
    Declaration,
    Dynamic,
    Extraction,
    Facts,
    Ignore,
    Import,
    PlainField,
    Registration,
    Setting,
)
from coupling_lsp.text import Span


class FactsBuilder:
    """The facts of one piece. Each list has its places beside it; lines count within the piece."""

    __slots__ = (
        "accesses",
        "aliases",
        "channels",
        "classes",
        "columns",
        "declarations",
        "dynamics",
        "holds",
        "ignores",
        "imports",
        "registrations",
        "returns",
        "settings",
        "writers",
    )

    def __init__(self) -> None:
        self.imports: list[tuple[Import, Span, int]] = []
        self.classes: list[tuple[Class, list[Span]]] = []
        self.columns: list[PlainField] = []
        self.accesses: list[tuple[Access, Span]] = []
        self.dynamics: list[tuple[Dynamic, Span]] = []
        self.aliases: list[tuple[str, str]] = []
        self.settings: list[tuple[Setting, list[Span]]] = []
        self.ignores: list[Ignore] = []
        self.returns: list[tuple[str, str]] = []
        self.writers: list[str] = []
        self.holds: list[tuple[str, str]] = []
        self.channels: list[tuple[Channel, Span]] = []
        self.registrations: list[Registration] = []
        self.declarations: list[tuple[Declaration, Span]] = []


class Part(NamedTuple):
    """What one piece gave, and by how many lines its places move."""

    found: FactsBuilder
    lines: int


def join(parts: Iterable[Part]) -> Extraction:
    """The extraction of a file from its pieces, in order."""
    parts = tuple(parts)
    classes, class_spans = _join_classes(parts)
    spans, statements = array("I"), array("I")
    for part in parts:
        for _, span, line in part.found.imports:
            _put(spans, span, part.lines)
            statements.append(line + part.lines)
    spans.extend(class_spans)
    for part in parts:
        for _, span in part.found.accesses:
            _put(spans, span, part.lines)
    for part in parts:
        for _, span in part.found.dynamics:
            _put(spans, span, part.lines)
    for part in parts:
        for _, places in part.found.settings:
            for span in places:
                _put(spans, span, part.lines)
    for part in parts:
        for _, span in part.found.channels:
            _put(spans, span, part.lines)
    for part in parts:
        for _, span in part.found.declarations:
            _put(spans, span, part.lines)
    facts = Facts(
        imports=tuple(it for part in parts for it, _, _ in part.found.imports),
        classes=classes,
        accesses=tuple(it for part in parts for it, _ in part.found.accesses),
        dynamics=tuple(it for part in parts for it, _ in part.found.dynamics),
        aliases=tuple(it for part in parts for it in part.found.aliases),
        settings=tuple(it for part in parts for it, _ in part.found.settings),
        returns=tuple(it for part in parts for it in part.found.returns),
        writers=tuple(it for part in parts for it in part.found.writers),
        holds=tuple(it for part in parts for it in part.found.holds),
        channels=tuple(it for part in parts for it, _ in part.found.channels),
        registrations=tuple(it for part in parts for it in part.found.registrations),
        declarations=tuple(it for part in parts for it, _ in part.found.declarations),
        columns=tuple(it for part in parts for it in part.found.columns),
    )
    return Extraction(facts, spans.tobytes(), tuple(_ignores(parts)), statements.tobytes())


def _join_classes(parts: tuple[Part, ...]) -> "tuple[tuple[Class, ...], array[int]]":
    """The classes of all pieces; a partial one gives its fields and options to the class it continues."""
    classes: list[tuple[Class, list[Span]]] = []
    latest_by_name: dict[str, int] = {}
    for part in parts:
        for declared_class, places in part.found.classes:
            spans_in_file = [Span(a + part.lines, b, c + part.lines, d) for a, b, c, d in places]
            if (
                declared_class.partial
            ):  # Without its header, half-typed perhaps, nothing is known of the class it continues.
                if declared_class.name in latest_by_name and (
                    declared_class.fields or declared_class.options or declared_class.attributes
                ):
                    first_part, before_places = classes[latest_by_name[declared_class.name]]
                    whole = Class(
                        first_part.name,
                        first_part.bases,
                        first_part.fields + declared_class.fields,
                        first_part.options + declared_class.options,
                        first_part.attributes + declared_class.attributes,
                    )
                    classes[latest_by_name[declared_class.name]] = (
                        whole,
                        before_places + spans_in_file[1 + len(declared_class.bases) :],
                    )
                continue
            latest_by_name[declared_class.name] = len(classes)
            classes.append((declared_class, spans_in_file))
    spans = array("I")
    for _, places in classes:
        for span in places:
            spans.extend(span)
    return tuple(declared_class for declared_class, _ in classes), spans


def _ignores(parts: tuple[Part, ...]) -> Iterable[Ignore]:
    for part in parts:
        for ignore in part.found.ignores:
            a, b, c, d = ignore.span
            yield ignore._replace(line=ignore.line + part.lines, span=Span(a + part.lines, b, c + part.lines, d))


def _put(spans: "array[int]", span: Span, lines: int) -> None:
    line, column, end_line, end_column = span
    spans.extend((line + lines, column, end_line + lines, end_column))


assert struct.calcsize("I") == array("I").itemsize == 4, "Extraction.spans holds 32-bit numbers"
