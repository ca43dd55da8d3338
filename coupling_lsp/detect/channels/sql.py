"""Tables that raw SQL names: in strings given to `execute`, `raw`, `RawSQL`, `extra`.

The `detail` is `name` where the target is a constant of the module that holds the SQL; the mechanism is `text` at the
constant itself, with its name as detail.
"""

import re
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from coupling_lsp.detect.channels.argument_patterns import ANYTHING
from coupling_lsp.detect.channels.channel_call import ChannelCall
from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.dispatch import EXTRA, RAW_SQL
from coupling_lsp.django.queryset_api import SQL_METHODS
from coupling_lsp.django.third_party import CURSOR_FUNCTIONS
from coupling_lsp.model.expression import literal
from coupling_lsp.model.facts import Channel
from coupling_lsp.source.bindings import binding_places, enclosing_function
from coupling_lsp.source.scope import local_binding
from coupling_lsp.source.tree import Tree, holds, text

_METHODS = (".execute", ".executemany", *(f".{name}" for name in SQL_METHODS))
CALLS = dict.fromkeys((*_METHODS, *CURSOR_FUNCTIONS, RAW_SQL), ANYTHING)
MARKS = (b"SELECT ", b"SELECT\n", b"INSERT INTO ", b"DELETE FROM ", b"UPDATE ")

_QUOTE = rb"(?:\\?[\"`\[])?"
_NAME = _QUOTE + rb"(?:\w+" + _QUOTE + rb"\." + _QUOTE + rb")?(?P<table>[A-Za-z_]\w*)(?![\w.])"
_CLAUSE = re.compile(
    rb"(?<![\w$])(?:FROM|JOIN|INTO|UPDATE|TABLE|TRUNCATE|REFERENCES)\s+"
    rb"(?:(?:ONLY|TABLE|LATERAL|IF\s+(?:NOT\s+)?EXISTS)\s+)*" + _NAME,
    re.I,
)
_NEXT_TABLE = re.compile(rb"(?:\\?[\"`\]])?\s*(?:(?:AS\s+)?\w+\s*)?,\s*" + _NAME, re.I)
_COMMENT_OR_STRING = re.compile(rb"--[^\n]*|'[^'\n]*'")
_CONSTANT = re.compile(rb"^(?:[ \t]*[A-Z_][A-Z0-9_]*|[a-z_]\w*)[ \t]*(?::[^=\n]*)?=[ \t]*\(?\s*[fFrR]?[\"']", re.M)
_MAX_DISTANCE_TO_CONSTANT = 600
"""In bytes from a keyword of SQL back to its constant; a keyword farther on, and all behind it, is not looked at."""

_MAX_EXPRESSION_DEPTH = 8
"""How many expressions and assignments are followed to the strings in them; what is nested deeper is left out."""


Table = tuple[int, int]
"""Start and end of the name of a table, in bytes."""


def may_stand_at(data: bytes, start: int) -> bool:
    """Return whether the bytes before a mark allow that it stands in the SQL of a constant."""
    return _CONSTANT.search(data, max(start - _MAX_DISTANCE_TO_CONSTANT, 0), start) is not None


