"""What detectors gather from one piece, and how pieces join to the extraction of a file.

A new sort of fact is a list of `FactsBuilder`, under the name of its field of `Facts`; the rest follows from it.
"""

import struct
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from msgspec import Struct, structs

from coupling_lsp.model.atomic_block import AtomicBlock
from coupling_lsp.model.declaration import Declaration
from coupling_lsp.model.facts import (
    NO_FACTS,
    Access,
    Channel,
    Class,
    Dynamic,
    Extraction,
    Facts,
    Import,
    PlainField,
    Registration,
    Sites,
)
from coupling_lsp.model.ignore import Ignore
from coupling_lsp.model.setting import Setting
from coupling_lsp.text import Span


class FactsBuilder(Struct, eq=False):
    """The facts of one piece, a list for each field of `Facts` that the first pass fills; lines count in the piece.

    A fact that has places stands beside its span, or beside a list of spans when it has several. `statements` holds
    the line of each import's statement, `type_checked_aliases` those that only type checkers read.
    """

    imports: list[tuple[Import, Span]] = []
    statements: list[int] = []
    classes: list[tuple[Class, list[Span]]] = []
    columns: list[PlainField] = []
    accesses: list[tuple[Access, Span]] = []
    dynamics: list[tuple[Dynamic, Span]] = []
    aliases: list[tuple[str, str]] = []
    settings: list[tuple[Setting, list[Span]]] = []
    ignores: list[Ignore] = []
    returns: list[tuple[str, str]] = []
    replacements: list[str] = []
    holds: list[tuple[str, str]] = []
    channels: list[tuple[Channel, Span]] = []
    registrations: list[Registration] = []
    atomic_blocks: list[tuple[AtomicBlock, Span]] = []
    declarations: list[tuple[Declaration, Span]] = []
    type_checked_aliases: list[tuple[str, str]] = []


NO_EXTRACTION = Extraction(NO_FACTS, b"")
"""Of a file that says nothing."""

_FIELDS = [name for name in FactsBuilder.__struct_fields__ if name in Facts.__struct_fields__]
_WITHOUT_PLACES = [name for name in _FIELDS if name not in Sites._fields]
_WITH_PLACES = [name for name in Sites._fields if name in _FIELDS]
"""In the order in which sites are numbered."""


class Part(NamedTuple):
    """The facts of one piece, and by how many lines their places move."""

    facts: FactsBuilder
    lines: int


def join(parts: Iterable[Part]) -> Extraction:
    """Return the extraction of a file from its pieces, in order."""
    parts = _without_replaced(tuple(parts))
    spans = array("I")
    sections: dict[str, tuple[Any, ...]] = {
        name: tuple(chain.from_iterable([getattr(part.facts, name) for part in parts])) for name in _WITHOUT_PLACES
    }
    for name in _WITH_PLACES:
        join_section = _join_classes if name == "classes" else _join_section
        sections[name] = tuple(join_section(name, parts, spans))
    statements = array("I", [line + part.lines for part in parts for line in part.facts.statements])
    return Extraction(Facts(**sections), spans.tobytes(), tuple(_ignores(parts)), statements.tobytes())


def _without_replaced(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return parts with the names that only type checkers read, but for those that the program binds as well."""
    replaceable = [part for part in parts if part.facts.type_checked_aliases or _type_checked_classes(part.facts)]
    if not replaceable:
        return parts
    bound_names = {name for part in parts for name in _bound_names(part.facts)}
    return tuple(_merged(part, bound_names) if part in replaceable else part for part in parts)


def _type_checked_classes(facts: FactsBuilder) -> bool:
    return any(class_.type_checked for class_, _ in facts.classes)


def _bound_names(facts: FactsBuilder) -> Iterator[str]:
    """Yield the names of a module that the program binds when it runs."""
    yield from (class_.name for class_, _ in facts.classes if not class_.partial and not class_.type_checked)
    yield from (name for name, _ in facts.aliases)
    yield from (it.bound for it, _ in facts.imports if it.timing != "type-checking" and not it.local)


def _merged(part: Part, bound_names: set[str]) -> Part:
    facts = part.facts
    classes = [it for it in facts.classes if not (it[0].type_checked and it[0].name.partition(".")[0] in bound_names)]
    aliases = [it for it in facts.type_checked_aliases if it[0] not in bound_names]
    return part._replace(facts=structs.replace(facts, classes=classes, aliases=facts.aliases + aliases))


def _join_section(name: str, parts: tuple[Part, ...], spans: "array[int]") -> Iterable[Any]:
    """Return the facts of one field of all pieces, and put their places behind `spans`."""
    section = []
    for part in parts:
        lines = part.lines
        for fact, place in getattr(part.facts, name):
            section.append(fact)
            for line, column, end_line, end_column in place if isinstance(place, list) else (place,):
                spans.extend((line + lines, column, end_line + lines, end_column))
    return section


def _join_classes(_name: str, parts: tuple[Part, ...], spans: "array[int]") -> Iterable[Class]:
    """Return the classes of all pieces as `_join_section` does; a partial one adds to the class it continues."""
    classes: list[tuple[Class, list[Span]]] = []
    latest_by_name: dict[str, int] = {}
    for part in parts:
        for declared_class, places in part.facts.classes:
            spans_in_file = [Span(a + part.lines, b, c + part.lines, d) for a, b, c, d in places]
            if not declared_class.partial:
                latest_by_name[declared_class.name] = len(classes)
                classes.append((declared_class, spans_in_file))
                continue
            # Without its header, half-typed perhaps, nothing is known of the class it continues.
            number = latest_by_name.get(declared_class.name)
            if number is None or not (declared_class.fields or declared_class.options or declared_class.attributes):
                continue
            first_part, first_spans = classes[number]
            whole = Class(
                first_part.name,
                first_part.bases,
                first_part.fields + declared_class.fields,
                first_part.options + declared_class.options,
                first_part.attributes + declared_class.attributes,
                type_checked=first_part.type_checked,
            )
            classes[number] = (whole, first_spans + spans_in_file[1 + len(declared_class.bases) :])
    for _, places in classes:
        spans.extend(chain.from_iterable(places))
    return [declared_class for declared_class, _ in classes]


def _ignores(parts: tuple[Part, ...]) -> Iterable[Ignore]:
    for part in parts:
        for ignore in part.facts.ignores:
            a, b, c, d = ignore.span
            yield ignore._replace(line=ignore.line + part.lines, span=Span(a + part.lines, b, c + part.lines, d))


assert struct.calcsize("I") == array("I").itemsize == 4, "Extraction.spans holds 32-bit numbers"
