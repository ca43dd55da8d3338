"""Import statements that are there: which one serves a use, and how a name is put in or taken out."""

from collections.abc import Collection
from itertools import groupby

from tree_sitter import Node

from coupling_lsp.fixes.imports.long_statements import bracketed, is_too_long
from coupling_lsp.fixes.imports.names import occurrences
from coupling_lsp.source.bindings import enclosing_function
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.text import Span, Text, TextEdit

FROM, _IMPORT = KINDS = "import_from_statement", "import_statement"


def statement_of(tree: Tree, name: str, use: Node) -> Node | None:
    """Return the import of a name that a use surely sees: right in a block around it, or of the module.

    One under `if`, `try` or the like, where the use does not stand as well, is none, nor one behind the use.
    """
    statements = [it for node in occurrences(tree, name) if (it := _statement_around(node, name)) is not None]
    served = [it for it in statements if _is_on_the_way(it, use)]
    return served[-1] if served else None


def is_imported_elsewhere(tree: Tree, name: str) -> bool:
    """Return whether some statement of a file imports a name, wherever it stands."""
    return any(_statement_around(node, name) is not None for node in occurrences(tree, name))


def has_import(tree: Tree, module: str, name: str, use: Node | None = None) -> bool:
    """Return whether a module imports a name from another, so that a use sees it; without one, outside of functions."""
    for node in occurrences(tree, name):
        statement = _statement_around(node, name)
        if statement is None or text(statement.child_by_field_name("module_name")) != module or not _is_plain(node):
            continue
        if enclosing_function(statement) is None if use is None else _is_on_the_way(statement, use):
            return True
    return False


def names_of(statement: Node) -> list[Node]:
    """Return the names that a statement imports, aliases included."""
    return statement.children_by_field_name("name")


def bound_name(node: Node) -> str:
    """Return what one of the names of a statement is bound to: its alias, or for `import a.b` the first part."""
    alias = node.child_by_field_name("alias")
    if alias is not None:
        return text(alias)
    is_import = node.parent is not None and node.parent.type == _IMPORT
    return text(node).partition(".")[0] if is_import else text(node)


def is_alone(source: Text, statement: Node) -> bool:
    """Return whether nothing else stands in the lines of a statement, not even a comment, and its block has more."""
    line_start = source.data.rfind(b"\n", 0, statement.start_byte) + 1
    line_end = source.data.find(b"\n", statement.end_byte)
    before = source.data[line_start : statement.start_byte]
    after = source.data[statement.end_byte : line_end if line_end >= 0 else len(source.data)]
    block = statement.parent
    others = [it for it in block.named_children if it.type != "comment"] if block is not None else []
    has_others = len(others) > 1 or (block is not None and block.type == "module")
    return not before.strip() and not after.strip() and has_others


def whole_line(source: Text, statement: Node) -> TextEdit:
    """Return the edit that takes a statement with its lines away, with blank lines behind the first of a block."""
    span = source.span(statement.start_byte, statement.end_byte)
    end = span.end_line + 1
    block = statement.parent
    is_first = block is not None and block.named_children[0] == statement
    while is_first and end < len(source.starts) and not source.line_bytes(end).strip():
        end += 1
    return TextEdit(Span(span.line, 1, end, 1), "")


def lines_of(source: Text, statement: Node) -> TextEdit:
    """Return the edit that takes the lines of a statement away, and nothing else."""
    span = source.span(statement.start_byte, statement.end_byte)
    return TextEdit(Span(span.line, 1, span.end_line + 1, 1), "")


def without_names(source: Text, statement: Node, dropped: Collection[str]) -> tuple[TextEdit, ...]:
    """Return the edits that take some of several names away: their lines, or with their commas up to their neighbours.

    Nothing for all names of a statement that shares its lines with another.
    """
    names = names_of(statement)
    kept = [it for it in names if bound_name(it) not in dropped]
    if not kept:
        return (whole_line(source, statement),) if is_alone(source, statement) else ()
    edits = []
    for is_dropped, group in groupby(enumerate(names), lambda it: bound_name(it[1]) in dropped):
        numbers = [number for number, _ in group]
        first, last = names[numbers[0]], names[numbers[-1]]
        if not is_dropped:
            continue
        span = source.span(first.start_byte, last.end_byte)
        lines = " ".join(source.line(it).strip() for it in range(span.line, span.end_line + 1))
        in_parentheses = any(it.type == "(" for it in statement.children)
        if in_parentheses and lines.removesuffix(",").rstrip().split() == _text_between(source, first, last).split():
            edits.append(TextEdit(Span(span.line, 1, span.end_line + 1, 1), ""))
        elif numbers[-1] + 1 < len(names):
            edits.append(TextEdit(source.span(first.start_byte, names[numbers[-1] + 1].start_byte), ""))
        else:
            edits.append(TextEdit(source.span(names[numbers[0] - 1].end_byte, last.end_byte), ""))
    return tuple(edits)


