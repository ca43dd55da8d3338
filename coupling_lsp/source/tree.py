"""The error-tolerant tree of one piece of a file, and its expressions as facts keep them."""

import re
from functools import lru_cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser

from coupling_lsp.django.fields import TARGET
from coupling_lsp.django.model_classes import GET_MODEL_PARAMETERS
from coupling_lsp.model.expression import (
    UNKNOWN,
    Expression,
    attribute,
    called,
    is_literal,
    keyword_argument,
    literal,
)
from coupling_lsp.model.timing import Timing
from coupling_lsp.source.parentheses import only_child
from coupling_lsp.source.unclosed import Insertion, apply_insertions, find_insertions
from coupling_lsp.text import Span, Text

_LAZY = re.compile(rb"^([ \t]*)lazy[ \t](?=[ \t]*(?:from|import)\b)", re.M)
_MAX_EXPRESSION_LENGTH = 200
"""In characters: a longer call is kept without its arguments, and a longer string is unknown."""

_MAX_EXPRESSION_DEPTH = 8
"""How many levels of an expression are followed; what is nested deeper is unknown."""


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser(Language(tree_sitter_python.language()))


def _parse(data: bytes) -> Node:
    # The grammar does not know PEP 810: `lazy import x` is read as two statements, all places unchanged.
    return _parser().parse(_LAZY.sub(rb"\1pass;", data) if b"lazy " in data else data).root_node