def read(call: ChannelCall) -> None:
    """Gather the tables in the SQL one call is given."""
    if call.name == EXTRA:
        _read_extra(call)
        return
    argument = call.argument(1 if call.name in CURSOR_FUNCTIONS else 0, "sql", "raw_query", "query")
    if argument is not None:
        _add_tables_of_parts(call, _strings(call.tree, argument, 0))


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the tables in a constant of the module whose SQL holds the keyword at the bytes."""
    content = tree.at(start, end - 1)
    assignment = string = content.parent if content is not None and content.type == "string_content" else None
    if string is None or string.type != "string" or enclosing_function(string) is not None:
        return
    while assignment is not None and assignment.type not in ("assignment", "module"):
        assignment = assignment.parent
    target = assignment.child_by_field_name("left") if assignment is not None else None
    tables = {span for _, span in facts.channels}
    for first, last in _tables(tree, string) if target is not None and target.type == "identifier" else ():
        name = tree.data[first:last].decode()
        span = tree.bytes_span(first, last)
        if span not in tables:
            facts.channels.append((Channel("sql", "text", "", literal(name), text(target)), span))


def _read_extra(call: ChannelCall) -> None:
    for key in ("tables", "where", "select"):
        parts = _strings_in(call.tree, call.keywords.get(key))
        if key == "tables":
            _add_tables(
                call, [whole for it in parts if it.type == "string" and (whole := _content_range(it)) is not None]
            )
        else:
            _add_tables_of_parts(call, parts)


def _add_tables_of_parts(call: ChannelCall, parts: Iterable[Node]) -> None:
    for part in dict.fromkeys(parts):
        if part.type == "string":
            _add_tables(call, _tables(call.tree, part))
        else:
            call.add("sql", part, text(part), "name")


def _add_tables(call: ChannelCall, tables: list[Table]) -> None:
    for first, last in tables:
        name = call.tree.data[first:last].decode()
        channel = Channel("sql", call.name, "", literal(name), "", call.symbol, call.tree.timing(call.node))
        place = channel, call.tree.bytes_span(first, last)
        if place not in call.facts.channels:
            call.facts.channels.append(place)


def _strings(tree: Tree, node: Node, depth: int) -> Iterator[Node]:
    """Yield the string literals an expression is made of, and the names of its module among them.

    A name of the function at hand stands for all that is assigned to it there.
    """
    if depth > _MAX_EXPRESSION_DEPTH:
        return
    match node.type:
        case "string":
            yield node
        case "concatenated_string" | "parenthesized_expression" | "conditional_expression" | "binary_operator":
            for child in node.named_children:
                yield from _strings(tree, child, depth + 1)
        case "call":
            function = node.child_by_field_name("function")
            receiver = function.child_by_field_name("object") if function is not None else None
            argument_list = node.child_by_field_name("arguments")
            is_text = receiver is not None and receiver.type in (
                *_STRING_NODES,
                "identifier",
                "parenthesized_expression",
                "call",
            )
            if (
                receiver is not None
                and is_text
                and text(function).endswith((".format", ".strip", ".join", ".as_string"))
            ):
                yield from _strings(tree, receiver, depth + 1)
            elif argument_list is not None and text(function).rpartition(".")[2] in ("dedent", "SQL", "text", "str"):
                for child in argument_list.named_children[:1]:
                    yield from _strings(tree, child, depth + 1)
        case "identifier":
            if local_binding(tree, node, text(node)) is None:
                yield node
            yield from _assigned_strings(tree, node, depth)


_STRING_NODES = ("string", "concatenated_string")


def _assigned_strings(tree: Tree, node: Node, depth: int) -> Iterator[Node]:
    function = enclosing_function(node)
    for place in binding_places(tree, function, text(node)) if function is not None else ():
        parent = place.parent
        value = parent.child_by_field_name("right") if parent is not None else None
        if value is not None and parent is not None and parent.type == "assignment" and not holds(value, node):
            yield from _strings(tree, value, depth + 1)


def _strings_in(tree: Tree, node: Node | None) -> Iterator[Node]:
    """Yield the strings and names that the items of a list, or the values of a dictionary, are made of."""
    for child in node.named_children if node is not None else ():
        value = child.child_by_field_name("value") if child.type == "pair" else child
        if value is not None:
            yield from _strings(tree, value, 0)


def _tables(tree: Tree, string: Node) -> list[Table]:
    """Return the ranges of the names of tables in a string: the identifiers behind keywords such as `FROM`."""
    whole = _content_range(string)
    if whole is None:
        return []
    start, end = whole
    content = bytearray(tree.data[start:end])
    for child in string.named_children:
        if child.type == "interpolation":
            first, last = child.start_byte - start, child.end_byte - start
            content[first:last] = b"\0" * (last - first)
    sql = _COMMENT_OR_STRING.sub(lambda it: b"\0" * len(it[0]), bytes(content))
    tables = []
    for clause in _CLAUSE.finditer(sql):
        rest: re.Match[bytes] | None = clause
        while rest is not None:
            tables.append((start + rest.start("table"), start + rest.end("table")))
            rest = _NEXT_TABLE.match(sql, rest.end("table"))
    return tables


def _content_range(string: Node) -> Table | None:
    """Return the range of the text between the quotes; None for a string that is not closed."""
    if len(string.children) < 2 or string.children[-1].type != "string_end":
        return None
    return string.children[0].end_byte, string.children[-1].start_byte