def _text_between(source: Text, first: Node, last: Node) -> str:
    """Return the source from the start of one node to the end of another."""
    return source.data[first.start_byte : last.end_byte].decode()


def with_names(source: Text, statement: Node, names: list[str]) -> list[TextEdit]:
    """Return the edits that put several names into a statement."""
    all_names = sorted([*(text(it) for it in names_of(statement)), *names])
    if len(names) > 1 and is_too_long(source, statement, all_names):
        return [bracketed(source, statement, all_names)]
    return [with_name(source, statement, it) for it in names]


def comment_beside(statement: Node, name: Node) -> str:
    """Return a comment in a line of one of several names, which may speak of it, or stand between it and the next."""
    names, follower = names_of(statement), statement.next_sibling
    number = names.index(name)
    rows = range(name.start_point[0], name.end_point[0] + 1)
    if number + 1 < len(names) and names[number + 1].start_point[0] in rows:
        rows = range(rows.start, names[number + 1].end_point[0] + 1)
    comments = [it for it in (*statement.children, follower) if it is not None and it.type == "comment"]
    return next((text(it) for it in comments if it.start_point[0] in rows), "")


def trailing_comment(statement: Node) -> Node | None:
    """Return the comment behind a statement in its last line."""
    follower = statement.next_sibling
    is_behind = follower is not None and follower.start_point[0] == statement.end_point[0]
    return follower if is_behind and follower is not None and follower.type == "comment" else None


def with_name(source: Text, statement: Node, name: str, replaced: str = "") -> TextEdit:
    """Return the edit that puts a name into a statement in alphabetical order, or in place of another one.

    A statement that would be too long for a line gets brackets, with one name a line.
    """
    names = names_of(statement)
    written = [text(it) for it in names]
    number = next((it for it, node in enumerate(names) if bound_name(node) == replaced), None)
    key = next((it for it in (_by_type, str) if written == sorted(written, key=it)), None)
    followers = (it for it in range(len(written)) if key is not None and key(written[it]) > key(name))
    place = number if number is not None else next(followers, len(names))
    new_names = [*written[:place], name, *written[place + (number is not None) :]]
    if is_too_long(source, statement, new_names):
        return bracketed(source, statement, new_names)
    if number is not None:
        return TextEdit(source.span(names[number].start_byte, names[number].end_byte), name)
    if place < len(names):
        start = names[place].start_byte
        return TextEdit(source.span(start, start), f"{name}{_separator(source, names)}")
    last = names[-1]
    return TextEdit(source.span(last.end_byte, last.end_byte), f"{_separator(source, names)}{name}")


def _by_type(name: str) -> str:
    """Return what linters sort names by: constants, then classes, then the rest.

    https://pycqa.github.io/isort/docs/configuration/options.html#order-by-type
    """
    group = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return f"{group}{name}"


def indent(source: Text, node: Node) -> str:
    """Return the blanks that the line begins with in which a node starts."""
    line = source.line(source.place(node.start_byte)[0])
    return line[: len(line) - len(line.lstrip())]


def _separator(source: Text, names: list[Node]) -> str:
    """Return what stands between the names of a statement: a comma and a blank, or a line end with an indent."""
    if len(names) > 1:
        between = source.data[names[0].end_byte : names[1].start_byte].decode()
        return between if between.strip() == "," else ", "
    if names and source.place(names[0].start_byte)[0] != source.place(_opening(names[0]))[0]:
        return ",\n" + indent(source, names[0])
    return ", "


def _opening(name: Node) -> int:
    statement = name.parent
    return statement.start_byte if statement is not None else name.start_byte


def _statement_around(node: Node, name: str) -> Node | None:
    """Return the statement that binds a name by an import at a node."""
    item: Node | None = node
    while item is not None and item.parent is not None and item.parent.type not in (FROM, _IMPORT):
        item = item.parent
    statement = item.parent if item is not None else None
    if item is None or statement is None or item not in names_of(statement) or bound_name(item) != name:
        return None
    return statement


def _is_plain(node: Node) -> bool:
    """Return whether a name is imported without an alias."""
    return (
        node.parent is not None
        and node.parent.type == "dotted_name"
        and node.parent.parent is not None
        and (node.parent.parent.type == FROM)
    )


def _is_on_the_way(statement: Node, use: Node) -> bool:
    """Return whether a statement has run whenever a use does: it is in a block around it, and stands before it."""
    block = statement.parent
    if block is None or block.type not in ("block", "module"):
        return False
    is_around = block.type == "module" or block.start_byte <= use.start_byte < block.end_byte
    if not is_around:
        return False
    return statement.start_byte < use.start_byte or _is_in_function_of(block, use)


def _is_in_function_of(block: Node, use: Node) -> bool:
    """Return whether a use is in a function inside of a block, so that it runs later than the block."""
    node = use.parent
    while node is not None and node != block:
        if node.type == "function_definition":
            return True
        node = node.parent
    return False
