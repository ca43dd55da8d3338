"""Swap a foreign query for the service helper its rule names, and write that helper where it is missing."""

from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.fixes import proof
from coupling_lsp.fixes.imports import leftovers, names, statements
from coupling_lsp.fixes.imports.relative import relative_module
from coupling_lsp.fixes.imports.swap import NewImport, Swap, is_imported, swap
from coupling_lsp.fixes.proof.compiling import syntax_error
from coupling_lsp.fixes.service import helper, other_files, pattern, template, written_helper
from coupling_lsp.fixes.service.import_circle import circle
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.model.edge_kinds import ORM_KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix, Refusal
from coupling_lsp.model.rules import Fix, Replacement
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import holds, text
from coupling_lsp.text import Span, Text, TextEdit

ID = "use-service"


def fixes(
    snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText, *, is_proved: bool = True
) -> Iterator[QuickFix | Refusal]:
    """Yield the swap, or why it is not offered, if the rule of the diagnostic gives a pattern.

    The files it leaves are proved, unless the caller does so: not `is_proved`.
    """
    edge, rule = diagnostic.edge, diagnostic.rule
    if edge is None or rule is None or not rule.fix.replacements or edge.kind not in ORM_KINDS:
        return
    source = read_text(path)
    if source is None:
        yield Refusal(ID, "the file cannot be read as UTF-8")
        return
    outcome = _Query(snapshot, path, source, edge, diagnostic.span, read_text).fix(rule.fix, diagnostic)
    if isinstance(outcome, QuickFix) and is_proved and (reason := proof.fix_fault(outcome, read_text)):
        outcome = reason
    yield Refusal(ID, outcome) if isinstance(outcome, str) else outcome


def new_module_path(snapshot: Snapshot, callee: str) -> str:
    """Return the path of the module that a fix would make for a function; empty where it makes none."""
    function = helper.place(snapshot, callee)
    package = function.module.rpartition(".")[0]
    modules = snapshot.index.names.modules
    if function.path or not modules.is_package(package) or not snapshot.index.apps.owner(function.module):
        return ""
    return f"{modules.folder(package)}/{function.module.rpartition('.')[2]}.py"


