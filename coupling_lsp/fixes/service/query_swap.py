"""Puts the call of a service function in place of a query of one file, and writes that function where it is missing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.fixes.context import FixContext
from coupling_lsp.fixes.imports import leftovers, names, statements
from coupling_lsp.fixes.imports.relative import relative_module
from coupling_lsp.fixes.imports.swap import NewImport, Swap, is_imported, swap
from coupling_lsp.fixes.service import helper, helper_code, layout, other_files, pattern, template, written_helper
from coupling_lsp.fixes.service.field_types import Annotation
from coupling_lsp.fixes.service.model_source import ModelSource, imported
from coupling_lsp.fixes.texts import tree_of
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import FileEdit, Place
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import holds, text
from coupling_lsp.text import Span, Text, TextEdit


class QuerySwap(NamedTuple):
    """The function that is called in place of a query, the files that change, and whether the function is written.

    `call` is where its name stands in the file of the query then.
    """

    function: helper.Place
    files: tuple[FileEdit, ...]
    is_written: bool
    call: Place


class Query:
    """One query in one file, and the project around it. `span` is what its edge covers: what names the model."""

    def __init__(self, context: FixContext, source: Text, edge: Edge, span: Span) -> None:
        self.context = context
        self.snapshot = context.snapshot
        self.path = context.path
        self.module = self.snapshot.index.names.modules.names.get(self.path, "")
        self.tree = tree_of(source)
        self.edge = edge
        self.start, self.end = source.byte(*span[:2]), source.byte(*span[2:])
        self.read_text = context.read_text
        self._source = source

    def swapped(
        self,
        asked: str,
        service_call: str,
        match: pattern.Match,
        model: ModelSource | None = None,
        annotations: Mapping[str, Annotation] | None = None,
    ) -> QuerySwap | str:
        """Return the swap of code that fits the pattern `asked` for a call with its placeholders, or why there is none.

        The callee is the dotted name of a function: `billing.services.find_account($NAME)`. `model` is how the function
        gets the model, if it has to be written; an import of it is what is meant without. `annotations` are those that
        are known of placeholders.
        """
        node = _with_parentheses(match.node)
        comments = [text(it) for it in _comments(node) if not any(holds(value, it) for value in _values(match))]
        callee, paren, call_arguments = service_call.partition("(")
        function = self.place(callee)
        call = template.filled(f"{function.name}{paren}{call_arguments}", match.values)
        reason = template.fault(asked, service_call, match.values) or self.name_fault(function, node)
        if reason:
            return reason
        source = model or imported(self.snapshot, self.edge)
        written = helper_code.WrittenFunction(function, asked, source, tuple(comments), annotations=annotations or {})
        helper_edit = self._helper_edit(written, call)
        if isinstance(helper_edit, str):
            return helper_edit
        swapped_import = self._import(function, node, match)
        if swapped_import.reason:
            return swapped_import.reason
        query_edit = TextEdit(self._source.span(node.start_byte, node.end_byte), self._laid_out(node, call))
        edits = (query_edit, *swapped_import.edits, *self._leftovers(node, match))
        file = FileEdit(self.path, _without_overlaps(edits))
        files = (file, *([helper_edit] if helper_edit is not None else []))
        return QuerySwap(function, files, helper_edit is not None, self._place_after(file, query_edit, function.name))

    def _place_after(self, file: FileEdit, call: TextEdit, name: str) -> Place:
        """Return where the name of a call stands after the edits of a file."""
        after = self._source.apply(file.edits)
        starts = [(self._source.byte(*it.span[:2]), self._source.byte(*it.span[2:]), it) for it in file.edits]
        start = self._source.byte(*call.span[:2])
        shift = sum(len(it.text.encode()) - (end - begin) for begin, end, it in starts if begin < start)
        return Place(self.path, after.span(start + shift, start + shift + len(name.encode())))

    def place(self, callee: str) -> helper.Place:
        """Return where a function is, or is to be written."""
        function = helper.place(self.snapshot, callee)
        new_path = "" if function.path else new_module_path(self.snapshot, callee)
        if new_path and self.read_text(new_path) is not None:
            return function._replace(path=new_path)  # One that another fix makes, which no index knows yet.
        return function

    def name_fault(self, function: helper.Place, node: Node) -> str:
        """Return that the name of a helper means something else at a query, or is the function around it."""
        if names.captor(self.tree, function.name, node) is not None:
            return f"`{function.name}` is the name of something else here"
        bindings = names.module_bindings(self.tree, function.name)
        if function.path == self.path:
            around = [it.parent for it in bindings if it.parent is not None and holds(it.parent, node)]
            return f"the query is that of `{function.name}` itself" if around else ""
        is_taken = bool(bindings) and not is_imported(self.tree, self._new_import(function), node)
        return f"`{function.name}` is the name of something else in this file" if is_taken or len(bindings) > 1 else ""

    def _helper_edit(self, function: helper_code.WrittenFunction, call: str) -> FileEdit | str | None:
        """Return the edit that writes a function, None where it is there, or why it cannot be used.

        The comments of the query go into a function that is written; they would get lost in a call of another one.
        """
        place, query = function.place, function.query
        source = self.read_text(place.path) if place.path else None
        if helper.is_there(self.snapshot, place, tree_of(source or Text(b""))):
            reason = helper.fault(self.snapshot, place, call, query, self.edge.to_symbol, self.read_text)
            return reason or ("a comment stands in the query" if function.comments else None)
        return written_helper.file_edit(self.context, function, self.edge, source)

    def _import(self, function: helper.Place, node: Node, match: pattern.Match) -> Swap:
        if function.path == self.path:
            return Swap()
        root = self._root_name()
        if test := other_files.replacing_test(self.snapshot, self.module, root):
            return Swap(reason=f"{test} replaces `{root}` in this module, and would replace nothing any more")
        is_certain = statements.statement_of(self.tree, root, node) is not None
        if not is_certain and statements.is_imported_elsewhere(self.tree, root):
            return Swap(reason=f"`{root}` is imported where the query may not see it")
        kept = _values(match)
        drops = not names.is_used(self.tree, root, node, kept) and not self._is_needed(root)
        is_bound = any(names.module_bindings(self.tree, function.name))
        way = [] if is_bound or not function.path else self.context.imports.circle(self.module, function.module)
        new = self._new_import(function)
        swapped = swap(self._source, self.tree, node, new, root, drops=drops, lazily=bool(way))
        reason = f"{swapped.reason}: {' → '.join(way)}" if swapped.reason and way else swapped.reason
        return swapped._replace(reason=reason)

    def _leftovers(self, node: Node, match: pattern.Match) -> list[TextEdit]:
        """Return the edits that take away what only the query needed; nothing while the call needs its beginning."""
        kept = _values(match)
        root = self._root_name()
        edits = leftovers.imports_of(self._source, self.tree, node, kept, lambda it: it == root or self._is_needed(it))
        start = self.tree.at(self.start, self.start + 1)
        is_kept = start is not None and any(holds(it, start) for it in kept)
        return edits if is_kept else [*edits, *leftovers.removal(self._source, self.tree, root, node)]

    def _laid_out(self, node: Node, call: str) -> str:
        """Return a call in lines, where one line would be longer than any that the query has now."""
        line = self._source.line(self._source.place(node.start_byte)[0])
        indent = line[: len(line) - len(line.lstrip())]
        rest = len(line) - len(text(node).partition("\n")[0])
        longest = max(layout.MAX_LINE_LENGTH, len(line))
        is_in_string = any(it.type == "interpolation" for it in _ancestors(node))
        return call if is_in_string else layout.call(call, indent, longest - rest)

    def _root_name(self) -> str:
        """Return the name that the query begins with, by which the model is reached: `models` of `models.Account`."""
        node = self.tree.at(self.start, self.start + 1)
        return text(node) if node is not None and node.type == "identifier" else self.edge.to_symbol

    def _is_needed(self, name: str) -> bool:
        has_exports = bool(names.module_bindings(self.tree, names.EXPORTS))
        return bool(other_files.importer(self.snapshot, self.module, name, self.read_text, has_exports=has_exports))

    def _new_import(self, function: helper.Place) -> NewImport:
        relative = relative_module(self.path, self.module, function.module)
        return NewImport(function.module, function.name, lambda: relative)


def new_module_path(snapshot: Snapshot, callee: str) -> str:
    """Return the path of the module that a fix would make for a function; empty where it makes none."""
    function = helper.place(snapshot, callee)
    package = function.module.rpartition(".")[0]
    modules = snapshot.index.names.modules
    if function.path or not modules.is_package(package) or not snapshot.index.apps.owner(function.module):
        return ""
    return f"{modules.folder(package)}/{function.module.rpartition('.')[2]}.py"


def _without_overlaps(edits: Iterable[TextEdit]) -> tuple[TextEdit, ...]:
    """Return edits in which an import comes in place of a statement that goes, where it was to stand behind that."""
    removals = [it for it in edits if not it.text and it.span.line < it.span.end_line]
    merged: dict[Span, str] = {}
    rest = []
    for edit in edits:
        around = next((it for it in removals if it != edit and _holds(it.span, edit.span)), None)
        if around is None:
            rest.append(edit)
        else:
            merged[around.span] = merged.get(around.span, "") + edit.text.strip("\n") + "\n"
    blank_lines = {span: "\n" * (span.end_line - span.line - 1) for span in merged}
    return tuple(it._replace(text=merged[it.span] + blank_lines[it.span]) if it.span in merged else it for it in rest)


def _holds(outer: Span, inner: Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


def _with_parentheses(node: Node) -> Node:
    """Return an expression with the parentheses around it, which a call needs no more."""
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        node, parent = parent, parent.parent
    return node


def _comments(node: Node) -> Iterator[Node]:
    if node.type == "comment":
        yield node
    for child in node.children:
        yield from _comments(child)


def _values(match: pattern.Match) -> list[Node]:
    return [it for values in match.values.values() for it in values]


def _ancestors(node: Node) -> list[Node]:
    ancestors: list[Node] = []
    parent = node.parent
    while parent is not None:
        ancestors.append(parent)
        parent = parent.parent
    return ancestors
