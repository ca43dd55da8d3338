"""The second look at a file: for words that other files of its project made interesting.

Which attribute loads a row of another model, and which function is called with one, only the whole project knows. So
it hands in the names of its relations and of the functions whose parameters matter, and the places where these
stand are looked at. Depends on the text and the words alone, piece by piece, like the first look.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs
from msgspec.structs import replace
from tree_sitter import Node

from coupling_lsp.detect import joins
from coupling_lsp.detect.handed import may_hand
from coupling_lsp.detect.instances import OWN, RELATED, is_candidate
from coupling_lsp.detect.looked_up import ENDS, alone, is_lookup, is_read, spelt
from coupling_lsp.detect.queries import links
from coupling_lsp.model.facts import Access, Call, Extraction, Sites
from coupling_lsp.model.words import NO_WORDS, Words
from coupling_lsp.source.pieces import Piece
from coupling_lsp.source.tree import Tree, arguments, enclosing, text
from coupling_lsp.source.values import is_class, is_instance, value
from coupling_lsp.text import IN_NAME, Span

_TESTS = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+test(?!_func\b)", re.M)  # Django's views have a `test_func`.
_CONNECT = b".connect("
_NO_READ = re.compile(rb"[ \t]*(?:\((?!manager=)|=(?!=))")
_COMMON = frozenset(
    name.encode() for name in (*dir(dict), *dir(list), *dir(str), *dir(set), *RELATED, "save", "add", "set", "remove")
)
"""Methods that what Python and Django bring has too: they count where they are called on a class or on `self`."""

_OF_MANAGER = frozenset(["__class__", "model", "_meta", "through", "field", "db", "query", "rel"])

_OF_CLASS = re.compile(rb"(?:\b(?:self|cls)|(?<!request\.)\b[A-Z]\w*|super\(\))\Z")
_DEFINED = re.compile(rb"\b(?:def|class)[ \t]+\Z")
_FARTHEST = 60
_AUTOMATON, _MANY = ahocorasick_rs.Implementation, 500
_DOT, _OPENING = ord("."), ord("(")
_LOADING = b"_related("


class Seen(NamedTuple):
    """What the second look at one piece gave; lines count within the piece."""

    reads: tuple[tuple[Access, Span], ...]
    calls: tuple[Call, ...]


class Memory(NamedTuple):
    """What pieces gave when they were looked at for some words."""

    seen: Mapping[bytes, Seen]
    words: Words


NO_MEMORY = Memory({}, NO_WORDS)
_NOTHING = Seen((), ())


def look(
    data: bytes, pieces: Callable[[], list[Piece]], words: Words, memory: Memory, trees: Mapping[bytes, Tree]
) -> tuple[list[tuple[Seen, int]], Memory]:
    """What each piece says of the words, with the number of lines before it, and the memory for the next text.

    `trees` are those of pieces that were parsed already.
    """
    hits = hits_of(data, words)
    before = memory.seen if not memory.words.without(words) else {}
    # A piece that says none of the words that are wanted only now gives what it gave before.
    latest = [start for start, _ in hits_of(data, words.without(memory.words))] if before else []
    found: list[tuple[Seen, int]] = []
    kept: dict[bytes, Seen] = {}
    cursor = line = counted = 0
    for piece in pieces() if hits else ():
        first = cursor
        while cursor < len(hits) and hits[cursor][0] < piece.end:
            cursor += 1
        mine = [it for it in hits[first:cursor] if is_read(data, piece.start, *it)]
        if not piece.is_function:
            mine = [it for it in mine if _is_anywhere(data, *it)]
        if not mine:
            continue
        whole = piece.header + data[piece.start : piece.end]
        seen = kept.get(whole)
        if seen is None and bisect_left(latest, piece.start) == bisect_left(latest, piece.end):
            seen = before.get(whole)
        if seen is None:
            shift = len(piece.header) - piece.start
            tree = trees.get(whole) or Tree(whole, bool(piece.header), mend=True)
            seen = _look(tree, [tree.moved(start + shift, end + shift) for start, end in mine], keys_of(words))
        kept[whole] = seen
        line += data.count(b"\n", counted, piece.start)
        counted = piece.start
        if seen.reads or seen.calls:
            found.append((seen, line - bool(piece.header)))
    return found, Memory(kept, words)


def _is_anywhere(data: bytes, start: int, end: int) -> bool:
    """Whether a hit is of interest outside of functions too: queries and receivers of signals."""
    return is_lookup(data, start, end) or data.startswith(_LOADING, end - 8) or data[start:end] == b"connect"


def replaced(extraction: Extraction, found: list[tuple[Seen, int]]) -> Extraction:
    """The extraction with what a second look found in place of what one found before."""
    return _with(extraction, list(_moved(found)), [it for seen, _ in found for it in seen.calls])


def added(extraction: Extraction, found: list[tuple[Seen, int]]) -> Extraction:
    """The extraction with what a look for other words found besides."""
    facts = extraction.facts
    known = ((extraction.span(site), it) for site, it in enumerate(facts.reads, Sites.of(facts).reads))
    reads = [*known, *_moved(found)]
    return _with(extraction, reads, [*facts.calls, *(it for seen, _ in found for it in seen.calls)])


def _moved(found: list[tuple[Seen, int]]) -> Iterator[tuple[Span, Access]]:
    for seen, lines in found:
        for it, (line, column, end_line, end_column) in seen.reads:
            yield Span(line + lines, column, end_line + lines, end_column), it


def _with(extraction: Extraction, reads: list[tuple[Span, Access]], calls: list[Call]) -> Extraction:
    """Reads are ordered by place and calls by what they say, so that it does not matter how often was looked."""
    first = extraction.facts
    if not (reads or calls or first.reads or first.calls):
        return extraction
    reads = sorted(set(reads), key=lambda it: (it[0], it[1].root, it[1].manager, it[1].links))
    spans = array("I", (number for span, _ in reads for number in span))
    facts = replace(
        first,
        reads=tuple(it for _, it in reads),
        calls=tuple(sorted(set(calls), key=lambda it: (it.callee, it.key, it.path))),
        answers=(),
    )
    before = extraction.spans[: Sites.of(first).reads * 16]
    return Extraction(facts, before + spans.tobytes(), extraction.ignores, extraction.statements)


def has_tests(data: bytes) -> bool:
    """Whether a text defines tests, which read and call everything."""
    return b"def test" in data and b"assert" in data and _TESTS.search(data) is not None


def hits_of(data: bytes, words: Words) -> list[tuple[int, int]]:
    """The byte ranges of the words in a text, as whole names."""
    scan = _scan(words)
    keys = keys_of(words)
    size = len(data)
    found = []
    for _, start, end in scan.find_matches_as_indexes(data) if scan is not None else ():
        if data.startswith(_LOADING, start):
            found.append((end - 2, end - 1))
            continue
        if data.startswith(b"__", end - 2) and data[start] != _DOT:
            if start and data[start - 1] not in IN_NAME and data[start - 1] != _DOT:
                found.append((start, end))
            continue
        if data[end - 1] in ENDS:
            found += alone(data, start, end)
            continue
        if data[end - 1] != _OPENING:
            if (end == size or data[end] not in IN_NAME) and not _NO_READ.match(data, end):
                found.append((start + 1, end))
            continue
        if data[start] == _DOT:
            start += 1
            is_common = data[start : end - 1] in _COMMON
            if is_common and not _OF_CLASS.search(data, max(0, start - _FARTHEST), start - 1):
                continue
        elif (start and data[start - 1] in IN_NAME) or _DEFINED.search(data, max(0, start - _FARTHEST), start):
            continue
        is_related = data.startswith(b"manager=", end)  # `order.lines(manager="open")` is read like an attribute.
        if is_related or may_hand(data, end, keys.get(data[start : end - 1].decode(), _SENDER)):
            found.append((start, end - 1))
    return found


_SENDER = frozenset(["sender"])

Keys = Mapping[str, frozenset[str]]
"""The numbers and names of the arguments that are wanted, by the name of the function."""


@lru_cache(maxsize=8)
def keys_of(words: Words) -> Keys:
    """The parameters that are wanted, by function."""
    found: dict[str, set[str]] = {}
    for it in words.parameters:
        function, _, parameter = it.partition("#")
        found.setdefault(function.removeprefix("."), set()).update(key for key in parameter.split(":") if key)
    return {function: frozenset(keys) for function, keys in found.items()}


@lru_cache(maxsize=8)
def _scan(words: Words) -> ahocorasick_rs.BytesAhoCorasick | None:
    patterns = [f".{name}".encode() for name in sorted(words.attributes)]
    patterns += [f"{name}__".encode() for name in sorted(words.lookups)]
    patterns += [*([_LOADING] if words.lookups else []), *spelt(words.alone)]
    called = {it.partition("#")[0] for it in words.parameters}
    called |= {f".{name}" for name in called if not name.startswith(".")}
    patterns += [f"{name}(".encode() for name in sorted(called)]
    if not patterns:
        return None
    # The faster one takes long to make when it has many.
    implementation = _AUTOMATON.ContiguousNFA if len(patterns) > _MANY else _AUTOMATON.DFA
    return ahocorasick_rs.BytesAhoCorasick(
        [*patterns, _CONNECT],
        implementation=implementation,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
    )


def _look(tree: Tree, hits: list[tuple[int, int]], keys: Keys) -> Seen:
    reads: list[tuple[Access, Span]] = []
    calls: list[Call] = []
    for start, end in hits:
        if is_lookup(tree.data, start, end):
            reads += joins.spanned(tree, start, end)
            continue
        name = tree.at(start, end)
        if name is None or name.type != "identifier" or name.end_byte != end or (around := name.parent) is None:
            continue
        is_attribute = around.type == "attribute" and around.child_by_field_name("attribute") == name
        callee = around if is_attribute else name
        call = callee.parent
        is_called = call is not None and call.type == "call" and call.child_by_field_name("function") == callee
        if call is not None and is_called and not tree.data.startswith(b"(manager=", callee.end_byte):
            if text(name) in joins.LOADING:
                reads += joins.loaded(tree, call)
            wanted = keys.get(text(name))
            calls += _called(tree, callee, call, wanted) if wanted else _connected(tree, call, keys)
        elif is_attribute and not _is_target(tree, around) and (read := _read(tree, around, text(name))) is not None:
            reads.append((read, tree.span(around)))
    return Seen(tuple(reads), tuple(calls)) if reads or calls else _NOTHING


def _read(tree: Tree, attribute: Node, name: str) -> Access | None:
    path = value(tree, attribute.child_by_field_name("object"))
    if not is_instance(path):
        return None
    called = links(attribute) or _looked_at(attribute)
    return Access(path, "", (name, *called), enclosing(attribute), tree.timing(attribute), "")


def _looked_at(attribute: Node) -> tuple[str, ...]:
    """What a manager is asked about itself, without a query, with its dot: `order.lines.model`."""
    parent = attribute.parent
    if parent is None or parent.type != "attribute" or parent.child_by_field_name("object") != attribute:
        return ()
    name = text(parent.child_by_field_name("attribute"))
    return (f".{name}",) if name in _OF_MANAGER else ()


def _is_target(tree: Tree, attribute: Node) -> bool:
    """Whether an attribute is set or deleted, or the first look has it: `order.invoice.save()`, `order.lines.all()`."""
    parent = attribute.parent
    if parent is None:
        return False
    if parent.type in ("assignment", "for_statement"):
        return parent.child_by_field_name("left") == attribute
    if parent.type == "call" and parent.parent is not None:  # `order.lines(manager="open").all()`
        parent = parent.parent
    following = parent.child_by_field_name("attribute") if parent.type == "attribute" else None
    if following is not None and following.end_byte < len(tree.data) and tree.data[following.end_byte] == _OPENING:
        dot, name = following.start_byte - 1, text(following)
        plain = tree.data[dot] == _DOT
        return name in OWN or (plain and name in RELATED and is_candidate(tree.data, dot, following.end_byte + 1))
    return parent.type in ("delete_statement", "pattern_list", "tuple_pattern")


def _called(tree: Tree, callee: Node, call: Node, wanted: frozenset[str]) -> list[Call]:
    positional, keywords = arguments(call)
    given = {**{str(number): it for number, it in enumerate(positional)}, **keywords}
    known = [(key, path) for key, it in given.items() if key in wanted and (path := _handed(tree, it))]
    path = value(tree, callee) if known else ""
    return [Call(path, key, it) for key, it in known] if path and "#" not in path else []


def _connected(tree: Tree, call: Node, keys: Keys) -> list[Call]:
    """`post_save.connect(handler, sender=Model)`: the handler is called with an instance of the model."""
    positional, keywords = arguments(call)
    handler = text(positional[0]).rpartition(".")[2] if positional and "sender" in keywords else ""
    wanted = keys.get(handler, frozenset())
    path = value(tree, positional[0]) if wanted else ""
    sender = value(tree, keywords["sender"]) if path else ""
    given = {"sender": sender, "instance": f"{sender}()"} if sender else {}
    return [Call(path, key, it) for key, it in given.items() if key in wanted]


def _handed(tree: Tree, node: Node | None) -> str:
    path = value(tree, node)
    return path if is_instance(path) or ".objects" in path or is_class(path) else ""