class _Query:
    """One query in one file, and the project around it."""

    def __init__(
        self, snapshot: Snapshot, path: str, source: Text, edge: Edge, span: Span, read_text: ReadText
    ) -> None:
        self._snapshot = snapshot
        self._path = path
        self._module = snapshot.index.names.modules.names.get(path, "")
        self._source = source
        self._tree = tree_of(source)
        self._edge = edge
        self._start, self._end = source.byte(*span[:2]), source.byte(*span[2:])
        self._read_text = read_text

    def fix(self, fix: Fix, diagnostic: Diagnostic) -> QuickFix | str:
        """Return the fix, or why it is not offered."""
        if not all(pattern.is_valid(code) for it in fix.replacements for code in (it.pattern, it.call)):
            return "`replace` or `with` of the rule is no Python expression"
        for replacement in fix.replacements:
            match = pattern.find(replacement.pattern, self._tree, self._edge.to_symbol, self._start, self._end)
            if match is not None:
                return self._swapped(replacement, match, diagnostic)
        patterns = " or ".join(f"`{it.pattern}`" for it in fix.replacements)
        return f"the query does not fit {patterns}"

    def _swapped(self, replacement: Replacement, match: pattern.Match, diagnostic: Diagnostic) -> QuickFix | str:
        """Return the fix for code that fits a pattern, or why it is not offered."""
        if error := syntax_error(self._source):
            return f"the file does not compile: {error}"
        node = _with_parentheses(match.node)
        if _has_comment(node):
            return "a comment stands in the query"
        callee, paren, call_arguments = replacement.call.partition("(")
        function = helper.place(self._snapshot, callee)
        new_path = "" if function.path else new_module_path(self._snapshot, callee)
        if new_path and self._read_text(new_path) is not None:
            function = function._replace(path=new_path)  # One that another fix makes, which no index knows yet.
        call = template.filled(f"{function.name}{paren}{call_arguments}", match.values)
        reason = template.fault(replacement.pattern, replacement.call, match.values) or self._name_fault(function, node)
        if reason:
            return reason
        helper_edit = self._helper_edit(function, call, replacement.pattern)
        if isinstance(helper_edit, str):
            return helper_edit
        imported = self._import(function, node, match)
        if imported.reason:
            return imported.reason
        query_edit = TextEdit(self._source.span(node.start_byte, node.end_byte), call)
        edits = (query_edit, *imported.edits, *leftovers.removal(self._source, self._tree, self._root_name(), node))
        files = (FileEdit(self._path, edits), *([helper_edit] if helper_edit is not None else []))
        written = f"Use `{function.name}` and write it in {function.module}"
        title = f"Use `{function.name}` of {function.module}" if helper_edit is None else written
        return QuickFix(ID, title, files, diagnostic, preferred=True)

    def _name_fault(self, function: helper.Place, node: Node) -> str:
        """Return that the name of a helper means something else at a query, or is the function around it."""
        if names.captor(self._tree, function.name, node) is not None:
            return f"`{function.name}` is the name of something else here"
        bindings = names.module_bindings(self._tree, function.name)
        if function.path == self._path:
            around = [it.parent for it in bindings if it.parent is not None and holds(it.parent, node)]
            return f"the query is that of `{function.name}` itself" if around else ""
        is_taken = bool(bindings) and not is_imported(self._tree, self._new_import(function), node)
        return f"`{function.name}` is the name of something else in this file" if is_taken or len(bindings) > 1 else ""

    def _helper_edit(self, function: helper.Place, call: str, query: str) -> FileEdit | str | None:
        """Return the edit that writes the helper, None where it is there, or why it cannot be used."""
        text_of_helper = self._read_text(function.path) if function.path else None
        tree = tree_of(text_of_helper or Text(b""))
        if helper.is_there(self._snapshot, function, tree):
            model = self._edge.to_symbol
            reason = helper.fault(self._snapshot, function, call, query, model, self._read_text)
            return reason or None
        return written_helper.file_edit(self._snapshot, function, self._edge, query, text_of_helper)

    def _import(self, function: helper.Place, node: Node, match: pattern.Match) -> Swap:
        if function.path == self._path:
            return Swap()
        root = self._root_name()
        if test := other_files.replacing_test(self._snapshot, self._module, root):
            return Swap(reason=f"{test} replaces `{root}` in this module, and would replace nothing any more")
        if statements.statement_of(self._tree, root, node) is None and statements.is_imported_elsewhere(
            self._tree, root
        ):
            return Swap(reason=f"`{root}` is imported where the query may not see it")
        kept = [it for values in match.values.values() for it in values]
        drops = not names.is_used(self._tree, root, node, kept) and not self._is_needed(root)
        is_bound = any(names.module_bindings(self._tree, function.name))
        way = [] if is_bound or not function.path else circle(self._snapshot, self._module, function.module)
        imported = swap(self._source, self._tree, node, self._new_import(function), root, drops=drops, lazily=bool(way))
        reason = f"{imported.reason}: {' → '.join(way)}" if imported.reason and way else imported.reason
        return imported._replace(reason=reason)

    def _root_name(self) -> str:
        """Return the name that the query begins with, by which the model is reached: `models` of `models.Account`."""
        node = self._tree.at(self._start, self._start + 1)
        return text(node) if node is not None and node.type == "identifier" else self._edge.to_symbol

    def _is_needed(self, name: str) -> bool:
        has_exports = bool(names.module_bindings(self._tree, names.EXPORTS))
        return bool(other_files.importer(self._snapshot, self._module, name, self._read_text, has_exports=has_exports))

    def _new_import(self, function: helper.Place) -> NewImport:
        module = function.module
        return NewImport(module, function.name, lambda: relative_module(self._path, self._module, module))


def _with_parentheses(node: Node) -> Node:
    """Return an expression with the parentheses around it, which a call needs no more."""
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        node, parent = parent, parent.parent
    return node


def _has_comment(node: Node) -> bool:
    return node.type == "comment" or any(map(_has_comment, node.children))