class Tree:
    """A parsed piece of a file. Offsets are bytes from the start of the piece, with the line that completes it.

    `may_narrow` tells that a test in it may say of which class something is.
    """

    __slots__ = ("_has_constants", "_inserted", "_text", "bindings", "data", "has_header", "may_narrow", "root")

    def __init__(self, data: bytes, has_header: bool = False, *, mend: bool = False) -> None:
        """Parse a piece, which may begin with a header that completes it: `has_header`.

        With `mend`, brackets and strings that are open where the next statement begins are closed there if the code
        has an error. Offsets in the tree and in `data` then differ from those in the text, and `tree_range` converts
        them; spans are always those of the text.
        """
        self._text = Text(data)
        self._inserted: list[Insertion] = []
        self.has_header = has_header
        self.bindings: dict[tuple[int, str], list[Node]] = {}
        self.data = data
        self.root = _parse(data)
        if mend and self.root.has_error and (insertions := find_insertions(data)):
            self._inserted = insertions
            self.data = apply_insertions(data, insertions)
            self.root = _parse(self.data)
        self.may_narrow = b"isinstance(" in self.data or b"case " in self.data
        self._has_constants = b"TYPE_CHECKING" in self.data or b"False" in self.data

    def tree_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in the tree for a range in the text, both in bytes."""
        return (self._tree_offset(start), self._tree_offset(end)) if self._inserted else (start, end)

    def _tree_offset(self, offset: int) -> int:
        return offset + sum(len(it.missing) for it in self._inserted if it.at < offset)

    def _text_offset(self, offset: int) -> int:
        """Return the offset in the text for one in the tree; inserted bytes have no width there."""
        for insertion in self._inserted:
            if offset > insertion.at:
                offset = max(insertion.at, offset - len(insertion.missing))
        return offset

    def at(self, start: int, end: int) -> Node | None:
        """Return the smallest node that covers a range of bytes."""
        return self.root.descendant_for_byte_range(start, end)

    def span(self, first: Node, last: Node | None = None) -> Span:
        """Return the span from the start of one node to the end of another; lines count within the piece."""
        if self._inserted or not self._text.ascii:
            return self.bytes_span(first.start_byte, (last or first).end_byte)
        start, end = first.start_point, (last or first).end_point
        return Span(start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1)

    def bytes_span(self, start: int, end: int) -> Span:
        """Return the span of a range of bytes in the tree; lines count within the piece."""
        return self._text.span(self._text_offset(start), self._text_offset(end))

    def timing(self, statement: Node) -> Timing:
        """Return when an import statement or a call runs."""
        lazy_keyword = self.data.endswith((b"lazy ", b"lazy\t"), 0, statement.start_byte)
        if not statement.start_point[1]:
            return "eager"
        local, previous, node = False, statement, statement.parent
        while node is not None:
            if is_body_of(node, previous):
                local = True
            elif self._has_constants and never_runs(node, previous):
                return "type-checking"
            previous, node = node, node.parent
        return "lazy" if local else "lazy-import" if lazy_keyword else "eager"


def is_for_type_checkers(statement: Node) -> bool:
    """Return whether a statement stands in a branch that only type checkers read."""
    branch, node = statement, statement.parent
    while node is not None:
        if never_runs(node, branch):
            return True
        branch, node = node, node.parent
    return False


def holds(outer: Node, inner: Node) -> bool:
    """Return whether a node stands inside of another, or is that node."""
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


FUNCTIONS = frozenset(("function_definition", "lambda"))


def is_body_of(function: Node, child: Node) -> bool:
    """Return whether a child of a node runs when the node, a function, is called; defaults and annotations do not."""
    return function.type in FUNCTIONS and function.child_by_field_name("body") == child


def never_runs(statement: Node, branch: Node) -> bool:
    """Return whether a child of an `if` or `elif` is a branch that only type checkers read.

    https://docs.python.org/3/library/typing.html#typing.TYPE_CHECKING
    """
    if statement.type not in ("if_statement", "elif_clause") or branch.type not in _BRANCHES:
        return False
    value = _value_at_run_time(statement.child_by_field_name("condition"))
    return value is (branch.type != "block")


_BRANCHES = ("block", "elif_clause", "else_clause")


def _value_at_run_time(condition: Node | None) -> bool | None:
    """Return what a condition is whenever the program runs; None where that differs or is not known."""
    if condition is None:
        return None
    match condition.type:
        case "parenthesized_expression" | "not_operator":
            value = _value_at_run_time(only_child(condition))
            return not value if condition.type == "not_operator" and value is not None else value
        case "identifier" | "attribute" if text(condition).rpartition(".")[2] == "TYPE_CHECKING":
            return False
        case "false":
            return False
        case _:
            return None


def text(node: Node | None) -> str:
    """Return the source of a node; empty without one."""
    raw = node.text if node is not None else None
    return _decode(raw) if raw else ""


@lru_cache(maxsize=1 << 15)
def _decode(raw: bytes) -> str:
    """Return one string for equal bytes: names recur in every file, and facts keep them."""
    return raw.decode()


def shown_source(node: Node | None) -> str:
    """Return the source of a node as messages show it: in one line, and its beginning alone if it is long."""
    source = " ".join(text(node).split())
    return source if len(source) <= _MAX_SHOWN_LENGTH else source[: _MAX_SHOWN_LENGTH - 1] + "…"


_MAX_SHOWN_LENGTH = 40


def string(node: Node) -> str | None:
    """Return the value of a plain string literal, also of one in several parts.

    None for bytes, and for strings with a backslash, a brace of an f-string or something put in.
    """
    if node.type == "concatenated_string":
        parts = [string(it) for it in node.named_children if it.type != "comment"]
        return "".join(filter(None, parts)) if None not in parts else None
    if node.type != "string" or not node.children or any(c.type == "interpolation" for c in node.children):
        return None
    if any(c.type == "escape_interpolation" for content in node.children for c in content.children):
        return None
    prefix = text(node.children[0]).rstrip("\"'").lower()
    if prefix not in ("", "u", "r", "f"):
        return None
    content = "".join(text(c) for c in node.children[1:] if c.type == "string_content")
    return None if "\\" in content else content


def receiver_of(attribute_node: Node) -> Node | None:
    """Return what stands before the dot of an attribute, without a star.

    In `return *orders.all(), 1` the star is that of the whole, but the grammar gives it to `orders`:
    https://github.com/tree-sitter/tree-sitter-python/issues/314
    """
    node = attribute_node.child_by_field_name("object")
    return node.named_children[0] if node is not None and node.type == "list_splat" and node.named_children else node


def expression(node: Node | None, depth: int = 0) -> Expression:
    """Return an expression in the form of `model.expression`; unknown when it is of no kind that has a form there."""
    if node is None or depth > _MAX_EXPRESSION_DEPTH:
        return UNKNOWN
    match node.type:
        case "identifier":
            return Expression(text(node))
        case "attribute":
            return attribute(expression(receiver_of(node), depth + 1), text(node.child_by_field_name("attribute")))
        case "string" | "concatenated_string":
            value = string(node)
            return UNKNOWN if value is None or len(value) > _MAX_EXPRESSION_LENGTH else literal(value)
        case "call":
            return _call(node, depth)
        case "subscript":
            return expression(node.child_by_field_name("value"), depth + 1)
        case "parenthesized_expression" | "await":
            return expression(only_child(node), depth + 1)
        case _:
            return UNKNOWN


def arguments(call: Node) -> tuple[list[Node], dict[str, Node]]:
    """Return the arguments of a call up to the first `*` or `**`: positional ones in order, and keywords by name."""
    positional: list[Node] = []
    keywords: dict[str, Node] = {}
    argument_list = call.child_by_field_name("arguments")
    for node in argument_list.named_children if argument_list is not None else ():
        if node.type == "keyword_argument":
            value = node.child_by_field_name("value")
            if value is not None:
                keywords[text(node.child_by_field_name("name"))] = value
        elif node.type in ("list_splat", "dictionary_splat"):
            break
        elif node.type != "comment":
            positional.append(node)
    return positional, keywords


def enclosing_symbol(node: Node) -> str:
    """Return the dotted name of the definitions around a node: `Order.total`; empty at the level of the module."""
    names = []
    child, parent = node, node.parent
    while parent is not None:
        if parent.type in ("function_definition", "class_definition") and parent.child_by_field_name("body") == child:
            names.append(text(parent.child_by_field_name("name")))
        child, parent = parent, parent.parent
    return ".".join(reversed(names))


def _call(node: Node, depth: int) -> Expression:
    callee = expression(node.child_by_field_name("function"), depth + 1)
    if not callee or is_literal(callee):
        return UNKNOWN
    positional, keywords = arguments(node)
    parts = [expression(it, depth + 1) for it in positional]
    parts += [
        keyword_argument(name, expression(it, depth + 1)) for name, it in keywords.items() if name in _KEPT_KEYWORDS
    ]
    call = called(callee, parts)
    return call if len(call) <= _MAX_EXPRESSION_LENGTH else called(callee, ())


_KEPT_KEYWORDS = (*GET_MODEL_PARAMETERS, TARGET)


def is_attribute_or_keyword(identifier: Node) -> bool:
    """Return whether an identifier names an attribute or a keyword of a call, so that it stands for no variable."""
    parent = identifier.parent
    field = {"attribute": "attribute", "keyword_argument": "name"}.get(parent.type) if parent is not None else None
    return parent is not None and field is not None and parent.child_by_field_name(field) == identifier


def is_in_definition(node: Node) -> bool:
    """Return whether code stands in a `def`, at whatever depth, so that it does not run when its module is imported."""
    parent = node.parent
    while parent is not None and parent.type != "function_definition":
        parent = parent.parent
    return parent is not None
